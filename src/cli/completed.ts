import type { RunRecord } from "../model/index.js";
import type { RunSelector } from "../store/index.js";
import { isGiven } from "./arguments.js";
import { withCompleted } from "./completed-records.js";
import type { Context } from "./context.js";
import type { FlagName } from "./flags.js";

/** The runs that match; when none does, but some that are elsewhere, the log stream says so. Spec 04 § 24.1, § 26.4 */
export async function runsToRead(context: Context, selector: RunSelector): Promise<RunRecord[]> {
  const runs = await (await context.records()).runs(selector);
  if (runs.length > 0) return runs;
  for (const run of await movedRuns(context, selector)) context.log.info(0, `${nameOf(run)}: ${run.comment}`);
  if (isGiven(context.args, "-full-db")) return runs;
  const count = await withCompleted(context, async (completed) => (await completed.runs(selector)).length);
  if (count !== undefined && count > 0) context.log.info(0, `${count} matching run(s) in completed-runs.db, use -full-db`);
  return runs;
}

/** The runs that match, for a command that changes them: with `-full-db` completed ones are restored first; those of other areas are left alone. */
export async function runsToChange(context: Context, flag: FlagName, selector: RunSelector): Promise<RunRecord[]> {
  if (isGiven(context.args, "-full-db")) await restoreFirst(context, flag, selector);
  const moved = await movedRuns(context, selector);
  if (moved.length === 0) return runsToRead(context, selector);
  if (flag === "-remove-runs" && isGiven(context.args, "-force")) await (await import("./restore-runs.js")).forgetMoved(context, flag, moved);
  else for (const run of moved) context.stdout(`Skipped ${nameOf(run)}: ${placeText(run)}\n`);
  return (await context.records()).runs(selector);
}

const placeText = ({ comment }: RunRecord) => comment.replace(/^MOVED (to .*) run \d+$/, "moved $1");

/** Runs that were moved to other areas. */
async function movedRuns(context: Context, selector: RunSelector): Promise<RunRecord[]> {
  const runs = await (await context.records()).runs({ ...selector, moved: true });
  return runs.filter(({ state }) => state === "MOVED");
}

const nameOf = ({ target, runname }: RunRecord) => `${target.join("/")}/${runname}`;

/** Brings completed runs that match back, for a command that works on them. Throws as `restoreRuns`. */
export async function restoreFirst(context: Context, flag: FlagName, selector: RunSelector): Promise<void> {
  const found = await withCompleted(context, async (completed) => (await completed.runs(selector)).length > 0);
  if (found === true) await (await import("./restore-runs.js")).restoreRuns(context, flag, selector);
}
