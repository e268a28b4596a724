import { describe, expect, it } from "vitest";
import { matrixArea } from "../../../tests/kit/matrix.js";
import type { Runs } from "../../../tests/kit/run-rows.js";
import { trends } from "./trends.js";

const took = (duration: number, verdict = "PASS") => ({ verdict, duration });
const asker = { level: "view" as const, signal: new AbortController().signal };

async function trendsOf(runs: Runs) {
  const { reader, ask } = await matrixArea(runs);
  return { ...(await trends.answer(reader, {}, asker)), ask };
}

describe("06 § 26: trends", () => {
  it("06-38: tell flaky tests, flakiest first, and those that fail since a run, the newest turn first", async () => {
    const verdicts = { steady: "PPPPP", broken: "FFFFF", flaky: "PFPFP", "some/times": "PFPPP", old: "PFFFF", fresh: "PPPPF", back: "FFPPP" };
    const runs = [0, 1, 2, 3, 4].map((at): [string, Runs[string]] => [
      `r${at + 1}`,
      Object.fromEntries(Object.entries(verdicts).map(([name, text]) => [name, text[at] === "P" ? "PASS" : "FAIL"])),
    ]);
    const { flaky, failing, slower, ask } = await trendsOf(Object.fromEntries(runs));
    expect(flaky).toEqual({
      total: 2,
      items: [
        { t: "x/1", n: "flaky", i: "", judged: 5, flips: 4, rate: 1 },
        { t: "x/1", n: "some", i: "times", judged: 5, flips: 2, rate: 0.5 },
      ],
    });
    expect(failing.items.map(({ n, since, bad }) => [n, since.r, bad])).toEqual([
      ["fresh", "r5", 1],
      ["old", "r2", 4],
    ]);
    expect(slower.total).toBe(0);
    const { rowHead } = await ask({ collapse: "none" });
    expect(rowHead.filter((row) => row.flaky).map(({ n, i }) => `${n}/${i}`)).toEqual(["flaky/", "some/", "some/times"]);
  });

  it("a test may be steady in each target for itself", async () => {
    const { flaky, failing } = await trendsOf({
      "x/1/a": { t: "PASS" },
      "x/2/b": { t: "FAIL" },
      "x/1/c": { t: "PASS" },
      "x/2/d": { t: "FAIL" },
      "x/1/e": { t: "PASS" },
      "x/2/f": { t: "FAIL" },
    });
    expect([flaky.total, failing.total]).toEqual([0, 0]);
  });

  it("tell what takes longer than usual by a quarter and ten seconds; bad results say nothing of that", async () => {
    const usual = { much: took(100), little: took(100), short: took(5), failed: took(100), healed: took(300) };
    const { slower } = await trendsOf({
      r1: usual,
      r2: usual,
      r3: usual,
      r4: { much: took(130), little: took(120), short: took(14), failed: took(300, "FAIL"), healed: took(100) },
    });
    expect(slower.items).toEqual([{ t: "x/1", n: "much", i: "", r: "r4", seconds: 130, usual: 100 }]);
  });
});
