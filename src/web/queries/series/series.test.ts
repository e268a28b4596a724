import { describe, expect, it } from "vitest";
import { type PagesArea, pagesArea } from "../../../../tests/kit/pages-area.js";
import type { TestDatum } from "../../../model/index.js";
import { series } from "./series.js";
import { seriesVariables } from "./variables.js";

const datum = (variable: string, value: TestDatum["value"], more: Partial<TestDatum> = {}): TestDatum => ({
  ...{ category: "power", variable, value, expected: null, tol: null, units: "W", comment: "", status: null, type: null },
  ...more,
});

/** Runs of one test each, with their data. */
async function measured(pages: PagesArea, runs: Readonly<Record<string, readonly TestDatum[]>>, test = "a", target = ["x", "1"]): Promise<void> {
  for (const [name, data] of Object.entries(runs)) {
    const ids = await pages.run(name, { [test]: "COMPLETED/PASS" }, target);
    await pages.records.addData(ids.get(test) ?? 0, data);
  }
}

const values = async (pages: PagesArea, given: Readonly<Record<string, string>>) => {
  const { series: found, runs } = await pages.ask(series, given);
  return found.map(({ variable, points }) => [variable, ...points.map(({ run, value, bad }) => `${runs[run]?.r} ${value}${bad ? " bad" : ""}`)]);
};

describe("06 § 30: series", () => {
  it("06-41: hold values with limits, oldest first, and mark those outside also without a status", async () => {
    const pages = pagesArea();
    await measured(pages, {
      r1: [datum("idle", 5, { expected: 5, tol: 0.2, status: "pass" })],
      r2: [datum("idle", 5.3, { expected: 5, tol: 0.2 })],
      r3: [datum("idle", "n/m")],
    });
    expect(await values(pages, { var: "power/idle" })).toEqual([["idle", "r1 5", "r2 5.3 bad", "r3 n/m"]]);
    const answer = await pages.ask(series, { var: "%/IDLE" });
    expect(answer).toMatchObject({ total: 1, looked: 3, series: [{ units: "W", count: 3, summary: { last: 5.3, max: 5.3 } }] });
  });

  it("are chosen by patterns of variable, test and target, and by the number of runs", async () => {
    const pages = pagesArea();
    await measured(pages, { r1: [datum("idle", 1), datum("peak", 2)], r2: [datum("idle", 3)] });
    await measured(pages, { r3: [datum("idle", 4)] }, "b/i", ["y", "2"]);
    expect(await values(pages, { var: "power/%", target: "x/1" })).toEqual([
      ["idle", "r1 1", "r2 3"],
      ["peak", "r1 2"],
    ]);
    expect(await values(pages, { var: "idle", test: "b/%" })).toEqual([["idle", "r3 4"]]);
    expect(await values(pages, { var: "power/peak,power/idle", last: "2" })).toEqual([
      ["idle", "r2 3"],
      ["idle", "r3 4"],
    ]);
    expect(await pages.ask(series, { var: "nothing" })).toMatchObject({ total: 0, series: [], runs: [] });
  });

  it("leave out what log rules wrote unless they are asked for", async () => {
    const pages = pagesArea();
    await measured(pages, { r1: [datum("rule-1", 1, { type: "0" }), datum("x", 2, { type: "logpro" }), datum("y", 3)] });
    expect(await values(pages, { var: "%" })).toEqual([["y", "r1 3"]]);
    expect(await values(pages, { var: "%", rules: "1" })).toHaveLength(3);
    expect((await pages.ask(seriesVariables, {})).items).toEqual([
      { category: "power", variable: "y", units: "W", tests: 1, example: { n: "a", i: "" } },
    ]);
  });

  it("bring what needs attention first, and no more than can be looked at", async () => {
    const pages = pagesArea();
    const many = Array.from({ length: 30 }, (_, at) => datum(`v${at}`, at === 17 ? 9 : 1, { expected: 5, tol: "<" }));
    await measured(pages, { r1: many, r2: many });
    const { series: found, total } = await pages.ask(series, { var: "%" });
    expect(total).toBe(30);
    expect(found).toHaveLength(24);
    expect(found.slice(0, 3).map(({ variable }) => variable)).toEqual(["v17", "v0", "v1"]);
  });
});
