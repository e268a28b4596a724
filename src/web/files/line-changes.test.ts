import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineChanges } from "./line-changes.js";

const changes = (before: string, after: string) =>
  lineChanges([...before], [...after]).map(({ kind, line, text }) => `${kind === "added" ? "+" : "-"}${line}${text}`);

describe("06 § 24: lines that differ", () => {
  it.each([
    ["abc", "abc", []],
    ["abc", "axc", ["-2b", "+2x"]],
    ["abc", "abxc", ["+3x"]],
    ["abc", "c", ["-1a", "-2b"]],
    ["", "ab", ["+1a", "+2b"]],
    ["abcdef", "xbcdey", ["-1a", "+1x", "-6f", "+6y"]],
  ])("%s to %s", (before, after, expected) => {
    expect(changes(before, after)).toEqual(expected);
  });

  it("taking them out of the older text and into it gives the newer one", () => {
    const texts = fc.array(fc.constantFrom<string>("a", "b", "c"), { maxLength: 12 });
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        const all = lineChanges(before, after);
        const removed = new Set(all.filter(({ kind }) => kind === "removed").map(({ line }) => line));
        const kept = before.filter((_, index) => !removed.has(index + 1));
        for (const { line, text } of all.filter(({ kind }) => kind === "added")) kept.splice(line - 1, 0, text);
        expect(kept).toEqual(after);
      }),
    );
  });
});
