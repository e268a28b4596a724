import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Match } from "./highlight.js";
import { wordDiff } from "./word-diff.js";

const cut = (text: string, matches: readonly Match[]) => matches.map(([start, end]) => text.slice(start, end));
const without = (text: string, matches: readonly Match[]) =>
  [...matches].reverse().reduce((rest, [start, end]) => rest.slice(0, start) + rest.slice(end), text);

describe("06 § 25.9: words that differ", () => {
  it.each([
    ["took 12 ms on a", "took 345 ms on b", ["12", "a"], ["345", "b"]],
    ["same", "same", [], []],
    ["", "new", [], ["new"]],
  ])("%j and %j", (left, right, inLeft, inRight) => {
    const diff = wordDiff(left, right);
    expect([cut(left, diff.left), cut(right, diff.right)]).toEqual([inLeft, inRight]);
  });

  it("what is left of both sides is the same", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "1", "😀"), maxLength: 20 });
    fc.assert(
      fc.property(text, text, fc.boolean(), (left, right, long) => {
        const [a, b] = long ? [left.repeat(500), right.repeat(500)] : [left, right];
        const diff = wordDiff(a, b);
        expect(without(a, diff.left)).toBe(without(b, diff.right));
      }),
      { numRuns: 50 },
    );
  });
});
