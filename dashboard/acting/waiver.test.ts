import { describe, expect, it } from "vitest";
import { isJustified } from "./waiver.js";

describe("06-28: waivercommentpatt", () => {
  it.each([
    ["", "", true],
    ["anything", "", true],
    ["CR-1: x", "CR-\\d+: .*", true],
    ["see CR-1: x", "CR-\\d+: .*", false],
    ["b", "a|b", true],
    ["ab", "a|b", false],
    ["a\nb", "a.b", true],
    ["(", "(", false],
  ])("%j by %j: %s", (comment, pattern, expected) => {
    expect(isJustified(comment, pattern)).toBe(expected);
  });
});
