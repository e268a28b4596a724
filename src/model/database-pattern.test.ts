import { describe, expect, it } from "vitest";
import { databaseTestPattern, textPattern } from "./database-pattern.js";

// That it agrees with SQLite is tested where SQLite is: src/store/patterns.test.ts.
describe("02 § 5.3: the dialect of database queries", () => {
  it.each([
    ["a%", "ABC", true],
    ["a*", "ABC", false],
    ["a*c", "abbc", true],
    ["a*c", "abcd", false],
    ["*b*b*", "abab", true],
    ["[a-c]x", "bx", true],
    ["[^a-c]x", "bx", false],
    ["[]]", "]", true],
    ["[z-a]", "m", false],
    ["[abc", "a", false],
    ["a_c", "abc", false],
    ["", "", true],
  ])("%s and %s: %s", (pattern, text, expected) => {
    expect(textPattern(pattern)(text)).toBe(expected);
  });

  it("06-12: ~ negates a part", () => {
    const matches = databaseTestPattern("~slow%");
    expect([matches("slow-net", ""), matches("unit", "slow")]).toEqual([false, true]);
    expect(databaseTestPattern("")("a", "")).toBe(false);
    expect(databaseTestPattern("a/")("a", "x")).toBe(false);
    expect(databaseTestPattern("b,a/x%")("a", "x1")).toBe(true);
  });
});
