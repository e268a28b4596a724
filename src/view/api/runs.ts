import type { RunRecord } from "../../model/index.js";
import type { VerdictClass } from "../classes.js";

/** How many tests are in each class; classes without any are left out. Top-level records of itemized tests are not counted. */
export type ClassCounts = Readonly<Partial<Record<VerdictClass, number>>>;

/** A run in a list; `GET runs` gives a window of them, newest first. */
export interface RunRow extends RunRecord {
  readonly counts: ClassCounts;
  /** Seconds from the first start to the last end of a test; undefined when it has no tests. */
  readonly duration?: number;
  /** It is one of the completed runs; see `-full-db`. */
  readonly completed?: true;
}
