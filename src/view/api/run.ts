import type { RunRecord, TestName, TestRecord, Verdict } from "../../model/index.js";
import type { RunRef } from "./common.js";
import type { ClassCounts } from "./runs.js";
import type { OriginVariable } from "./test.js";

/** A process that drives a run. */
export interface Runner {
  readonly host: string;
  readonly pid: number;
  /** Whether it was seen; not so on another host. */
  readonly seen: boolean;
}

/** `GET run`: the head of its page. Spec 06 § 23 */
export interface RunView {
  readonly run: RunRecord;
  /** It is one of the completed runs; see `-full-db`. */
  readonly completed?: true;
  /** Of its tests and items; top-level records are not counted. */
  readonly counts: ClassCounts;
  /** Tests and items that count for the pass rate: good ÷ (good + bad). */
  readonly good: number;
  readonly bad: number;
  /** First start and last end so far; absent when nothing has started. */
  readonly span?: { readonly from: number; readonly until: number };
  /** Tests that have not ended. */
  readonly live: number;
  /** Epoch seconds; absent when nothing is known about the tests that are left, or all have ended. */
  readonly estimate?: number;
  readonly runners: readonly Runner[];
  /** The runs of the target before and after it. */
  readonly previous?: RunRef;
  readonly next?: RunRef;
}

/** A row of the list of a run's tests. */
export interface RunTest
  extends Pick<
    TestRecord,
    "id" | "testname" | "item_path" | "state" | "status" | "event_time" | "run_duration" | "host" | "cpuload" | "diskfree" | "comment" | "archived"
  > {
  /** First step that did not pass. */
  readonly failing_step?: string;
}

/** How long a test took, and how long it usually takes. */
export interface SlowTest extends TestName, Verdict {
  readonly run_duration: number;
  /** Median of earlier runs of the target; absent when there are none. */
  readonly usual?: number;
}

/** How many tests have a verdict. */
export interface VerdictCount extends Verdict {
  readonly count: number;
}

/** `GET run/stats`: top-level records of itemized tests are not counted. */
export interface RunStats {
  readonly verdicts: readonly VerdictCount[];
  readonly tests: readonly { readonly testname: string; readonly counts: ClassCounts; readonly seconds: number }[];
  readonly hosts: readonly { readonly host: string; readonly counts: ClassCounts; readonly seconds: number }[];
  /** Longest first, at most 50. */
  readonly slowest: readonly SlowTest[];
  /** Furthest above their usual duration first, at most 20: more than 25 % and 10 s. */
  readonly slower: readonly SlowTest[];
}

/** `GET run/failing`: the tests and items that are not good, by name; the way of keys `n` and `p`. */
export interface RunFailing {
  readonly items: readonly (TestName & Verdict)[];
}

/** `GET run/meta`. */
export interface RunMeta {
  readonly run: RunRecord;
  /** Where its records are. */
  readonly database: string;
  /** Its directory in the link tree. */
  readonly directory: string;
  /** Variables of the runconfigs for its target. */
  readonly variables: readonly OriginVariable[];
  /** Archive blocks that hold data of its tests. */
  readonly archives: readonly number[];
}
