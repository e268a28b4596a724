import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "../../../base/index.js";
import { splitWords } from "./split-words.js";

describe("06 § 32.3: splitting an edited command", () => {
  it.each([
    ["", []],
    ["  a   b ", ["a", "b"]],
    ["'a b' c", ["a b", "c"]],
    ['"a \\"b\\" $HOME"', ['a "b" $HOME']],
    ["a\\ b", ["a b"]],
    ["x'y'\"z\"", ["xyz"]],
    ["''", [""]],
    ["$(rm) `x` * ; |", ["$(rm)", "`x`", "*", ";", "|"]],
    ["'\\'", ["\\"]],
  ])("%s: %j", (line, words) => {
    expect(splitWords(line)).toEqual(words);
  });

  it("takes apart what was quoted for a shell", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
        expect(splitWords(words.map(shellQuote).join(" "))).toEqual(words);
      }),
    );
  });

  it.each(["'a", 'b "c', '"\\"'])("%s: a quote is open", (line) => {
    expect(() => splitWords(line)).toThrow("never closed");
  });
});
