import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseSexp, type Sexp, symbol, writeSexp } from "./sexp.js";

describe("s-expressions", () => {
  it.each<[string, Sexp]>([
    ["  ( ) ", []],
    ["()", []],
    ["#t", true],
    ["#f", false],
    ["-12", -12],
    ["1.5", 1.5],
    ["test-name", symbol("test-name")],
    ["|a b|", symbol("a b")],
    ['"a\\"b\\\\c\\n\\x41"', 'a"b\\c\nA'],
    [
      '((run-id 3)(runscript #f)\n (itemdat (("A" "1") ("B" "2"))))',
      [
        [symbol("run-id"), 3],
        [symbol("runscript"), false],
        [
          symbol("itemdat"),
          [
            ["A", "1"],
            ["B", "2"],
          ],
        ],
      ],
    ],
    ['("have fulldata" . #t)', ["have fulldata", symbol("."), true]],
  ])("%s", (text, datum) => {
    expect(parseSexp(text)).toEqual(datum);
  });

  it.each(["", "(", ")", "(a", "a b", '"a', "(a))", "|a"])("%j is malformed", (text) => {
    expect(parseSexp(text)).toBeUndefined();
  });

  it("survives deep nesting", () => {
    expect(parseSexp("(".repeat(50_000))).toBeUndefined();
  });

  it("what is written is read back", () => {
    const { sexp } = fc.letrec<{ sexp: Sexp }>((tie) => ({
      sexp: fc.oneof(
        { depthSize: "small" },
        fc.string({ unit: fc.constantFrom("a", " ", '"', "\\", "\n", "\x1b", "(", "|", "ü", "\udcff"), maxLength: 6 }),
        fc.integer(),
        fc.boolean(),
        fc.constantFrom("a", "work-area", "#<unspecified>").map(symbol),
        fc.array(tie("sexp"), { maxLength: 4 }),
      ),
    }));
    fc.assert(
      fc.property(sexp, (datum) => void expect(parseSexp(writeSexp(datum))).toEqual(datum)),
      { numRuns: 40 },
    );
  });
});
