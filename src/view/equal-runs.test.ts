import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { equalRuns } from "./equal-runs.js";

const numbers = (text: string) => Int32Array.from(text, (letter) => letter.charCodeAt(0));
const common = (left: string, right: string) => equalRuns(numbers(left), numbers(right)).map(({ left: at, count }) => left.slice(at, at + count));

describe("06 § 25.9: what two logs have in common", () => {
  it.each([
    ["abc", "abc", ["abc"]],
    ["abc", "axc", ["a", "c"]],
    ["abc", "xabcx", ["abc"]],
    ["", "abc", []],
    ["abc", "xyz", []],
    ["aaab", "aab", ["aa", "b"]],
    ["1ab2ab3", "1ab3", ["1ab", "3"]],
    ["xABCy", "ABCxy", ["ABC", "y"]],
  ])("%s and %s", (left, right, expected) => {
    expect(common(left, right)).toEqual(expected);
  });

  it("what it says is equal is equal, in order, and once", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "d", "e"), maxLength: 30 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        let [a, b] = [0, 0];
        for (const run of equalRuns(numbers(left), numbers(right))) {
          expect(run.left).toBeGreaterThanOrEqual(a);
          expect(run.right).toBeGreaterThanOrEqual(b);
          expect(left.slice(run.left, run.left + run.count)).toBe(right.slice(run.right, run.right + run.count));
          [a, b] = [run.left + run.count, run.right + run.count];
        }
      }),
    );
  });

  it("finds all that was kept when lines are only put in", () => {
    const text = fc.uniqueArray(fc.nat(1000), { maxLength: 40 });
    fc.assert(
      fc.property(text, fc.array(fc.nat(40), { maxLength: 10 }), (kept, places) => {
        const more = [...kept];
        for (const place of places) more.splice(place, 0, -1);
        const count = equalRuns(Int32Array.from(kept), Int32Array.from(more)).reduce((sum, run) => sum + run.count, 0);
        expect(count).toBe(kept.length);
      }),
    );
  });
});
