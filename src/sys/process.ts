import type { ChildProcess } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { builtin } from "./builtin.js";
import type { Env } from "./env.js";
import { decodeBytes } from "./text.js";

/** How a child ended: an exit code, or the number of the signal that killed it. */
export type Ending = { readonly kind: "exit"; readonly code: number } | { readonly kind: "signal"; readonly signal: number };

/** `code`, or 128 + signal as a shell would say. */
export function exitCodeOf(ending: Ending): number {
  return ending.kind === "exit" ? ending.code : 128 + ending.signal;
}

export interface ShellResult {
  readonly ending: Ending;
  /** As `decodeBytes` gives it. */
  readonly stdout: string;
}

/**
 * Runs `/bin/sh -c command` to its end and collects stdout; stderr passes through. Blocks: for configuration only.
 *
 * @throws Error when the shell itself cannot be started (e.g. `cwd` is missing)
 */
export function shellOutput(command: string, options: { readonly env: Env; readonly cwd: string; readonly stdoutTo?: "stderr" }): ShellResult {
  const result = builtin.childProcess.spawnSync("/bin/sh", ["-c", command], {
    env: options.env,
    cwd: options.cwd,
    stdio: ["ignore", options.stdoutTo === "stderr" ? 2 : "pipe", "inherit"],
    maxBuffer: 256 * 1024 * 1024,
  });
  if (result.error) throw result.error;
  return { ending: endingOf(result.status, result.signal), stdout: result.stdout === null ? "" : decodeBytes(result.stdout) };
}

export interface SpawnOptions {
  readonly env: Env;
  readonly cwd: string;
  /** File descriptors, "ignore", "pipe" or "inherit" for stdin, stdout, stderr. */
  readonly stdio: readonly [number | "ignore" | "pipe" | "inherit", number | "ignore" | "pipe" | "inherit", number | "ignore" | "pipe" | "inherit"];
  /** A new session and process group, so that the child outlives us and can be killed as a group. */
  readonly detached?: boolean;
}

export interface Running {
  readonly pid: number;
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
}

/**
 * Starts a program. `ended` never rejects after the start succeeded.
 *
 * @throws Error when the program cannot be started (missing file, missing directory, out of processes)
 */
export async function start(program: string, args: readonly string[], options: SpawnOptions): Promise<Running> {
  const child = builtin.childProcess.spawn(program, args, {
    env: options.env,
    cwd: options.cwd,
    stdio: [...options.stdio],
    detached: options.detached ?? false,
  });
  const ended = new Promise<Ending>((resolve) => {
    child.once("exit", (code, signal) => resolve(endingOf(code, signal)));
  });
  const { pid } = child;
  if (pid === undefined) {
    return new Promise((_, reject) => {
      child.once("error", reject);
    });
  }
  child.on("error", () => {});
  return { pid, child, ended };
}

function endingOf(code: number | null, signal: NodeJS.Signals | null): Ending {
  return signal === null ? { kind: "exit", code: code ?? 1 } : { kind: "signal", signal: constants.signals[signal] };
}

/** One line of the process table. */
export interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly state: string;
  readonly started: number;
}

/** What `/proc` says about a process; undefined when there is none. */
function statOf(pid: number): ProcessStat | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "latin1");
    // The name in parentheses may hold blanks and parentheses itself.
    const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
    return { pid, state: fields[0] ?? "", parent: Number(fields[1]), started: Number(fields[19]) };
  } catch {
    return undefined;
  }
}

/** Start time of a process in clock ticks since boot, 0 when there is no such process. */
export function startTimeOf(pid: number): number {
  return statOf(pid)?.started ?? 0;
}

/** Whether the very process with this start time still runs; a zombie does not. `started` 0 matches any. */
export function isAlive(pid: number, started: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat.state !== "Z" && stat.state !== "X" && (started === 0 || stat.started === started);
}

/** All processes of this host by pid. */
export function processTable(): Map<number, ProcessStat> {
  const table = new Map<number, ProcessStat>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? statOf(Number(name)) : undefined;
    if (stat !== undefined) table.set(stat.pid, stat);
  }
  return table;
}
