import { describe, expect, it } from "vitest";
import type { Series, SeriesAnswer, SeriesPoint } from "../../../src/view/index.js";
import { limitSteps, numberAxis, plotModel, seriesNames, timeAxis } from "./plot-model.js";
import { logTicks, valueScale, valueTicks } from "./value-scale.js";

const runs = [100, 200, 400].map((event_time, at) => ({ t: "x/1", r: `r${at + 1}`, event_time }));
const point = (run: number, value: number | string, more: Partial<SeriesPoint> = {}): SeriesPoint => ({
  ...{ run, value, expected: null, tol: null, status: null, bad: false },
  ...more,
});
const one = (units: string, points: readonly SeriesPoint[], more: Partial<Series> = {}): Series => ({
  ...{ t: "x/1", n: "a", i: "", category: "c", variable: "v", units, points, count: points.length },
  ...more,
});
const answer = (...series: readonly Series[]): SeriesAnswer => ({
  runs,
  series,
  total: series.length,
  looked: 3,
  last: 30,
  span: { from: 100, until: 400 },
});
const modelOf = (given: SeriesAnswer, isLog = false) => plotModel(given, timeAxis(given), isLog);

describe("06 § 30: panels", () => {
  it("two units share one, each with its axis; more have each their own", () => {
    const [w, s, mb] = ["W", "s", "MB"].map((unit) => one(unit, [point(0, 1)]));
    if (w === undefined || s === undefined || mb === undefined) throw new Error("three units");
    expect(modelOf(answer(w, s, w)).panels.map(({ units, lines }) => [units, lines.map(({ axis }) => axis)])).toEqual([
      [
        ["W", "s"],
        [0, 1, 0],
      ],
    ]);
    expect(modelOf(answer(w, s, mb)).panels.map(({ units }) => units)).toEqual([["W"], ["s"], ["MB"]]);
  });

  it("texts are stretches of a strip, numbers of the same series stay in the panel", () => {
    const { panels, strips } = modelOf(answer(one("", [point(0, "up"), point(1, "up"), point(2, 3)])));
    expect(panels[0]?.lines[0]?.points.map(({ x }) => x)).toEqual([400]);
    expect(strips[0]?.stretches).toMatchObject([{ text: "up", from: Number.NEGATIVE_INFINITY, until: 300 }]);
  });

  it("a logarithmic scale counts what it cannot show", () => {
    const { panels, unshown } = modelOf(answer(one("", [point(0, 0), point(1, -1), point(2, 10)])), true);
    expect([panels[0]?.lines[0]?.points.length, unshown]).toEqual([1, 2]);
  });
});

describe("06 § 30: limits that change", () => {
  it("are steps half way between two runs", () => {
    const points = [5, 5, 6].map((expected, at) => ({ x: at * 10, value: 5, point: point(at, 5, { expected, tol: 1 }) }));
    expect(limitSteps(points)).toEqual([
      { low: 4, high: 6, from: Number.NEGATIVE_INFINITY, until: 15 },
      { low: 5, high: 7, from: 15, until: Number.POSITIVE_INFINITY },
    ]);
  });
});

describe("06 § 30: the axis of run numbers", () => {
  it("goes there and back between times and places", () => {
    const axis = numberAxis(answer(), { from: 90, until: 410 });
    expect([90, 100, 150, 300, 400, 410].map(axis.placeOfTime)).toEqual([-0.5, 0, 0.5, 1.5, 2, 2.5]);
    expect([-0.5, 0, 0.5, 1.5, 2, 2.5].map(axis.timeOfPlace)).toEqual([90, 100, 150, 300, 400, 410]);
  });
});

describe("names of series", () => {
  it("tell only what differs", () => {
    expect(seriesNames([one("", [])])).toEqual(["c/v"]);
    expect(seriesNames([one("", [], { i: "1" }), one("", [], { i: "2" })])).toEqual(["a/1", "a/2"]);
    expect(seriesNames([one("", [], { t: "y" }), one("", [], { category: "" })])).toEqual(["c/v · y", "v · x/1"]);
  });
});

describe("scales of values", () => {
  const place = { top: 0, height: 100 };
  const window = { from: 0, until: 1000 };

  it("have round marks", () => {
    expect(valueTicks(4.65, 5.35, 7)).toEqual([4.7, 4.8, 4.9, 5, 5.1, 5.2, 5.3]);
    expect(valueTicks(-7, 12, 5)).toEqual([-5, 0, 5, 10]);
    expect(logTicks(0.5, 2000)).toEqual([1, 10, 100, 1000]);
    expect(logTicks(1, 12)).toEqual([1, 2, 5, 10]);
  });

  it("06-41: show limits as well as values; one value alone has room around it", () => {
    const [panel] = modelOf(answer(one("", [point(0, 5, { expected: 5, tol: 1 })]))).panels;
    const scale = valueScale(panel?.lines ?? [], window, place, false);
    expect([scale.from < 4, scale.until > 6, scale.y(5)]).toEqual([true, true, 50]);
    const [single] = modelOf(answer(one("", [point(0, 7)]))).panels;
    const alone = valueScale(single?.lines ?? [], window, place, false);
    expect([alone.from < 7, alone.until > 7]).toEqual([true, true]);
    const nothing = valueScale([], window, place, true);
    expect(Number.isFinite(nothing.y(1))).toBe(true);
  });
});
