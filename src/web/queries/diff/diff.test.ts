import { describe, expect, it } from "vitest";
import { type PagesArea, pagesArea } from "../../../../tests/kit/pages-area.js";
import { diff } from "./diff.js";
import { diffValues } from "./values.js";

const sides = { src: "x/1/r1", dst: "x/1/r2" };

async function twoRuns({ run }: PagesArea) {
  const before = await run("r1", {
    same: "COMPLETED/PASS",
    turned: "COMPLETED/PASS",
    mended: "COMPLETED/FAIL",
    stuck: "COMPLETED/FAIL",
    gone: "COMPLETED/PASS",
    "some/1": "COMPLETED/PASS",
    idle: "NOT_STARTED/n/a",
  });
  const after = await run("r2", {
    same: "COMPLETED/PASS",
    turned: "COMPLETED/FAIL",
    mended: "COMPLETED/WARN",
    stuck: "COMPLETED/FAIL",
    "some/1": "RUNNING/n/a",
    fresh: "COMPLETED/FAIL",
    idle: "NOT_STARTED/n/a",
  });
  return { before, after };
}

describe("06 § 27: the difference of two runs", () => {
  it("counts all tests, and tells those that are not clean", async () => {
    const area = pagesArea();
    await twoRuns(area);
    const answer = await area.ask(diff, sides);
    expect(answer.counts).toEqual({ worse: 1, "not-in-dest": 2, "still-failing": 1, incomplete: 1, "not-in-src": 1, better: 1, clean: 1 });
    expect(answer.items.map(({ testname, group }) => `${testname} ${group}`)).toEqual([
      "fresh not-in-src",
      "gone not-in-dest",
      "idle incomplete",
      "mended better",
      "some not-in-dest",
      "stuck still-failing",
      "turned worse",
    ]);
    expect([answer.src.live, answer.dst.live]).toEqual([1, 2]);
    expect((await area.ask(diff, { ...sides, hide: "none" })).total).toBe(8);
    expect((await area.ask(diff, { ...sides, only: "clean" })).items.map(({ testname }) => testname)).toEqual(["same"]);
    expect((await area.ask(diff, { ...sides, find: "SOME/1" })).total).toBe(1);
  });

  it("durations differ by more than 25 % and 10 s", async () => {
    const area = pagesArea();
    const { before, after } = await twoRuns(area);
    await area.records.setTestFields(before.get("same") ?? 0, { run_duration: 100 });
    await area.records.setTestFields(after.get("same") ?? 0, { run_duration: 200 });
    await area.records.setTestFields(after.get("fresh") ?? 0, { run_duration: 200 });
    const { otherDurations, items } = await area.ask(diff, { ...sides, only: "durations" });
    expect([otherDurations, items.map(({ testname }) => testname)]).toEqual([1, ["same"]]);
  });

  it("offers the run before the destination, and the last in which all was good", async () => {
    const area = pagesArea();
    await area.run("good", { a: "COMPLETED/PASS", b: "COMPLETED/SKIP" });
    await area.run("half", { a: "COMPLETED/PASS", b: "RUNNING/n/a" });
    await area.run("bad", { a: "COMPLETED/FAIL" });
    await area.run("now", { a: "COMPLETED/PASS" });
    const { previous, lastGood } = await area.ask(diff, { src: "x/1/bad", dst: "x/1/now" });
    expect([previous?.r, lastGood?.r]).toEqual(["bad", "good"]);
  });

  it("of other targets; what is no run is said", async () => {
    const area = pagesArea();
    await area.run("r1", { a: "COMPLETED/PASS" });
    await area.run("r1", { a: "COMPLETED/FAIL" }, ["y", "2"]);
    expect((await area.ask(diff, { src: "x/1/r1", dst: "y/2/r1" })).counts.worse).toBe(1);
    await expect(area.ask(diff, { src: "x/1", dst: "y/2/r1" })).rejects.toMatchObject({ code: "bad-request" });
    await expect(area.ask(diff, { src: "x/1/none", dst: "y/2/r1" })).rejects.toMatchObject({ code: "not-found" });
  });

  it("measured values: newly outside their limits first, equal ones not at all", async () => {
    const area = pagesArea();
    const { before, after } = await twoRuns(area);
    const row = (variable: string, value: number, status: string) => ({
      ...{ category: "power", variable, value, expected: 5, tol: 1, units: "W", comment: "", status, type: null },
    });
    await area.records.addData(before.get("same") ?? 0, [
      row("equal", 5, "pass"),
      row("moved", 5, "pass"),
      row("lost", 5, "pass"),
      row("old", 9, "fail"),
    ]);
    await area.records.addData(after.get("same") ?? 0, [
      row("equal", 5, "pass"),
      row("moved", 5.5, "pass"),
      row("lost", 8, "fail"),
      row("old", 9, "fail"),
    ]);
    const { items } = await area.ask(diffValues, sides);
    expect(items.map(({ variable, src, dst }) => [variable, src?.bad, dst?.bad])).toEqual([
      ["lost", false, true],
      ["old", true, true],
      ["moved", false, false],
    ]);
  });
});
