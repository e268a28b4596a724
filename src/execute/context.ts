import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { Config } from "../config/index.js";
import type { Payload } from "../launch/index.js";
import type { Records } from "../store/index.js";
import type { Env } from "../sys/index.js";

/** One test while it is executed. */
export interface TestContext {
  readonly area: Area;
  readonly records: Records;
  /** The test's own log file, beside its results. */
  readonly log: Log;
  /** The file behind that log, or a descriptor of this process; gets the output of the run script too. */
  readonly output: string | number;
  readonly payload: Payload;
  /** Complete environment of its run script and steps; spec 03 § 9. */
  readonly env: Env;
  /** Run directory by its link path, as `tests.rundir`. */
  readonly rundir: string;
  /** Evaluated with all variables set. */
  readonly testconfig: Config;
}
