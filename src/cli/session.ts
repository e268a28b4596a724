import { writeSync } from "node:fs";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";
import type { Area } from "../area/index.js";
import { Failure, makeLog, messageOf } from "../base/index.js";
import type { Records } from "../store/index.js";
import { currentEnv, encodeText } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
import type { Context } from "./context.js";
import { openLogStream, verbosityOf } from "./log-stream.js";
import { enterStartDirectory } from "./start-directory.js";

/** What happens when a command first needs the records. */
interface Opening {
  /** See `Action`. */
  readonly movesHomehost: boolean;
  /** See `Action`. */
  readonly checksVersion: boolean;
  /** Reads show the completed runs too. */
  readonly fullDb: boolean;
}

/**
 * Carries out one command line in its directory, with its log, and releases what it opened.
 *
 * @param options.dist URL of the directory of the bundles, which only a bundle itself can tell
 * @returns the exit code: that of `run`, or of the Failure it ended with
 * @see spec 05 § 2
 */
export async function runSession(
  args: Arguments,
  options: Opening & { readonly dist: string },
  run: (context: Context) => Promise<number>,
): Promise<number> {
  const { dist, ...opening } = options;
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
    const { log } = openLogStream(args, verbosity, cwd, stderr);
    const session = makeContext({ args, env, cwd, log, shows: verbosity.shows, opening, dist });
    return await run(session.context).finally(session.close);
  } catch (error) {
    return report(error, (text) => plainLog.error(text));
  }
}

/** Says why a command failed; its exit code. */
export function report(error: unknown, print: (text: string) => void): number {
  if (error instanceof Failure) {
    print(error.message);
    return error.exitCode;
  }
  print(`internal error, please report it: ${error instanceof Error ? error.stack : messageOf(error)}`);
  return 1;
}

interface SessionParts extends Pick<Context, "args" | "env" | "cwd" | "log"> {
  readonly shows: (level: number) => boolean;
  readonly opening: Opening;
  readonly dist: string;
}

function makeContext({ args, env, cwd, log, shows, opening, dist }: SessionParts) {
  let area: Promise<Area> | undefined;
  let records: Promise<Records> | undefined;
  let interrupt = (signal: NodeJS.Signals): void => {
    log.error(`Received signal ${constants.signals[signal]} exiting promptly`);
    process.exit(128 + constants.signals[signal]);
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupt(signal));
  const ways = () => import("./open.js");
  const context: Context = {
    args,
    log,
    env,
    cwd,
    program: fileURLToPath(new URL("../bin/megatest", dist)),
    bundle: (name) => fileURLToPath(new URL(`./${name}.js`, dist)),
    stdout: (text) => void process.stdout.write(encodeText(text)),
    logTo: (fd) => makeLog((_level, line) => void writeSync(fd, encodeText(`${line}\n`)), shows),
    area: () => {
      area ??= ways().then(({ openArea }) => openArea({ args, env, cwd, log }));
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
    const [{ openAreaRecords }, opened] = await Promise.all([ways(), context.area()]);
    if (opening.movesHomehost) await (await moves()).moveHereIfQuiet(opened, context);
    if (opening.checksVersion) await (await import("./version-check.js")).checkVersion(opened, context);
    return openAreaRecords(opened, { program: context.program, fullDb: opening.fullDb });
  };
  const close = async () => {
    const [opened, at] = [await records?.catch(() => undefined), await area?.catch(() => undefined)];
    await opened?.close();
    if (opened !== undefined && at?.config.lookup("server", "retire-hosts") !== undefined) await (await moves()).leaveIfRetired(at, context);
  };
  return { context, close };
}
