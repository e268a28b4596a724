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
