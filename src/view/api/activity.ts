import type { TestName, Verdict } from "../../model/index.js";
import type { RunRef } from "./common.js";
import type { Use } from "./why.js";

/** `GET activity`: what is going on in the area. Times are epoch seconds, durations seconds. */
export interface Activity {
  /** Without the top-level records of tests with items. */
  readonly live: readonly ActiveTest[];
  readonly runners: readonly RunnerRow[];
  readonly gates: LaunchGates;
  /** `[setup] deadtime`: who gives no sign of life for so long is taken for dead. */
  readonly deadtime: number;
}

export interface ActiveTest extends TestName, Verdict {
  readonly run: RunRef;
  /** `n/a` before the test has begun. */
  readonly host: string;
  readonly event_time: number;
  /** Of the last heartbeat; its launch before that. */
  readonly lastSign: number;
  /** Median of earlier runs of the target. */
  readonly usual?: number;
  /** `runtimelim` of the test, or of the area. */
  readonly limit?: number;
  /** Over `deadtime` without a sign of life, or launched a day ago; spec 02 § 17. */
  readonly isStuck: boolean;
}

/** A process that runs tests. */
export interface RunnerRow {
  readonly run: RunRef;
  readonly host: string;
  readonly pid: number;
  readonly owner: string;
  readonly testpatt: string;
  /** Whether it is on this host, so that it is known to be alive. */
  readonly seen: boolean;
}

/** What launches depend on; spec 02 § 12. */
export interface LaunchGates {
  readonly slots: Use;
  /** Job groups with a limit. */
  readonly groups: readonly ({ readonly name: string } & Use)[];
  /** Why the load of the homehost closes the gate; undefined when it does not. */
  readonly load?: string;
  /** `[setup] launch-delay`: seconds between two launches. */
  readonly launchDelay: number;
}
