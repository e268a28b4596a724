import * as z from "zod/mini";
import { userName } from "../../../sys/index.js";
import type { RunChange, RunNow } from "../../../view/index.js";
import { suffices } from "../../http/levels.js";
import { runRef } from "../../queries/params.js";
import { Refused } from "../../refused.js";
import { act } from "../act.js";
import { findRun } from "./find-run.js";
import { oneAfterTheOther } from "./one-after-the-other.js";

const text = z.string().check(z.maxLength(10_000));
const body: z.ZodMiniType<RunChange> = z.object({
  ...runRef,
  set: z.object({ status: z.exactOptional(text), comment: z.exactOptional(text), locked: z.exactOptional(z.boolean()) }),
  expected: z.object({ state: z.string(), status: z.string(), comment: z.string() }),
});

const inTurn = oneAfterTheOther();

/** `PATCH run`: sets status and comment of a run, locks it or takes the lock away. Spec 06 § 32.2 */
export const changeRun = act("operate", body, async ({ areas, records: open, trace }, { set, expected, ...shown }, visitor): Promise<RunNow> => {
  if (set.locked === false && !suffices(visitor.level, "admin"))
    throw new Refused("forbidden", `to unlock a run needs level admin, and yours is ${visitor.level}`);
  const ref = areas.own(shown);
  return inTurn(async () => {
    const records = await open();
    const run = await findRun(records, ref);
    const isChanged = (["state", "status", "comment"] as const).some((name) => run[name] !== expected[name]);
    if (isChanged) throw new Refused("conflict", `run ${run.runname} has been changed meanwhile: look at it again`, { run });
    const { status = run.status, comment, locked } = set;
    const to = {
      ...(set.status !== undefined && { status }),
      ...(comment !== undefined && { comment }),
      ...(locked !== undefined && { state: locked ? "locked" : "unlocked" }),
    };
    const from = Object.fromEntries((["state", "status", "comment"] as const).filter((name) => name in to).map((name) => [name, run[name]]));
    await trace.of(visitor, { action: "set run", run: { t: ref.t, r: ref.r }, from, to }, async () => {
      if (set.status !== undefined || comment !== undefined) await records.setRunStatus(run.id, status, comment);
      if (locked !== undefined) await records.setRunLock(run.id, locked, userName());
    });
    return { run: (await records.run(run.id)) ?? run };
  });
});
