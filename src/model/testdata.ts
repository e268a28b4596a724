import type { TestDatum } from "./records.js";

/** The number that a field of test data looks like, else the text itself. Spec 03 § 17.1. */
export function numberOrText(text: string): number | string {
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : text;
}

/**
 * The status of a row of test data: its own, or what comparing `value` with `expected` gives (`pass`, `fail`, or
 * the text of an error); null when nothing can be said.
 *
 * @see spec 03 § 17.2
 */
export function datumStatus(datum: TestDatum): string | null {
  const { status, value, expected, tol } = datum;
  if (status !== null && status.trim() !== "" && status !== "n/a") return status;
  if (typeof value !== "number" || typeof expected !== "number") return null;
  const passes = typeof tol === "number" ? expected - tol <= value && value <= expected + tol : comparators.get(tol ?? "")?.(value, expected);
  if (passes === undefined) return `ERROR: bad tol comparator ${tol ?? ""}`;
  return passes ? "pass" : "fail";
}

const comparators: ReadonlyMap<string, (value: number, expected: number) => boolean> = new Map([
  [">", (value, expected) => value > expected],
  ["<", (value, expected) => value < expected],
  [">=", (value, expected) => value >= expected],
  ["<=", (value, expected) => value <= expected],
]);
