import { forwardToSubrun, writeVerdicts } from "../../execute/index.js";
import type { Context } from "../context.js";
import { operateOn, type SelectedRun } from "../selection.js";

/**
 * `-set-state-status STATE,STATUS`: both on every selected test, with roll-up, waivers and triggers; comments stay. Of a top-level record and its
 * items the value set on the record stands. Sub-runs get the same.
 *
 * @returns exit code: 1 when a sub-run did not take it
 * @see spec 02 § 18.2, 03 § 19
 */
export async function setStateStatus(context: Context): Promise<number> {
  const selected = await operateOn(context, "-set-state-status");
  const [state, status] = (context.args.values.get("-set-state-status") ?? "").split(",");
  if (state === undefined || status === undefined) {
    context.log.error("-set-state-status needs a state and a status: STATE,STATUS");
    return 0;
  }
  const area = await context.area();
  const services = { area, records: await context.records(), log: context.log, env: { ...area.env, MT_MEGATEST: context.program } };
  let exitCode = 0;
  for (const { run, tests } of selected) {
    await writeVerdicts(services, tests, { state, status });
    context.log.info(1, `${run.target.join("/")}/${run.runname}: ${tests.length} test(s) set to ${state}/${status}`);
    if (!(await forward(context, { run, tests }))) exitCode = 1;
  }
  return exitCode;
}

async function forward(context: Context, { run, tests }: SelectedRun): Promise<boolean> {
  const area = await context.area();
  const forwarding = { area, log: context.log, env: area.env, megatest: context.program, run };
  const action = (["-set-state-status", "-state", "-status"] as const).flatMap((flag) => {
    const value = context.args.values.get(flag);
    return value === undefined ? [] : [flag, value];
  });
  let isDone = true;
  for (const test of tests) isDone = (await forwardToSubrun(forwarding, test, "set-state-status", action)) && isDone;
  return isDone;
}
