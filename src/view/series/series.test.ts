import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { databaseTestPattern, datumStatus, like } from "../../model/index.js";
import { everything, runMatcher } from "../filter.js";
import { limitsOf, marginOf } from "./limits.js";
import { plotParams } from "./plot-params.js";
import { summarizeSeries } from "./summary.js";
import { thinned } from "./thin.js";

const plain = { category: "c", variable: "v", units: null, comment: "", status: null, type: null };

describe("06-41: limits", () => {
  it("are a band for a tolerance, one side for a comparison", () => {
    expect(limitsOf({ expected: 5, tol: 0.5 })).toEqual({ low: 4.5, high: 5.5 });
    expect(limitsOf({ expected: 12, tol: "<" })).toEqual({ high: 12 });
    expect(limitsOf({ expected: 12, tol: ">=" })).toEqual({ low: 12 });
    for (const none of [
      { expected: null, tol: 1 },
      { expected: "n/a", tol: "n/a" },
      { expected: 5, tol: -1 },
      { expected: 5, tol: "~" },
    ])
      expect(limitsOf(none)).toBeUndefined();
  });

  it("06 § 30: agree with the status of the value, but on the limit itself", () => {
    const tol = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.constantFrom("<", "<=", ">", ">="));
    fc.assert(
      fc.property(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), tol, (value, expected, tol) => {
        const limits = limitsOf({ expected, tol });
        const margin = limits && marginOf(value, limits);
        fc.pre(margin !== 0);
        expect((margin ?? 0) > 0 ? "pass" : "fail").toBe(datumStatus({ ...plain, value, expected, tol }));
      }),
    );
  });
});

describe("06 § 30: statistics", () => {
  const of = (values: readonly (number | string)[], expected: number | null = null, tol: number | string | null = null) =>
    summarizeSeries(values.map((value) => ({ value, expected, tol })));

  it("tell last, least, most, median, margin and trend, of numbers only", () => {
    expect(of([1, "lost", 3, 2, 4], 10, "<")).toMatchObject({ last: 4, min: 1, max: 4, median: 2.5, margin: 6 });
    expect(of([1, 2, 3])?.slope).toBeCloseTo(1);
    expect(of(["a", "b"])).toBeUndefined();
    expect(of([7])).toEqual({ last: 7, min: 7, max: 7, median: 7 });
  });

  it("warn when the line crosses a limit within ten runs", () => {
    expect(of([1, 2, 3, 4], 5.5, "<")?.leaves_in).toBe(2);
    expect(of([4, 3, 2, 1], 0, ">")?.leaves_in).toBe(2);
    expect(of([1, 2, 3, 4], 14.5, "<")?.leaves_in).toBeUndefined();
    expect(of([1, 2, 3, 4], 13.5, "<")?.leaves_in).toBe(10);
  });

  it("do not warn of what is outside already, stays, or comes back", () => {
    expect(of([1, 2, 3, 4], 3.5, "<")?.leaves_in).toBeUndefined();
    expect(of([2, 2, 2, 2], 2, 0.1)?.leaves_in).toBeUndefined();
    expect(of([4, 3, 2, 1], 5, "<")?.leaves_in).toBeUndefined();
  });
});

describe("06 § 19: very many values", () => {
  it("become few, with ends, extremes and, as far as there is room, bad ones, in order", () => {
    const points = Array.from({ length: 50_000 }, (_, at) => ({ at, value: Math.sin(at / 900), bad: at % 5001 === 7 }));
    points[33_333] = { at: 33_333, value: 99, bad: false };
    const few = thinned(
      points,
      400,
      ({ value }) => value,
      ({ bad }) => bad,
    );
    expect(few.length).toBeLessThanOrEqual(400);
    expect(few[0]?.at).toBe(0);
    expect(few.at(-1)?.at).toBe(49_999);
    expect(few.filter(({ bad }) => bad)).toHaveLength(10);
    expect(few.some(({ value }) => value === 99)).toBe(true);
    expect(few.map(({ at }) => at)).toEqual(few.map(({ at }) => at).toSorted((a, b) => a - b));
  });

  it("few ones stay", () => {
    expect(thinned([3, 1, 2], 3, Number, () => false)).toEqual([3, 1, 2]);
  });
});

describe("06 § 18.1: the address of a plot", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "%", ",", "*", "?", "[", "]", "~", "^", "-", "_", " ", "<"), maxLength: 6 });

  it("finds the variable, test and target that it was made for, whatever they are called", () => {
    fc.assert(
      fc.property(name, name, name, name, name, (category, variable, n, item, key) => {
        const i = `${item}/x`;
        const params = plotParams({ category: `${category}/c`, variable, test: { n, i }, target: `${key}/1` });
        const [first = "", ...rest] = (params["var"] ?? "").split("/");
        expect(like(first)(`${category}/c`) && like(rest.join("/"))(variable)).toBe(true);
        expect(params["var"]).not.toContain(",");
        expect(databaseTestPattern(params["test"] ?? "")(n, i)).toBe(true);
        const run = { target: [key, "1"], runname: "r", event_time: 0 };
        expect(runMatcher({ ...everything, target: params["target"] ?? "" }, 0)(run)).toBe(true);
      }),
    );
  });

  it("finds no other test when the names are plain", () => {
    const { test = "" } = plotParams({ category: "c", variable: "v", test: { n: "power", i: "" } });
    expect(databaseTestPattern(test)("power", "")).toBe(true);
    expect(databaseTestPattern(test)("power", "item")).toBe(false);
    expect(databaseTestPattern(test)("power2", "")).toBe(false);
  });
});
