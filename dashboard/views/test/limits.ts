import type { TestDatum } from "../../../src/model/index.js";

/** Where a measured value lies between its limits, in parts of the shown width. */
export interface LimitPicture {
  readonly value: number;
  /** What is allowed. */
  readonly from: number;
  readonly until: number;
}

/**
 * The picture of a value and its limits; undefined when there are none. With a tolerance the allowed band is the middle half; with a comparison what is
 * allowed is one side of the expected value, which lies in the middle.
 *
 * @see spec 03 § 17.2
 */
export function limitPicture({ value, expected, tol }: Pick<TestDatum, "value" | "expected" | "tol">): LimitPicture | undefined {
  if (typeof value !== "number" || typeof expected !== "number") return undefined;
  if (typeof tol === "number") {
    if (tol < 0) return undefined;
    return { value: placed(tol === 0 ? Math.sign(value - expected) : (value - expected) / (4 * tol)), from: 0.25, until: 0.75 };
  }
  const width = 2 * Math.max(Math.abs(expected) * 0.5, Math.abs(value - expected), Number.MIN_VALUE);
  const at = placed((value - expected) / width);
  if (tol === "<" || tol === "<=") return { value: at, from: 0, until: 0.5 };
  return tol === ">" || tol === ">=" ? { value: at, from: 0.5, until: 1 } : undefined;
}

/** From the middle; values far outside stay at the edge. */
const placed = (fromMiddle: number) => Math.min(0.98, Math.max(0.02, 0.5 + fromMiddle));

/** How the limits read: `5 ± 0.2`, `< 14`. */
export function limitText({ expected, tol }: Pick<TestDatum, "expected" | "tol">): string {
  if (expected === null || expected === "" || expected === "n/a") return "";
  if (typeof tol === "number") return `${expected} ± ${tol}`;
  if (tol === null || tol === "" || tol === "n/a") return `${expected}`;
  return `${tol} ${expected}`;
}
