import type { RunRef, TestRef } from "./common.js";

/** In answer to `GET run/page` and `test/page`, when there is no such run or test: what became of it, and what may have been meant. Spec 06 § 18.1 */
export interface Missing {
  /** Whether the run itself is not there, or only the test. */
  readonly missing: "run" | "test";
  readonly state: "unknown" | "deleted" | "moved" | "reduced";
  /** Path of the area where the run is now. */
  readonly movedTo?: string;
  /** The run there, when that area is shown here. */
  readonly now?: RunRef;
  /** Runs with a similar name, or the same in another target. */
  readonly runs: readonly RunRef[];
  /** The test in other runs, newest first. */
  readonly elsewhere: readonly TestRef[];
  /** Tests of the run with a similar name. */
  readonly tests: readonly TestRef[];
}
