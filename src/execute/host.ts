import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { ProcessIdentity, Records } from "../store/index.js";
import type { Env, Starter } from "../sys/index.js";
import type { AfterTests } from "./after-tests.js";

/** The process that executes tests: what all its tests share. */
export interface ExecutorHost {
  readonly area: Area;
  readonly records: Records;
  readonly log: Log;
  readonly env: Env;
  readonly identity: ProcessIdentity;
  /** Starts the programs of the tests. */
  readonly start: Starter;
  /** Pages and statistics that are brought up to date when tests end. */
  readonly after: AfterTests;
  /** A log that writes to this file descriptor, with this process's verbosity. */
  logTo(fd: number): Log;
}
