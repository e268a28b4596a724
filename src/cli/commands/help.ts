import type { Context } from "../context.js";
import { helpText } from "../help.js";
import { versionLine } from "../version.js";

/** `-h` on stdout; without any action on the log stream, where a forgotten action does not disturb a script. Spec 05 § 2. */
export async function printHelp({ args, log, stdout }: Context): Promise<number> {
  const text = helpText(process.stdout.columns);
  if (args.switches.has("-h")) stdout(text);
  else log.print(0, text.trimEnd());
  return 0;
}

/** `-version` */
export async function printVersion({ stdout }: Context): Promise<number> {
  stdout(`${versionLine}\n`);
  return 0;
}

/** `-gui`; and `-dashboard` where it is not the first word, so that its options cannot be told from others. Spec 05 § 5.5 */
export async function hintAtDashboard({ args, log }: Context): Promise<number> {
  const hint = "the dashboard is opened by `dashboard`, or by `megatest -dashboard` with -dashboard as the first word";
  const isMistake = args.switches.has("-dashboard");
  if (isMistake) log.error(hint);
  else log.print(0, hint);
  return isMistake ? 1 : 0;
}
