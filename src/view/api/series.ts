import type { SeriesSummary } from "../series/summary.js";
import type { Window } from "./common.js";

/** A run that values come from. */
export interface SeriesRun {
  readonly t: string;
  readonly r: string;
  /** Epoch seconds. */
  readonly event_time: number;
}

/** One measured value. */
export interface SeriesPoint {
  /** Place among the runs of the answer. */
  readonly run: number;
  readonly value: number | string;
  readonly expected: number | string | null;
  readonly tol: number | string | null;
  readonly status: string | null;
  /** Outside its limits, or with limits that make no sense. */
  readonly bad: boolean;
}

/** The values of one variable of one test or item in the runs of one target. */
export interface Series {
  readonly t: string;
  readonly n: string;
  readonly i: string;
  readonly category: string;
  readonly variable: string;
  /** Empty without one. */
  readonly units: string;
  /** Oldest first; of very many only the extremes and the bad ones, so that the curve looks the same. */
  readonly points: readonly SeriesPoint[];
  /** All of them, also those that were left out. */
  readonly count: number;
  /** Undefined without a number among the values. */
  readonly summary?: SeriesSummary;
}

/** `GET series`: measured values over runs. Spec 06 § 30 */
export interface SeriesAnswer {
  /** Those with values, oldest first. */
  readonly runs: readonly SeriesRun[];
  /** Those that need attention first; some dozens at most. */
  readonly series: readonly Series[];
  /** Number of series that fit. */
  readonly total: number;
  /** First and last run with a value, whatever window was asked for. Undefined without any. */
  readonly span?: { readonly from: number; readonly until: number };
  /** Runs that were looked at, and their largest number. */
  readonly looked: number;
  readonly last: number;
}

/** A variable that has been measured. */
export interface MeasuredVariable {
  readonly category: string;
  readonly variable: string;
  readonly units: string;
  /** Tests and items that have a value of it. */
  readonly tests: number;
  /** Of one of them. */
  readonly example: { readonly n: string; readonly i: string };
}

/** `GET series/variables`: what was measured in the newest runs. */
export interface MeasuredVariables extends Window<MeasuredVariable> {
  /** Runs that were looked at. */
  readonly looked: number;
}
