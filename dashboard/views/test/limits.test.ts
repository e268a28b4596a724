import { describe, expect, it } from "vitest";
import { limitPicture, limitText } from "./limits.js";

describe("06 § 24: a value against its limits", () => {
  it.each([
    [5, 5, 0.2, { value: 0.5, from: 0.25, until: 0.75 }],
    [5.2, 5, 0.2, { value: 0.75, from: 0.25, until: 0.75 }],
    [4.8, 5, 0.2, { value: 0.25, from: 0.25, until: 0.75 }],
    [9, 5, 0.2, { value: 0.98, from: 0.25, until: 0.75 }],
    [14, 14, "<", { value: 0.5, from: 0, until: 0.5 }],
    [7, 14, "<", { value: 0.02, from: 0, until: 0.5 }],
    [15.4, 14, "<", { value: 0.6, from: 0, until: 0.5 }],
    [31, 30, ">=", { value: 0.5333, from: 0.5, until: 1 }],
    [0, 0, "<=", { value: 0.5, from: 0, until: 0.5 }],
  ])("%d with %d and %s", (value, expected, tol, picture) => {
    const found = limitPicture({ value, expected, tol });
    expect(found?.value).toBeCloseTo(picture.value, 3);
    expect(found).toMatchObject({ from: picture.from, until: picture.until });
  });

  it.each([
    ["seen", 3, 1],
    [3, null, null],
    [3, 3, "maybe"],
    [3, 3, -1],
  ])("no picture for %s with %s and %s", (value, expected, tol) => {
    expect(limitPicture({ value, expected, tol })).toBeUndefined();
  });

  it.each([
    [5, 0.2, "5 ± 0.2"],
    [14, "<", "< 14"],
    [3, null, "3"],
    ["n/a", "n/a", ""],
    [null, null, ""],
  ])("%s with %s reads %j", (expected, tol, text) => {
    expect(limitText({ expected, tol })).toBe(text);
  });
});
