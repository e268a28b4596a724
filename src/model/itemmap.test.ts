import { describe, expect, it } from "vitest";
import { Failure } from "../base/index.js";
import { applyItemmap, itemmapFor, parseItemmap } from "./itemmap.js";
import { TestPattern } from "./pattern.js";

describe("02-13: table of item maps", () => {
  it.each([
    [".*/", "fast/tiny/z9", "z9"],
    ["^(.*)/s[0-9]+$ \\1", "lin/arm/s1", "lin/arm"],
    ["r-(\\w+)-(\\w+)-(\\w+) \\1/\\2/\\3", "r-win-x86-s2", "win/x86/s2"],
    ["(\\w\\d)/(\\w\\d) \\2/\\1", "p1/q2", "q2/p1"],
    ["/ -", "a/b/c", "a-b/c"],
    ["k(\\d+)/ k-\\1/\nm(.*) \\1", "k12/m7", "k-12/7"],
    ["b x", "AbC", "AxC"],
    [".+", "lin", ""],
    ["B x", "AbC", "AbC"],
    ["^ x", "a", "a"],
    ["x* y", "axx", "axx"],
    ["a(b)? <\\1\\2\\0>", "ac", "<a>c"],
    ["\n  a   b  ignored words \n\n", "a", "b"],
    ["a $&$1\\0", "a", "$&$1a"],
    ["", "a", "a"],
  ])("%j on %s: %s", (map, path, converted) => {
    expect(applyItemmap(parseItemmap(map), path)).toBe(converted);
  });

  it("refuses what is no expression", () => {
    expect(() => parseItemmap("a b\n( x")).toThrow(Failure);
  });
});

it("02-14: the first entry that names the waiton is the map for it", () => {
  const general = { waitons: new TestPattern("%"), map: parseItemmap("a b") };
  const special = { waitons: new TestPattern("up/x"), map: parseItemmap("c d") };
  expect(itemmapFor([general, special], "up")).toBe(general.map);
  expect(itemmapFor([special], "up")).toBe(special.map);
  expect(itemmapFor([special], "other")).toBeUndefined();
});
