import type { Verdict } from "../../model/index.js";
import type { TestRef } from "./common.js";

/** A failed test. */
export interface FailureMember extends TestRef, Verdict {
  readonly host: string;
  /** Start of the test, epoch seconds. */
  readonly event_time: number;
  /** What it says, as it stands. */
  readonly text: string;
}

/** Failures that look alike. */
export interface FailureGroup {
  /** Names the group: hand it in to `failures/tests`. */
  readonly id: string;
  /** Empty when no step failed. */
  readonly step: string;
  /** Without what differs from test to test; empty when nothing was said. */
  readonly text: string;
  readonly count: number;
  /** How many tests and items, by name; their first names. */
  readonly tests: number;
  readonly names: readonly string[];
  readonly targets: readonly string[];
  readonly hosts: readonly string[];
  readonly first_seen: number;
  readonly last_seen: number;
  /** Only in the newest run of each target, though earlier ones were looked at. */
  readonly fresh: boolean;
  /** The newest ones. */
  readonly examples: readonly FailureMember[];
}

/** `GET failures`: those of the newest runs that fit, by what they say; the most frequent first. Spec 06 § 31.1 */
export interface Failures {
  /** Runs that were looked at, and that fit. */
  readonly looked: number;
  readonly runs: number;
  /** Failed tests and items. */
  readonly failed: number;
  /** All of them; the first are here. */
  readonly total: number;
  readonly groups: readonly FailureGroup[];
}
