import { describe, expect, it } from "vitest";
import { deltaText, stampDelta, timeStamp } from "./time-stamp.js";

describe("06 § 25.7: time stamps", () => {
  it.each([
    ["2024-01-02T03:04:05.250Z a", "2024-01-02 03:04:06,000 b", 0.75],
    ["[2024/01/02 03:04:05] a", "[2024/01/02 03:05:05] b", 60],
    ["Jan  2 23:59:59 host x", "Jan  3 00:00:01 host y", 2],
    ["Tue Jan 2 03:04:05 a", "Tue Jan 2 03:04:06 b", 1],
    ["[   12.345678] a", "[   12.545678] b", 0.2],
    ["1700000000.5 a", "1700000001 b", 0.5],
    ["1700000000500 a", "1700000001000 b", 0.5],
    ["(23:59:59) a", "(00:00:01) b", 2],
  ])("%j to %j takes %d s", (a, b, delta) => {
    expect(stampDelta(timeStamp(a) ?? Number.NaN, timeStamp(b) ?? Number.NaN)).toBeCloseTo(delta, 5);
  });

  it.each(["plain", "see 12:34:56", "12:34", "", "123456 lines", "99999999999 x", "-- 2024-01-02T03:04:05"])("%j begins with none", (line) => {
    expect(timeStamp(line)).toBeUndefined();
  });

  it.each([
    [0, "+0.000"],
    [0.0125, "+0.013"],
    [12.34, "+12.3s"],
    [245, "+4m05"],
    [7800, "+2h10"],
    [300_000, "+83h20"],
    [400_000, "+4d"],
    [-1.5, "−1.500"],
  ])("%d s is %j", (delta, text) => {
    expect(deltaText(delta)).toBe(text);
  });
});
