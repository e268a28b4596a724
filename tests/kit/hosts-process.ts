import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import type { CommandResult } from "./area.js";

/** A program that runs on a host; see `Host.spawn`. */
export class HostProcess {
  /** When it has ended, whatever its children do. One that a signal ended has 128 + its number as code, as in a shell. */
  readonly ended: Promise<CommandResult>;
  /** As its host numbers it; NaN when the host was switched off before it began. */
  readonly pid: number;
  readonly #files: ProcessFiles;
  readonly #signal: (signal: NodeJS.Signals) => boolean;

  constructor(child: ChildProcess, pid: number, files: ProcessFiles, signal: (signal: NodeJS.Signals) => boolean) {
    this.pid = pid;
    this.#files = files;
    this.#signal = signal;
    const ended = child.exitCode !== null || child.signalCode !== null ? Promise.resolve() : once(child, "exit");
    this.ended = ended.then(() => ({ code: exitCode(child), stdout: this.stdout, stderr: this.stderr }));
  }

  /** What it and its children have printed so far. */
  get stdout(): string {
    return readFileSync(this.#files.stdout, "utf8");
  }

  get stderr(): string {
    return readFileSync(this.#files.stderr, "utf8");
  }

  /** Signals this process alone, not its children; the signal is sent when the call returns. False when the process is gone. */
  kill(signal: NodeJS.Signals = "SIGKILL"): boolean {
    return this.#signal(signal);
  }

  /** Makes its clock, and that of all it started on its host, jump. Only for one started with a `clockOffset`, which may be 0. */
  setClock(offset: number): void {
    if (!this.#files.hasClock) throw new Error("this process has the clock of the machine: start it with a clockOffset");
    writeClock(this.#files.clock, offset);
  }
}

/** Files that stand for the streams and the clock of a process. */
export class ProcessFiles {
  readonly stdout: string;
  readonly stderr: string;
  readonly clock: string;
  readonly hasClock: boolean;

  /** @param base path that their names begin with */
  constructor(base: string, clockOffset: number | undefined) {
    this.stdout = `${base}.out`;
    this.stderr = `${base}.err`;
    this.clock = `${base}.clock`;
    this.hasClock = clockOffset !== undefined;
    if (clockOffset !== undefined) writeClock(this.clock, clockOffset);
  }

  /**
   * Words before a command that make it take the time from the clock file; file times and monotonic clocks stay true. Not variables for all
   * that starts a command on its host: the library leaves files in /dev/shm, which must be the host's.
   */
  clockWords(): string[] {
    if (!this.hasClock) return [];
    const variables = [`FAKETIME_TIMESTAMP_FILE=${this.clock}`, "FAKETIME_NO_CACHE=1", "FAKETIME_DONT_FAKE_MONOTONIC=1", "NO_FAKE_STAT=1"];
    return ["env", `LD_PRELOAD=${clockLibrary() ?? ""}`, ...variables];
  }
}

/** The library of Debian's package faketime, if installed. */
export function clockLibrary(): string | undefined {
  const candidates = readdirSync("/usr/lib").map((folder) => join("/usr/lib", folder, "faketime"));
  return candidates.map((folder) => join(folder, "libfaketime.so.1")).find((file) => existsSync(file));
}

/** A process may read it at any moment: it is never half written. */
function writeClock(file: string, offset: number): void {
  writeFileSync(`${file}.new`, `${offset < 0 ? "-" : "+"}${Math.abs(offset)}s\n`);
  renameSync(`${file}.new`, file);
}

function exitCode({ exitCode, signalCode }: ChildProcess): number {
  return exitCode ?? 128 + (signalCode === null ? 0 : constants.signals[signalCode]);
}
