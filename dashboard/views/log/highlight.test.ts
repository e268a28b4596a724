import fc from "fast-check";
import { expect, it } from "vitest";
import { finder, withMatches } from "./highlight.js";

const wish = (text: string, matchCase = true) => ({ text, isRegex: false, matchCase, context: 0 });

it("06 § 25.4: matches are cut out of the spans of a line", () => {
  const spans = [{ text: "error " }, { text: "in err", look: { bold: true } as const }];
  expect(withMatches(spans, [[4, 8]]).map(({ text, isMatch, look }) => [text, isMatch, look?.bold ?? false])).toEqual([
    ["erro", false, false],
    ["r ", true, false],
    ["in", true, true],
    [" err", false, true],
  ]);
});

it("06 § 25.4: cutting keeps the text", () => {
  const spans = fc.array(
    fc.string({ maxLength: 8 }).map((text) => ({ text })),
    { maxLength: 5 },
  );
  const matches = fc.array(
    fc.tuple(fc.nat(30), fc.nat(5)).map(([start, length]) => [start, start + length] as const),
    { maxLength: 4 },
  );
  fc.assert(
    fc.property(spans, matches, (all, found) => {
      const marked = withMatches(
        all,
        found.toSorted((a, b) => a[0] - b[0]),
      );
      expect(marked.map(({ text }) => text).join("")).toBe(all.map(({ text }) => text).join(""));
    }),
  );
});

it("06 § 25.4: plain text is found as it is, expressions are not tried", () => {
  expect(finder(wish("a.b"))?.("axb a.b")).toEqual([[4, 7]]);
  expect(finder(wish("ERR", false))?.("error")).toEqual([[0, 3]]);
  expect(finder({ ...wish("(a+)+b"), isRegex: true })).toBeUndefined();
});
