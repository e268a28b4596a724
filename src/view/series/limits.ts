import type { TestDatum } from "../../model/index.js";

/** What is allowed: from `low` to `high`; a side that is missing has no end. */
export interface Limits {
  readonly low?: number;
  readonly high?: number;
}

/**
 * The limits of a measured value; undefined when it has none, or none that make sense.
 *
 * @see spec 03 § 17.2
 */
export function limitsOf({ expected, tol }: Pick<TestDatum, "expected" | "tol">): Limits | undefined {
  if (typeof expected !== "number") return undefined;
  if (typeof tol === "number") return tol < 0 ? undefined : { low: expected - tol, high: expected + tol };
  if (tol === "<" || tol === "<=") return { high: expected };
  return tol === ">" || tol === ">=" ? { low: expected } : undefined;
}

/** How far inside a value lies, to the nearer limit; negative outside. */
export function marginOf(value: number, { low, high }: Limits): number {
  return Math.min(value - (low ?? Number.NEGATIVE_INFINITY), (high ?? Number.POSITIVE_INFINITY) - value);
}
