import type { TestDatum } from "../../model/index.js";
import { type Limits, limitsOf, marginOf } from "./limits.js";

/** What the values of one series say together. */
export interface SeriesSummary {
  readonly last: number;
  readonly min: number;
  readonly max: number;
  readonly median: number;
  /** From the last value to its nearer limit, negative outside; undefined without limits. */
  readonly margin?: number;
  /** How much it grows from one run to the next, by the straight line that fits best; undefined for fewer than three values. */
  readonly slope?: number;
  /** After so many runs that line is outside the limits; only when the last value is inside and it is at most ten. */
  readonly leaves_in?: number;
}

/** So far ahead is looked. */
const horizon = 10;
/** Through two values there is a line that says nothing. */
const fewestForTrend = 3;

/**
 * @param points oldest first, one for each run; texts are passed over
 * @returns undefined without a number
 * @see spec 06 § 30
 */
export function summarizeSeries(points: readonly Pick<TestDatum, "value" | "expected" | "tol">[]): SeriesSummary | undefined {
  const values = points.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
  const newest = points.findLast(({ value }) => typeof value === "number");
  const last = values.at(-1);
  if (last === undefined || newest === undefined) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const limits = limitsOf(newest);
  const trend = values.length < fewestForTrend ? undefined : trendOf(values);
  const leaves = trend && limits && runsUntilOutside(trend, last, limits);
  return {
    last,
    min: sorted[0] ?? last,
    max: sorted.at(-1) ?? last,
    median: ((sorted[(sorted.length - 1) >> 1] ?? last) + (sorted[sorted.length >> 1] ?? last)) / 2,
    ...(limits && { margin: marginOf(last, limits) }),
    ...(trend && { slope: trend.slope }),
    ...(leaves !== undefined && { leaves_in: leaves }),
  };
}

interface Trend {
  readonly slope: number;
  /** Of the line at the last value. */
  readonly end: number;
}

/** The line of least squares. */
function trendOf(values: readonly number[]): Trend {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const above = values.reduce((sum, value, at) => sum + (at - middle) * (value - mean), 0);
  const below = values.reduce((sum, _, at) => sum + (at - middle) ** 2, 0);
  const slope = above / below;
  return { slope, end: mean + slope * middle };
}

function runsUntilOutside({ slope, end }: Trend, last: number, limits: Limits): number | undefined {
  if (marginOf(last, limits) < 0) return undefined;
  for (let runs = 1; runs <= horizon; runs++) if (marginOf(end + slope * runs, limits) < 0) return runs;
  return undefined;
}
