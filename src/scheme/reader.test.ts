import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { write } from "./display.js";
import { SchemeError } from "./error.js";
import { readForms } from "./reader.js";
import { listOf, type SchemeValue } from "./values.js";

const read = (text: string) => Array.from(readForms(text), ({ datum }) => write(datum)).join(" ");

describe("08 § 9: data", () => {
  it.each([
    ["12 -3 +4 007", "12 -3 4 7"],
    ["1.9 .5 5. 110e9 1e-7 1e3", "1.9 0.5 5.0 110000000000.0 1e-07 1000.0"],
    ["1/2 4/2 #x10 #b101 #o17", "0.5 2 16 5 15"],
    ["+ - ... a->b 1+ expect:error", "+ - ... a->b 1+ expect:error"],
    ["#t #f #true", "#t #f #t"],
    ["#\\a #\\space #\\x41 #\\( ", "#\\a #\\  #\\A #\\("],
    ["'a `(b ,c ,@d)", "(quote a) (quasiquote (b (unquote c) (unquote-splicing d)))"],
    ["(a . b) (a . (b c)) [x y] #(1 2)", "(a . b) (a b c) (x y) #(1 2)"],
    ["class: #:mode |odd name|", "class: mode: odd name"],
    ['(f x:"1")', '(f x: "1")'],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it("strings with escapes, over several lines", () => {
    expect([...readForms('"a\\"b\\\\c\\n\\t\\x41;\\q" "two\nlines" "joined \\\n   here" "\\u00e9"')].map(({ datum }) => datum)).toEqual([
      'a"b\\c\n\tA;q',
      "two\nlines",
      "joined here",
      "\xc3\xa9",
    ]);
  });

  it("comments to the end of the line, nested, and of one datum", () => {
    expect(read("a ; b\nc #| d #| e |# f |# g #;(h i) j #; #;k l m")).toBe("a c g j m");
  });

  it("texts up to a tag", () => {
    expect([...readForms("#<<END\none\r\n  two\nEND\nnext")].map(({ datum }) => datum)).toEqual(["one\n  two", Symbol.for("next")]);
  });

  it("a byte 0xA0 is part of a letter, no blank", () => {
    expect(read("\xc3\xa0 b")).toBe("\xc3\xa0 b");
  });
});

describe("08 § 3.2: literals of regular expressions", () => {
  it.each([
    ["#/a\\/b/", "#/a\\/b/"],
    ["#/a/i #/b/xi #/c/uxi", "#/a/i #/b/xi #/c/uxi"],
    ["#r{a/b}i #r(x) #r[y] #r<z> #r|p q|", "#/a/b/i #/x/ #/y/ #/z/ #/p q/"],
    ["#r{a\\}b}", "#/a\\}b/"],
    ["'(#/a/ #/b/)", "(quote (#/a/ #/b/))"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe("mistakes name their line", () => {
  it.each([
    ["\n\n(a (b)", 3, "list is not closed"],
    ["a\n)", 2, "unexpected )"],
    ['x "abc', 1, "string is not closed"],
    ["\n#/abc", 2, "regular expression is not closed"],
    ["#| a", 1, "comment #| is not closed"],
    ["(a . b c)", 1, "one datum must follow the dot of a list"],
    ["#<<END\nabc", 1, "text #<<END is not closed"],
    ["#zzz", 1, "unknown syntax #zzz"],
    ["(".repeat(5000), 1, "lists are nested too deeply"],
    ["#;".repeat(5000), 1, "lists are nested too deeply"],
  ])("%j", (text, line, message) => {
    try {
      read(text);
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(SchemeError);
      expect(error).toMatchObject({ line, message });
    }
  });
});

const datum = fc.letrec<{ value: SchemeValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.integer({ min: -1_000_000, max: 1_000_000 }),
    fc.boolean(),
    fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)) }),
    fc.stringMatching(/^[a-z][a-z0-9!?*<>=-]{0,8}$/).map((name) => Symbol.for(name)),
    fc.array(tie("value"), { maxLength: 4 }).map((items) => listOf(items)),
  ),
})).value;

describe("write and read", () => {
  it("give the same datum back", () => {
    fc.assert(
      fc.property(datum, (value) => {
        expect([...readForms(write(value))].map((form) => form.datum)).toEqual([value]);
      }),
    );
  });

  it("any text is read or refused", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."()[]'`,@#;|\"\\/ \n\tr<{.:ab1-") }), (text) => {
        try {
          read(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SchemeError);
        }
      }),
    );
  });
});
