import { Failure, type Log, shellQuote } from "../base/index.js";
import { type Action, actions } from "./actions.js";
import { type Arguments, isGiven, parseArguments, reportLeftovers } from "./arguments.js";
import type { Context } from "./context.js";
import { refuseUnavailable, reportOldFlags } from "./old-flags.js";
import { report, runSession } from "./session.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough.
  if (error.code === "EPIPE") process.exit(0);
});
const dist = new URL(".", import.meta.url).href;
process.exitCode = await main(process.argv.slice(2));

/** Runs one command line; the exit code. Spec 05 § 2. */
async function main(words: readonly string[]): Promise<number> {
  if (words[0] === "-dashboard") return (await import("./dashboard.js")).dashboard(words.slice(1), dist);
  const args = parseArguments(words);
  const asked = askedActions(args);
  const options = {
    dist,
    movesHomehost: asked.some(({ movesHomehost }) => movesHomehost),
    checksVersion: asked.some(({ checksVersion }) => checksVersion),
    fullDb: isGiven(args, "-full-db") && asked.every(({ isQuery }) => isQuery),
  };
  return runSession(args, options, async (context) => {
    reportLeftovers(args, context.log);
    reportOldFlags(args, context.log);
    refuseUnavailable(args);
    refuseSeveralAreas(args, asked);
    echoCommand(args, context.log);
    return runActions(context, asked);
  });
}

/** Nothing but a look at runs can be done to several areas at once. */
function refuseSeveralAreas(args: Arguments, asked: readonly Action[]): void {
  if (!args.values.has("-areas")) return;
  const [flag] = asked.filter(({ isQuery }) => isQuery !== true).flatMap(({ flags }) => flags.filter((name) => isGiven(args, name)));
  if (flag !== undefined) throw new Failure("usage", `${flag} works on one area, without -areas; on another one with -start-dir DIR`);
}

/** Commands that change a run say on the log stream what they were asked; spec 05 § 2 step 8. */
function echoCommand(args: Arguments, log: Log): void {
  const isEchoed = (["-run", "-remove-runs", "-set-state-status"] as const).some((flag) => isGiven(args, flag));
  if (isEchoed) log.print(0, ["megatest", ...args.words].map(shellQuote).join(" "));
}

/** Every action on the line, in the order of spec 05 § 2; none at all prints the help. */
async function runActions(context: Context, asked: Action[]): Promise<number> {
  if (asked.length === 0) asked.push(...actions.filter((action) => action.isDefault === true));
  let exitCode = 0;
  for (const action of asked) {
    const code = await runAction(action, context);
    exitCode = Math.max(exitCode, code);
    if (action.ends === true) break;
  }
  return exitCode;
}

function askedActions(args: Arguments): Action[] {
  const asked = actions.filter((action) => action.flags.some((flag) => isGiven(args, flag)));
  const end = asked.findIndex(({ ends }) => ends);
  return end < 0 ? asked : asked.slice(0, end + 1);
}

async function runAction(action: Action, context: Context): Promise<number> {
  try {
    return (await action.run(context)) ?? 0;
  } catch (error) {
    const { log, stdout } = context;
    const onStdout = error instanceof Failure && error.stream === "stdout";
    return report(error, onStdout ? (text) => stdout(`ERROR: ${text}\n`) : (text) => log.error(text));
  }
}
