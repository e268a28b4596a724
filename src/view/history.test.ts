import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isAccepted, isOutlier, judge, summarizeDurations, summarizeHistory } from "./history.js";

const verdict = (text: string) => {
  const slash = text.indexOf("/");
  return { state: text.slice(0, slash), status: text.slice(slash + 1) };
};
const letters: Readonly<Record<string, string>> = { G: "COMPLETED/PASS", B: "COMPLETED/FAIL", S: "COMPLETED/SKIP", R: "RUNNING/n/a" };
const results = (text: string) => [...text].map((letter) => verdict(letters[letter] ?? letter));

describe("06 § 26: what a result says", () => {
  it.each([
    ["COMPLETED/PASS", "good"],
    ["COMPLETED/WARN", "good"],
    ["ARCHIVED/PASS", "good"],
    ["COMPLETED/FAIL", "bad"],
    ["COMPLETED/ABORT", "bad"],
    ["COMPLETED/CHECK", "bad"],
    ["COMPLETED/DEAD", "bad"],
    ["COMPLETED/STUCK/DEAD", "bad"],
    ["COMPLETED/KILLED", "bad"],
    ["COMPLETED/WAIVED", "bad"],
    ["COMPLETED/anything else", "bad"],
    ["ARCHIVED/FAIL", "bad"],
    ["KILLED/KILLED", "bad"],
    ["INCOMPLETE/FAIL", "bad"],
    ["FAILEDKILL/n/a", "bad"],
    ["COMPLETED/SKIP", "none"],
    ["COMPLETED/PREQ_FAIL", "none"],
    ["NOT_STARTED/PREQ_DISCARDED", "none"],
    ["COMPLETED/n/a", "none"],
    ["COMPLETED/AUTO", "none"],
    ["CLEANING/LOCKED", "none"],
    ["COMPLETED/STARTED", "none"],
    ["NOT_STARTED/n/a", "none"],
    ["RUNNING/PASS", "none"],
    ["LAUNCHED/n/a", "none"],
  ])("%s: %s", (text, judgement) => {
    expect(judge(verdict(text))).toBe(judgement);
  });

  it("a waived result is bad and accepted", () => {
    expect(isAccepted(verdict("COMPLETED/WAIVED"))).toBe(true);
    expect(isAccepted(verdict("COMPLETED/FAIL"))).toBe(false);
  });
});

describe("06-38: classes of histories", () => {
  it("G B G B G is flaky with 4 flips and rate 1", () => {
    expect(summarizeHistory(results("GBGBG"))).toMatchObject({ class: "flaky", judged: 5, flips: 4, rate: 1 });
  });

  it("G G G B B fails since the fourth", () => {
    expect(summarizeHistory(results("GGGBB"))).toMatchObject({ class: "failing", since: 3, turn: { good: 2, bad: 3 } });
  });

  it("skipped and unfinished results between change nothing but positions", () => {
    expect(summarizeHistory(results("GSGRGSBB"))).toMatchObject({ class: "failing", judged: 5, flips: 1, since: 6, turn: { good: 4, bad: 6 } });
  });

  it.each([
    ["", "unknown"],
    ["GB", "unknown"],
    ["SSSSG", "unknown"],
    ["GGG", "stable"],
    ["BBB", "broken"],
    ["BBG", "passing"],
    ["GGB", "failing"],
    ["GBG", "flaky"],
    // Two flips, but only one among the last ten.
    ["GBGGGGGGGGGG", "passing"],
    ["GBGGGGGGGGG", "passing"],
    ["GBGGGGGGGG", "flaky"],
  ])("%s is %s", (text, name) => {
    expect(summarizeHistory(results(text)).class).toBe(name);
  });

  it("the newest step from good to bad counts, also when it passes again", () => {
    expect(summarizeHistory(results("GBGGBG")).turn).toEqual({ good: 3, bad: 4 });
    expect(summarizeHistory(results("BBG")).turn).toBeUndefined();
  });

  it("the score of a recent flip is higher than that of an old one", () => {
    expect(summarizeHistory(results("GGGB")).score).toBe(1);
    expect(summarizeHistory(results("GBBB")).score).toBeCloseTo(0.81);
    expect(summarizeHistory(results("GBGB")).score).toBeCloseTo(1 + 0.9 + 0.81);
  });

  it("results that say nothing never change class, flips, rate and score", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("G", "B", "S", "R")), (given) => {
        const { since: _, turn: __, ...all } = summarizeHistory(results(given.join("")));
        const { since: ___, turn: ____, ...judged } = summarizeHistory(results(given.filter((letter) => "GB".includes(letter)).join("")));
        expect(all).toEqual(judged);
      }),
    );
  });
});

describe("06 § 26: durations", () => {
  it.each([
    [[5], 5, 5],
    [[1, 3], 2, 2.8],
    [[30, 10, 20], 20, 28],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], 6, 10],
  ])("%j: median %d, 90th percentile %d", (seconds, median, p90) => {
    const usual = summarizeDurations(seconds);
    expect(usual?.median).toBe(median);
    expect(usual?.p90).toBeCloseTo(p90);
  });

  it("nothing is known without durations", () => {
    expect(summarizeDurations([])).toBeUndefined();
    expect(isOutlier(100, undefined)).toBe(false);
  });

  it("more than three times the median is an outlier", () => {
    const usual = summarizeDurations([10, 10, 10]);
    expect(isOutlier(30, usual)).toBe(false);
    expect(isOutlier(31, usual)).toBe(true);
  });
});
