import type { RunRecord } from "../../model/index.js";
import { userName } from "../../sys/index.js";
import { runsToChange } from "../completed.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { readLine } from "../prompt.js";
import { namedRuns, reading } from "../reading.js";
import { generalRunCall } from "../selection.js";
import { shownText } from "../terminal.js";

/** `-set-run-status STATUS`: of the oldest matching run; `-m` sets its comment. Spec 02 § 18.4. */
export async function setRunStatus(context: Context): Promise<number> {
  const [run] = await matchingRuns(context, "-set-run-status");
  if (run === undefined) return noRun(context);
  await (await context.records()).setRunStatus(run.id, context.args.values.get("-set-run-status") ?? "", context.args.values.get("-m"));
  return 0;
}

/** `-get-run-status`: of the oldest matching run. Spec 02 § 18.4. */
export async function getRunStatus(context: Context): Promise<number> {
  const [run] = await reading(context, async (area) => area.runs(await namedRuns(context, area, "-get-run-status")));
  if (run === undefined) return noRun(context);
  context.stdout(`${shownText()(run.status)}\n`);
  return 0;
}

/** `-lock`: every matching run. */
export async function lockRuns(context: Context): Promise<number> {
  const records = await context.records();
  for (const run of await matchingRuns(context, "-lock")) await records.setRunLock(run.id, true, userName());
  return 0;
}

/**
 * `-unlock`: every matching run, after a question for each.
 *
 * @param answer gives the next line of standard input
 */
export async function unlockRuns(context: Context, answer: () => string | undefined = readLine): Promise<number> {
  const records = await context.records();
  for (const run of await matchingRuns(context, "-unlock")) {
    context.stdout(`Do you really wish to unlock run ${run.id}?\n   y/n: `);
    if (answer() === "y") await records.setRunLock(run.id, false, userName());
  }
  return 0;
}

async function matchingRuns(context: Context, flag: FlagName): Promise<RunRecord[]> {
  const { target, runname } = await generalRunCall(context, flag);
  return runsToChange(context, flag, { target, runname });
}

function noRun({ log }: Context): number {
  log.info(0, "No matching run found.");
  return 1;
}
