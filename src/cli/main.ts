import { writeSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import type { Area } from "../area/index.js";
import { Failure, type Log, makeLog, messageOf, shellQuote } from "../base/index.js";
import type { Records } from "../store/index.js";
import { currentEnv, encodeText } from "../sys/index.js";
import { type Action, actions } from "./actions.js";
import { type Arguments, isGiven, parseArguments, reportLeftovers } from "./arguments.js";
import type { Context } from "./context.js";
import { openLogStream, verbosityOf } from "./log-stream.js";
import { refuseUnavailable, reportOldFlags } from "./old-flags.js";
import { enterStartDirectory } from "./start-directory.js";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // The reader of a pipe has seen enough.
  if (error.code === "EPIPE") process.exit(0);
});
process.exitCode = await main(process.argv.slice(2));

/** Runs one command line; the exit code. Spec 05 § 2. */
async function main(words: readonly string[]): Promise<number> {
  const args = parseArguments(words);
  const env = currentEnv();
  const verbosity = verbosityOf(args, env);
  if (verbosity.exported !== undefined) env["MT_DEBUG_MODE"] = verbosity.exported;
  const stderr = (bytes: Uint8Array) => void writeSync(2, bytes);
  const plainLog = makeLog((_level, line) => stderr(encodeText(`${line}\n`)), verbosity.shows);
  if (args.errors.length > 0) {
    for (const error of args.errors) plainLog.error(error);
    return 1;
  }
  try {
    const cwd = enterStartDirectory(args, env);
    const stream = openLogStream(args, verbosity, cwd, stderr);
    reportLeftovers(args, stream.log);
    reportOldFlags(args, stream.log);
    refuseUnavailable(args);
    echoCommand(args, stream.log);
    const session = makeContext(args, env, cwd, { log: stream.log, shows: verbosity.shows });
    return await runActions(session.context).finally(session.close);
  } catch (error) {
    return report(error, (text) => plainLog.error(text));
  }
}

/** Commands that change a run say on the log stream what they were asked; spec 05 § 2 step 8. */
function echoCommand(args: Arguments, log: Log): void {
  const isEchoed = (["-run", "-remove-runs", "-set-state-status"] as const).some((flag) => isGiven(args, flag));
  if (isEchoed) log.print(0, ["megatest", ...args.words].map(shellQuote).join(" "));
}

/** Every action on the line, in the order of spec 05 § 2; none at all prints the help. */
async function runActions(context: Context): Promise<number> {
  const asked = askedActions(context.args);
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
  return actions.filter((action) => action.flags.some((flag) => isGiven(args, flag)));
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

function report(error: unknown, print: (text: string) => void): number {
  if (error instanceof Failure) {
    print(error.message);
    return error.exitCode;
  }
  print(`internal error, please report it: ${error instanceof Error ? error.stack : messageOf(error)}`);
  return 1;
}

function makeContext(args: Arguments, env: Context["env"], cwd: string, out: { log: Context["log"]; shows: (level: number) => boolean }) {
  let area: Promise<Area> | undefined;
  let records: Promise<Records> | undefined;
  let interrupt = (signal: NodeJS.Signals): void => {
    out.log.error(`Received signal ${constants.signals[signal]} exiting promptly`);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt(signal));
  const opening = () => import("./open.js");
  const context: Context = {
    args,
    log: out.log,
    env,
    cwd,
    program: fileURLToPath(new URL("../bin/megatest", import.meta.url)),
    bundle: (name) => fileURLToPath(new URL(`./${name}.js`, import.meta.url)),
    stdout: (text) => void process.stdout.write(encodeText(text)),
    logTo: (fd) => makeLog((_level, line) => void writeSync(fd, encodeText(`${line}\n`)), out.shows),
    area: () => {
      area ??= opening().then(({ openArea }) => openArea({ args, env, cwd, log: out.log }));
      return area;
    },
    records: () => {
      records ??= openRecords();
      return records;
    },
    onInterrupt: (handler) => {
      interrupt = handler;
    },
  };
  const moves = () => import("./homehost-moves.js");
  const openRecords = async () => {
    const [{ openAreaRecords }, opened] = await Promise.all([opening(), context.area()]);
    const asked = askedActions(args);
    if (asked.some(({ movesHomehost }) => movesHomehost)) await (await moves()).moveHereIfQuiet(opened, context);
    if (asked.some(({ checksVersion }) => checksVersion)) await (await import("./version-check.js")).checkVersion(opened, context);
    const fullDb = isGiven(args, "-full-db") && asked.every(({ readsFullDb }) => readsFullDb);
    return openAreaRecords(opened, { program: context.program, fullDb });
  };
  const close = async () => {
    const [opened, at] = [await records?.catch(() => undefined), await area?.catch(() => undefined)];
    await opened?.close();
    if (opened !== undefined && at?.config.lookup("server", "retire-hosts") !== undefined) await (await moves()).leaveIfRetired(at, context);
  };
  return { context, close };
}
