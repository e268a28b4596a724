import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import type { Arguments } from "./arguments.js";

/** What a command works with. The area and the records are opened at first use and released by `main`. */
export interface Context {
  readonly args: Arguments;
  readonly log: Log;
  /** A copy of this process's environment. */
  readonly env: Env;
  /** Directory from which the command was called, after `-start-dir`. */
  readonly cwd: string;
  /** Absolute path of `bin/megatest`. */
  readonly program: string;
  /** Absolute path of another bundle of this program. */
  bundle(name: "spawner" | "pusher" | "queries" | "job-keeper"): string;
  /** Writes to stdout, text as `decodeBytes` gives it. */
  readonly stdout: (text: string) => void;
  /** A log like `log` that writes to a file descriptor. */
  logTo(fd: number): Log;
  area(): Promise<Area>;
  records(): Promise<Records>;
  /** What SIGINT and SIGTERM do from now on, instead of ending the process at once. */
  onInterrupt(handler: (signal: NodeJS.Signals) => void): void;
}
