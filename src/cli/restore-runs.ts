import { Failure } from "../base/index.js";
import { moveSelected, resumeMoves, sized } from "../history/index.js";
import type { RunRecord } from "../model/index.js";
import type { RunSelector } from "../store/index.js";
import { withCompleted } from "./completed-records.js";
import type { Context } from "./context.js";
import type { FlagName } from "./flags.js";
import { prepareMove } from "./move-space.js";
import { MoveTally } from "./move-tally.js";
import { quietRule, withSourceAlone } from "./run-moves.js";

/**
 * Brings completed runs that match back, and says so.
 *
 * @throws Failure `busy` when one cannot be restored
 */
export async function restoreRuns(context: Context, flag: FlagName, selector: RunSelector): Promise<void> {
  await withSourceAlone(context, flag, async (source) => {
    const tally = new MoveTally(context, source.progress);
    for (const result of await resumeMoves(source.tools)) tally.addResumed(result);
    await withCompleted(context, async (completed) => {
      const order = { op: "restore", dest: source.area.toppath, runs: await completed.runs(selector), rule: quietRule(source, completed) } as const;
      const request = sized(order, source.tools);
      await prepareMove(source, request);
      for await (const outcome of moveSelected(request, source.tools)) {
        if (outcome.kind === "skipped") throw notRestored(outcome.run, outcome.reason);
        tally.add(outcome, "restore");
      }
    });
  });
}

/** Forgets where runs were moved to, so that their names are free again. Spec 04 § 24.1 */
export async function forgetMoved(context: Context, flag: FlagName, runs: readonly RunRecord[]): Promise<void> {
  await withSourceAlone(context, flag, async ({ tools }) => {
    for (const { id, target, runname, comment } of runs) {
      await tools.moves.dropForwarding(id);
      context.log.info(0, `${target.join("/")}/${runname} is forgotten here: ${comment}`);
    }
  });
}

function notRestored({ target, runname }: RunRecord, reason: string): Failure {
  return new Failure("busy", `run ${target.join("/")}/${runname} is in completed-runs.db and cannot be restored: ${reason}`);
}
