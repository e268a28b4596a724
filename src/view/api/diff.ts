import type { TestDatum, TestName, Verdict } from "../../model/index.js";
import type { DiffClass, DiffGroup } from "../diff.js";
import type { RunRef, Window } from "./common.js";

/** One of the two runs. */
export interface DiffSide {
  readonly run: RunRef;
  /** Epoch seconds. */
  readonly event_time: number;
  /** Tests that have not ended. */
  readonly live: number;
}

/** What a test is in one of the two runs. */
export interface DiffVerdict extends Verdict {
  readonly run_duration: number;
}

/** A test that one of the runs has at least. */
export interface DiffRow extends TestName {
  readonly class: DiffClass;
  readonly group: DiffGroup;
  /** `PASS->FAIL`. */
  readonly note: string;
  readonly src?: DiffVerdict;
  readonly dst?: DiffVerdict;
  /** Of the destination, else of the source; cut. */
  readonly comment: string;
}

/** `GET diff`: how one run differs from another. Spec 06 § 27 */
export interface Diff extends Window<DiffRow> {
  readonly src: DiffSide;
  readonly dst: DiffSide;
  /** Of all tests, whatever is shown. */
  readonly counts: Readonly<Record<DiffGroup, number>>;
  /** Tests whose duration differs, among all. */
  readonly otherDurations: number;
  /** The run of the destination's target before it, and the newest one before it in which all was good. */
  readonly previous?: RunRef;
  readonly lastGood?: RunRef;
}

/** A value in one of the two runs. */
export interface ComparedValue extends Pick<TestDatum, "value" | "expected" | "tol"> {
  /** Outside its limits. */
  readonly bad: boolean;
}

/** A measured value that differs, or is outside its limits. */
export interface DiffValue extends TestName, Pick<TestDatum, "category" | "variable" | "units"> {
  readonly src?: ComparedValue;
  readonly dst?: ComparedValue;
}

/** `GET diff/values`: those outside their limits first, newly so before others; then the largest changes. Total counts all of them. */
export type DiffValues = Window<DiffValue>;
