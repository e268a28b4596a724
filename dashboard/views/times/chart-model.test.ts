import { describe, expect, it } from "vitest";
import { barsOf } from "../../../src/view/index.js";
import { timedTest as test } from "../../../tests/kit/timed-test.js";
import { barAt, chartModel, type Move, moveFrom } from "./chart-model.js";

// Rows: a c / b d
const { bars } = barsOf([test("a", 100, 20), test("b", 110, 20), test("c", 140, 5), test("d", 143, 30)], () => "");
const model = chartModel(bars, "packed", []);
const name = (at: number | undefined) => (at === undefined ? undefined : bars[at]?.testname);

describe("06 § 28: finding a bar", () => {
  it.each([
    [0, 105, "a"],
    [0, 119, "a"],
    [0, 121, "a"],
    [0, 130, undefined],
    [0, 139, "c"],
    [1, 135, undefined],
    [7, 105, undefined],
  ])("in row %i at %i: %s", (row, time, found) => {
    expect(name(barAt(model, row, time, 2, 0))).toBe(found);
  });
});

describe("06 § 21: keys go from bar to bar", () => {
  it.each<[string, Move, string]>([
    ["a", "right", "c"],
    ["c", "right", "c"],
    ["c", "left", "a"],
    ["a", "down", "b"],
    ["d", "up", "c"],
    ["a", "up", "a"],
    ["b", "first", "a"],
    ["b", "last", "d"],
  ])("from %s %s to %s", (from, move, to) => {
    const at = bars.findIndex(({ testname }) => testname === from);
    expect(name(moveFrom(model, at, move))).toBe(to);
  });
});
