import type { RunRecord } from "../../model/index.js";
import type { ClassCounts } from "./runs.js";

/** A row of the matrix: a test, or an item of the one above. */
export interface MatrixRow {
  readonly n: string;
  readonly i: string;
  /** Number of its items among all rows; left out for an item and for a plain test. */
  readonly kids?: number;
  /** Its items are not shown. */
  readonly collapsed?: true;
  /** It, or an item of it, is flaky in some target. */
  readonly flaky?: true;
}

/** A column of the matrix. */
export interface MatrixColumn extends RunRecord {
  readonly counts: ClassCounts;
  /** Its cells are not known yet: ask again in a moment. */
  readonly isReading?: true;
  /** It is one of the completed runs; see `-full-db`. */
  readonly completed?: true;
}

/** The items of a collapsed test in one run: pairs of the number of a verdict and how many have it. */
export type ItemSum = readonly number[];

/**
 * A part of the matrix; `GET matrix`. `cells` holds 16-bit numbers, little-endian, in base64, row after row: 0 is no record, k the verdict `combos[k - 1]`; with the highest
 * bit set there is no top-level record, and the verdict is what the items add up to. Spec 06 § 22.4
 */
export interface MatrixWindow {
  /** The same as long as rows and columns are the same, in the same order. */
  readonly rev: string;
  /** Of the whole matrix. */
  readonly rows: number;
  readonly cols: number;
  /** Tests that are shown, in all columns, hidden items included. */
  readonly tests: number;
  /** Whether tests are collapsed unless named otherwise: what `collapse=auto` has come to. */
  readonly isCollapsed: boolean;
  /** Runs in memory, of those that the filter selects; the rest comes while one waits. */
  readonly progress: { readonly read: number; readonly of: number };
  /** Of the first row and column here. */
  readonly r0: number;
  readonly c0: number;
  readonly rowHead: readonly MatrixRow[];
  readonly colHead: readonly MatrixColumn[];
  readonly combos: readonly (readonly [state: string, status: string])[];
  readonly cells: string;
  /** Seconds: signed 32-bit numbers in the manner of `cells`, −1 where there is none. */
  readonly durations: string;
  /** The same of the run before of the same target, with `cell=delta`. */
  readonly before?: string;
  /** Starts, epoch seconds, with `cell=age`. */
  readonly times?: string;
  /** With `cell=data:…`: values, row after row; empty texts where there is none. */
  readonly values?: readonly string[];
  /** Of collapsed rows, by index in `rowHead`: the sums of their columns, 0 where there are no items. */
  readonly sums: Readonly<Record<number, readonly (ItemSum | 0)[]>>;
  /** What was wrong with the parameters and is left out. */
  readonly notices: readonly string[];
}

/** `GET matrix/overview`: the whole matrix from top to bottom, in so many parts. */
export interface MatrixOverview {
  readonly rev: string;
  readonly rows: number;
  /** Of each part: rows that are bad in the newest shown run, and rows that are bad in any other. */
  readonly newest: readonly number[];
  readonly older: readonly number[];
}

/** `GET matrix/next`: the nearest bad cell in a direction; undefined when there is none. */
export interface MatrixPlace {
  readonly rev: string;
  readonly place?: { readonly row: number; readonly col: number };
}

/** `GET matrix/words`: what a filter can be made of. */
export interface MatrixWords {
  readonly states: readonly string[];
  readonly statuses: readonly string[];
}
