import { describe, expect, it } from "vitest";
import { defaultMatrixOptions, everything } from "../../../src/view/index.js";
import { spokenCell } from "./cell-text.js";
import { Looks } from "./data/looks.js";
import { widened, within } from "./geometry.js";
import { badItems, barOf, itemsText } from "./items-bar.js";
import { movedPlace } from "./keyboard.js";
import { questionOf, toggled } from "./question.js";

const looks = new Looks();
const look = (state: string, status: string) => looks.look(looks.numberOf(state, status));

describe("06 § 21: what a cell is called", () => {
  it.each([
    ["COMPLETED", "FAIL", "unit/lin, run nightly-3, failed, 2 minutes 5 seconds"],
    ["COMPLETED", "DEAD", "unit/lin, run nightly-3, failed (DEAD), 2 minutes 5 seconds"],
    ["COMPLETED", "PASS", "unit/lin, run nightly-3, passed, 2 minutes 5 seconds"],
    ["NOT_STARTED", "PREQ_FAIL", "unit/lin, run nightly-3, prerequisite failed (PREQ_FAIL), 2 minutes 5 seconds"],
    ["INCOMPLETE", "FAIL", "unit/lin, run nightly-3, killed (INCOMPLETE), 2 minutes 5 seconds"],
  ])("%s/%s", (state, status, expected) => {
    expect(spokenCell("unit/lin", "nightly-3", look(state, status), undefined, 125)).toBe(expected);
  });

  it("without a record, and with items", () => {
    expect(spokenCell("a", "r", undefined, undefined, undefined)).toBe("a, run r, no record");
    expect(spokenCell("a", "r", look("COMPLETED", "PASS"), "2 passed", 3661)).toBe("a, run r, passed, items: 2 passed, 1 hour 1 minute 1 second");
  });
});

describe("06 § 22.2: items of a collapsed test", () => {
  const items = new Map([
    [looks.numberOf("COMPLETED", "PASS"), 37],
    [looks.numberOf("COMPLETED", "FAIL"), 2],
    [looks.numberOf("ARCHIVED", "FAIL"), 0],
  ]);

  it("06-15: are told worst first, the bad ones counted", () => {
    expect(itemsText(items, looks)).toBe("2 failed, 37 passed");
    expect(badItems(items, looks)).toBe(2);
  });

  it("small shares of the bar can be seen", () => {
    expect(barOf(items, looks)).toBe("linear-gradient(to right, var(--c-fail) 0.0% 5.9%, var(--c-pass) 5.9% 100.0%)");
  });
});

describe("06 § 22: what is drawn", () => {
  it("is what is on the screen, a little more, in steps", () => {
    expect(within(260, 100, 26, 1000)).toEqual({ first: 10, count: 4 });
    expect(within(-5, 100, 26, 2)).toEqual({ first: 0, count: 2 });
    expect(within(9000, 100, 26, 20)).toEqual({ first: 20, count: 0 });
    expect(widened({ first: 10, count: 4 }, 1000, 12)).toEqual({ first: 0, count: 24 });
    expect(widened({ first: 90, count: 10 }, 100, 12)).toEqual({ first: 84, count: 16 });
  });

  it("keys lead through cells, heads and labels", () => {
    const extent = { rows: 100, cols: 10, pageRows: 20, pageCols: 5 };
    const from = { row: 0, col: 0 };
    const to = (key: string, more: Partial<KeyboardEvent> = {}) =>
      movedPlace({ key, ctrlKey: false, altKey: false, metaKey: false, ...more } as KeyboardEvent, from, extent);
    expect(to("ArrowUp")).toEqual({ row: -1, col: 0 });
    expect(to("ArrowLeft")).toEqual({ row: 0, col: -1 });
    expect(to("PageDown")).toEqual({ row: 20, col: 0 });
    expect(to("End")).toEqual({ row: 0, col: 9 });
    expect(to("End", { ctrlKey: true })).toEqual({ row: 99, col: 9 });
    expect(to("ArrowLeft", { altKey: true })).toBeUndefined();
    expect(to("x")).toBeUndefined();
  });
});

describe("06 § 22.1: what is asked", () => {
  it("leaves out what only concerns the look, and knows what verdicts change", () => {
    const size = { rows: 1, cols: 1 };
    const plain = questionOf(everything, { ...defaultMatrixOptions, density: "dots" }, undefined, size);
    expect(plain).toEqual({ params: {}, size, isByVerdict: false, isByName: false });
    expect(questionOf({ ...everything, status: ["FAIL"] }, defaultMatrixOptions, undefined, size).isByVerdict).toBe(true);
    expect(questionOf(everything, { ...defaultMatrixOptions, sort: "failures" }, undefined, size).isByVerdict).toBe(true);
  });

  it("a test is turned round and back", () => {
    const once = toggled({ mode: "all", except: new Set() }, "a");
    expect([...once.except]).toEqual(["a"]);
    expect(toggled(once, "a").except.size).toBe(0);
  });
});
