import type { RunRecord, Verdict } from "../../model/index.js";
import type { RunRef, TestRef } from "./common.js";
import type { ShownArea } from "./hello.js";
import type { Job } from "./jobs.js";

/** A test as it is now; without verdict when it is gone. */
export interface LiveTest extends TestRef {
  readonly id: number;
  readonly state: string;
  readonly status: string;
  /** Epoch seconds of the last launch. */
  readonly event_time: number;
  /** Seconds. */
  readonly run_duration: number;
  /** Its verdict before, where that is known. */
  readonly was?: Verdict;
  /** Whether the run did not have it before, has another state of it, or does not have it any more. */
  readonly kind: "new" | "changed" | "gone";
}

/** A run as it is now. */
export interface LiveRun extends RunRecord {
  readonly kind: "new" | "changed" | "gone";
}

/** A command that the dashboard has started, as it is now. */
export interface JobEvent extends Pick<Job, "id" | "state" | "size" | "code"> {
  readonly kind: "job";
}

/** What happened, by kind; spec 06 § 20. */
export type LiveEvent =
  /** First of a stream: the server's clock, in epoch seconds with fractions. */
  | { readonly kind: "hello"; readonly now: number }
  | { readonly kind: "tests"; readonly tests: readonly LiveTest[] }
  | { readonly kind: "run"; readonly runs: readonly LiveRun[] }
  /** Tests of these runs changed, for who follows all runs but not their tests. */
  | { readonly kind: "counts"; readonly runs: readonly RunRef[] }
  /** More runs are in memory: windows that waited for them can be read. */
  | { readonly kind: "filled"; readonly read: number; readonly of: number }
  /** Rows of these tests changed. */
  | { readonly kind: "steps" | "data"; readonly tests: readonly TestRef[] }
  | JobEvent
  /** An area cannot be read any more, or can be read again. */
  | { readonly kind: "areas"; readonly areas: readonly ShownArea[] }
  /** Something is not as followed: read the windows anew. */
  | { readonly kind: "reset"; readonly reason: string };
