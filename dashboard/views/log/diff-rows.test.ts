import { describe, expect, it } from "vitest";
import type { DiffPart } from "../../../src/view/index.js";
import { DiffRows } from "./diff-rows.js";

const part = (kind: DiffPart["kind"], left: number, leftCount: number, right: number, rightCount: number): DiffPart => ({
  kind,
  left: { line: left, count: leftCount },
  right: { line: right, count: rightCount },
});
const parts = [part("same", 1, 10, 1, 10), part("changed", 11, 2, 11, 1), part("same", 13, 20, 12, 20)];
const all = (rows: DiffRows) => Array.from({ length: rows.count }, (_, index) => rows.at(index + 1));

describe("06 § 25.9: rows of two logs side by side", () => {
  it("changed lines stand beside each other, the longer side alone at the end", () => {
    const rows = all(new DiffRows(parts, false));
    expect(rows).toHaveLength(32);
    expect(rows.slice(9, 13)).toEqual([
      { kind: "same", left: 10, right: 10 },
      { kind: "changed", left: 11, right: 11 },
      { kind: "changed", left: 12 },
      { kind: "same", left: 13, right: 12 },
    ]);
    expect(new DiffRows(parts, false).changes).toEqual([11]);
  });

  it("equal lines far from changes can be left out", () => {
    const rows = new DiffRows(parts, true);
    expect(all(rows).map(({ left, right, skipped }) => skipped ?? `${left}|${right}`)).toEqual([
      7,
      "8|8",
      "9|9",
      "10|10",
      "11|11",
      "12|undefined",
      "13|12",
      "14|13",
      "15|14",
      17,
    ]);
    expect(rows.changes).toEqual([5]);
  });
});
