import fc from "fast-check";
import { expect, it } from "vitest";
import { editDistance, nearest } from "./edit-distance.js";

it.each([
  ["", "abc", 3],
  ["kitten", "sitting", 3],
  ["-target", "-target", 0],
  ["-traget", "-target", 2],
])("from %j to %j it is %i", (from, to, distance) => {
  expect(editDistance(from, to)).toBe(distance);
});

it("is symmetric and at most the longer length", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (a, b) => {
      expect(editDistance(a, b)).toBe(editDistance(b, a));
      expect(editDistance(a, b)).toBeLessThanOrEqual(Math.max(a.length, b.length));
    }),
  );
});

it("suggests nothing for words that are short or far away", () => {
  expect(nearest("two", ["-to"])).toBeUndefined();
  expect(nearest("-nosuch", ["-no-cache", "-runname"])).toBeUndefined();
  expect(nearest("-runame", ["-runname", "-run"])).toBe("-runname");
});
