import type { RunRecord } from "../../../model/index.js";
import type { Records } from "../../../store/index.js";
import type { RunRef } from "../../../view/index.js";
import { Refused } from "../../refused.js";

/**
 * @param ref as the run is called in its area
 * @throws Refused `not-found`, `moved`
 */
export async function findRun(records: Records, { t, r }: RunRef): Promise<RunRecord> {
  const isOne = (run: RunRecord) => run.runname === r && run.target.join("/") === t;
  // A name may hold signs that a pattern uses.
  const candidates = await records.runs({ ...(/[%*?[]/.test(r) ? {} : { runname: r }), moved: true });
  const run = candidates.find(isOne);
  if (run === undefined) throw new Refused("not-found", `there is no run ${t}/${r}`);
  if (run.state === "MOVED") throw new Refused("moved", `run ${t}/${r} was moved to another area`);
  return run;
}
