import { describe, expect, it } from "vitest";
import type { RunTest } from "../../../src/view/index.js";
import { movedInGrid, runGrid } from "./grid-model.js";

const row = (testname: string, item_path: string, event_time: number, state = "COMPLETED"): RunTest => ({
  ...{ id: 1, testname, item_path, state, status: "PASS", event_time, run_duration: 1 },
  ...{ host: "h", cpuload: 1, diskfree: 1, comment: "", archived: 0 },
});

describe("06 § 9: tests against items", () => {
  const grid = runGrid([
    row("late", "", 20),
    row("b", "", 1, "NOT_STARTED"),
    row("b", "x/10", 15),
    row("b", "x/9", 16),
    row("a", "", 99, "NOT_STARTED"),
    row("early", "", 3),
  ]);

  it("has tests in the order of their first start, those not begun last", () => {
    expect(grid.tests).toEqual(["early", "b", "late", "a"]);
  });

  it("has items in the order of their numbers, that of plain tests first", () => {
    expect(grid.items).toEqual(["", "x/9", "x/10"]);
  });

  it("finds the record of a test and item", () => {
    expect(grid.cell("b", "x/9")?.event_time).toBe(16);
    expect(grid.cell("a", "x/9")).toBeUndefined();
  });
});

describe("06-58: keys in the grid", () => {
  const size = { row: 10, column: 5 };
  it.each([
    ["ArrowDown", false, 2, 1],
    ["ArrowUp", false, 0, 1],
    ["ArrowLeft", false, 1, 0],
    ["ArrowRight", false, 1, 2],
    ["PageDown", false, 5, 1],
    ["PageUp", false, 0, 1],
    ["Home", false, 1, 0],
    ["End", false, 1, 4],
    ["Home", true, 0, 0],
    ["End", true, 9, 4],
  ])("%s (Ctrl %s) leads to row %i, column %i", (key, ctrlKey, toRow, column) => {
    expect(movedInGrid({ key, ctrlKey }, { row: 1, column: 1 }, size, 4)).toEqual({ row: toRow, column });
  });

  it("does not move by other keys", () => {
    expect(movedInGrid({ key: "x", ctrlKey: false }, { row: 1, column: 1 }, size, 4)).toBeUndefined();
  });
});
