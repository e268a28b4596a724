import type { RunRecord } from "../../../model/index.js";
import type { Records } from "../../../store/index.js";
import type { RunRef } from "../../../view/index.js";
import { Refused } from "../../refused.js";

/** @throws Refused `not-found`, `moved`; `forbidden` for a run of another area */
export async function findRun(records: Records, { a, t, r }: RunRef): Promise<RunRecord> {
  if (a !== undefined) throw new Refused("forbidden", "only runs of this area can be changed from here");
  const isOne = (run: RunRecord) => run.runname === r && run.target.join("/") === t;
  // A name may hold signs that a pattern uses.
  const candidates = await records.runs({ ...(/[%*?[]/.test(r) ? {} : { runname: r }), moved: true });
  const run = candidates.find(isOne);
  if (run === undefined) throw new Refused("not-found", `there is no run ${t}/${r}`);
  if (run.state === "MOVED") throw new Refused("moved", `run ${t}/${r} was moved to another area`);
  return run;
}
