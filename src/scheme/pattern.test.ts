import { describe, expect, it } from "vitest";
import { SchemeError } from "./error.js";
import { Pattern } from "./pattern.js";
import { decodeLetters, encodeLetters } from "./utf8.js";

const bytes = (text: string) => Buffer.from(text, "utf8").toString("latin1");
const found = (source: string, text: string, flags = "") => new Pattern(bytes(source), flags).search(bytes(text))?.[0];

describe("08 § 3.2: the dialect", () => {
  it.each([
    ["\\d+", "ab12", "12"],
    ["\\w+\\s\\w+", "-a b-", "a b"],
    ["\\<wor", "sword word", "wor"],
    ["or\\>", "order or", "or"],
    ["[[:digit:]]+", "a12", "12"],
    ["[[:^alpha:]]", "ab-", "-"],
    ["[[:upper:][:digit:]_]+", "aB_3c", "B_3"],
    ["[]a]+", "x]a]", "]a]"],
    ["[^]a]", "]ab", "b"],
    ["[a-]+", "b-a", "-a"],
    ["[\\w-]+", "x-y z", "x-y"],
    ["a.*?c", "abcbc", "abc"],
    ["(a|b)\\1", "abb", "bb"],
    ["foo(?=bar)", "fooxfoobar", "foo"],
    ["foo(?!bar)", "foobar foox", "foo"],
    ["(?<=v=)\\d+", "v=12", "12"],
    ["(?<!a)b", "abb", "b"],
    ["(?i)error", "ERROR", "ERROR"],
    ["a(?i)b", "aB", "aB"],
    ["a(?i:b)c", "aBc", "aBc"],
    ["(?P<n>a)(?:b)\\k<n>", "aba", "aba"],
    ["\\Aa\\Z", "a", "a"],
    ["\\x41\\x{42}\\103", "ABC", "ABC"],
    ["\\033\\[1m", "\x1b[1m", "\x1b[1m"],
    ["a{2,3}", "caaaa", "aaa"],
    ["a{x}", "a{x}", "a{x}"],
    ["{", "{", "{"],
    ["}]", "}]", "}]"],
    ["a++b", "aab", "aab"],
    ["\\Qa.b\\E+", "xa.bb", "a.bb"],
    ["(?#note)a", "a", "a"],
    ["\\.\\-\\_\\#\\ \\/", ".-_# /", ".-_# /"],
    ["a|", "b", ""],
    ["\\h+\\N", "a \tb", " \tb"],
  ])("%s in %j finds %j", (source, text, expected) => {
    expect(found(source, text)).toBe(expected);
  });

  it("flag x leaves out blanks and comments, but not in classes", () => {
    expect(found("a b # c\n [ ] \\ d", "ab  d", "x")).toBe("ab  d");
  });

  it("flag i goes for ranges, negated classes and back references", () => {
    expect(found("[a-c]+", "xABC", "i")).toBe("ABC");
    expect(found("[^a]", "Ab", "i")).toBe("b");
    expect(found("(ab)\\1", "abAB", "i")).toBe("abAB");
    expect(found("\\W", "Ks", "i")).toBeUndefined();
  });

  it("a UTF-8 letter is one letter, with or without u", () => {
    for (const flags of ["", "u"]) {
      expect(found("^.ber", "über", flags)).toBe(bytes("über"));
      expect(found("[é]x", "éx", flags)).toBe(bytes("éx"));
      expect(found("^..$", "\u{1f600}a", flags)).toBe(bytes("\u{1f600}a"));
    }
    expect(found("É", "é", "i")).toBe(bytes("é"));
  });

  it("a byte that is no UTF-8 counts as a letter", () => {
    expect(new Pattern("a.b").search("a\xe9b")?.[0]).toBe("a\xe9b");
    expect(new Pattern("\xe9").search("a\xe9b")?.[0]).toBe("\xe9");
    expect(new Pattern("^...$").search("\xff\xc3\xa9\x80")?.[0]).toBe("\xff\xc3\xa9\x80");
  });

  it("groups that took no part are undefined", () => {
    expect([...(new Pattern("(a)|(b)").search("b") ?? [])]).toEqual(["b", undefined, "b"]);
  });

  it.each(["(", ")", "[a", "*a", "a**", "a{3,2}", "[b-a]", "[[:nope:]]", "(?y)a", "\\2(a)", "a\\", "(".repeat(1000), "\\x{999999}"])(
    "refuses %s",
    (source) => {
      expect(() => new Pattern(source).check()).toThrow(SchemeError);
    },
  );
});

it("letters and bytes convert to and fro", () => {
  for (const text of ["plain", bytes("äß€😀"), "\xff\x80", "\xc3\xa9\xc3", "\xed\xa0\x80", "\xf4\x90\x80\x80", "\xc0\xaf"]) {
    expect(encodeLetters(decodeLetters(text))).toBe(text);
  }
  expect([...decodeLetters(bytes("äß€😀"))]).toEqual([..."äß€😀"]);
});
