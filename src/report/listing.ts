import type { RunRecord, StepRecord, TestRecord } from "../model/index.js";
import type { Fields } from "./fields.js";

/** How a listing of runs is laid out. */
export interface Layout {
  readonly keys: readonly string[];
  readonly fields: Fields;
  /** Applied to every text from the records in the text layout: a terminal needs control characters escaped. */
  readonly show: (text: string) => string;
}

/** A test to be listed; steps only where they are shown. */
export interface ListedTest {
  readonly test: TestRecord;
  readonly steps: readonly StepRecord[];
}

/** A run to be listed; its tests come in batches so that any number of them fits into memory. */
export interface ListedRun {
  readonly run: RunRecord;
  readonly batches: AsyncIterable<readonly ListedTest[]>;
}
