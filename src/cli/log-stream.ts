import { closeSync, openSync, writeSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { Failure, type Log, makeLog, messageOf } from "../base/index.js";
import { type Env, encodeText, makeDirectories } from "../sys/index.js";
import { type Arguments, isGiven } from "./arguments.js";

/** Which levels of messages are shown; spec 05 § 3. */
export interface Verbosity {
  shows(level: number): boolean;
  /** To be exported as `MT_DEBUG_MODE` for nested commands; undefined when an inherited value stays. */
  readonly exported: string | undefined;
}

/** `-debug` before `-v` before `-q` before `MT_DEBUG_MODE` before level 1. */
export function verbosityOf(args: Arguments, env: Env): Verbosity {
  const inherited = env["MT_DEBUG_MODE"];
  const debug = args.values.get("-debug");
  const asked = debug ?? (isGiven(args, "-v") ? "2" : isGiven(args, "-q") ? "0" : undefined);
  const levels = levelsOf(asked ?? inherited ?? "1");
  const [top = 1] = levels;
  return {
    shows: levels.length > 1 ? (level) => levels.includes(level) : (level) => level <= top,
    exported: debug !== undefined || inherited === undefined ? levels.join(",") || "1" : undefined,
  };
}

/** The numbers of a list such as `0,9`; other words are dropped. */
function levelsOf(text: string): number[] {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => /^-?\d+$/.test(part))
    .map(Number);
}

export interface LogStream {
  readonly log: Log;
  close(): void;
}

/**
 * Where diagnostics go: `stderr`, or with `-log FILE` that file, with errors to both.
 *
 * @param cwd for a relative FILE
 * @throws Failure `io` when the file cannot be opened
 * @see spec 05 § 3
 */
export function openLogStream(args: Arguments, verbosity: Verbosity, cwd: string, stderr: (bytes: Uint8Array) => void): LogStream {
  const toStderr = (_level: number, line: string) => stderr(encodeText(`${line}\n`));
  const plain = makeLog(toStderr, verbosity.shows);
  const file = args.values.get("-log");
  if (file === undefined) return { log: plain, close: () => {} };

  plain.info(0, `Sending log output to ${file}`);
  const fd = openLogFile(resolve(cwd, file), file);
  const toFile = (level: number, line: string) => {
    writeSync(fd, encodeText(`${line}\n`));
    if (level === 0 && line.startsWith("ERROR: ")) toStderr(level, line);
  };
  return { log: makeLog(toFile, verbosity.shows), close: () => closeSync(fd) };
}

function openLogFile(path: string, asGiven: string): number {
  try {
    makeDirectories(dirname(path));
    return openSync(path, "w");
  } catch (error) {
    throw new Failure("io", `Could not open log file for write: ${asGiven}\n  (${messageOf(error)})`, 1, { cause: error });
  }
}
