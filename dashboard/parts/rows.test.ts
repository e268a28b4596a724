import { describe, expect, it } from "vitest";
import { moved, type Sort, sorted } from "./rows.js";

const rows = [
  { name: "t10", seconds: 3 },
  { name: "t9", seconds: undefined },
  { name: "a", seconds: 3 },
];
const valueBy = (id: string) =>
  id === "name" ? (row: (typeof rows)[number]) => row.name : id === "seconds" ? (row: (typeof rows)[number]) => row.seconds : undefined;

describe("06 § 23: sorting a table", () => {
  it.each<[Sort | undefined, string]>([
    [undefined, "t10 t9 a"],
    ["+name", "a t9 t10"],
    ["-name", "t10 t9 a"],
    ["+seconds", "t10 a t9"],
    ["-seconds", "t10 a t9"],
    ["+unknown", "t10 t9 a"],
  ])("%s gives %s", (sort, names) => {
    expect(
      sorted(rows, sort, valueBy)
        .map(({ name }) => name)
        .join(" "),
    ).toBe(names);
  });
});

describe("06 § 21: keys that move", () => {
  it.each([
    ["ArrowDown", 0, 1],
    ["ArrowDown", 9, 9],
    ["ArrowUp", 0, 0],
    ["PageDown", 3, 8],
    ["PageUp", 3, 0],
    ["End", 3, 9],
    ["Home", 3, 0],
    ["x", 3, undefined],
  ])("%s from row %i leads to %j", (key, from, to) => {
    expect(moved(key, from, 10, 5)).toBe(to);
  });
});
