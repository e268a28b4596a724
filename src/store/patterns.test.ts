import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { databaseTestPattern, textPattern } from "../model/index.js";
import { Connection } from "./connection.js";
import { testPatternCondition, textCondition } from "./patterns.js";

const db = new Connection(":memory:", { busyTimeoutMs: 0, create: true });
afterAll(() => db.close());

function matches(pattern: string, testname: string, itemPath: string): boolean {
  const { sql, params } = testPatternCondition(pattern);
  return db.get(`SELECT 1 FROM (SELECT ? AS testname, ? AS item_path) WHERE ${sql}`, testname, itemPath, ...params) !== undefined;
}

describe("test patterns in queries, spec 02 § 5.3", () => {
  it.each([
    ["a", "a", "", true],
    ["a", "a", "x", true],
    ["a", "b", "", false],
    ["a/", "a", "", true],
    ["a/", "a", "x", false],
    ["a/%", "a", "", true],
    ["a/x", "a", "x", true],
    ["a/x", "a", "x/y", false],
    ["a/x%", "a", "x/y", true],
    ["a/%/y", "a", "x/z/y", true],
    ["A%", "abc", "", true],
    ["A*", "abc", "", false],
    ["a*", "abc", "", true],
    ["a.c", "abc", "", false],
    ["a?c", "abc", "", true],
    ["[ab]c", "bc", "", true],
    ["[ab]%", "bcd", "", false],
    ["a_%", "abc", "", false],
    ["a_%", "a_c", "", true],
    ["a\\%", "a\\c", "", true],
    ["~a", "a", "", false],
    ["~a", "b", "x", true],
    ["a/~x", "a", "y", true],
    ["a/~x", "a", "x", false],
    ["a/~", "a", "", false],
    ["~a%/x", "b", "x", true],
    ["~a%/x", "abc", "x", false],
    ["~~a", "~a", "", false],
    ["~~a", "a", "", true],
    ["/x", "a", "x", false],
    ["~a,~b", "a", "", true],
    ["c,,a/x", "a", "x", true],
    ["", "a", "", false],
    [",", "a", "", false],
    ["a, b", "b", "", false],
    ["it's", "it's", "", true],
  ])("%s with %s, %s: %s", (pattern, testname, itemPath, expected) => {
    expect(matches(pattern, testname, itemPath)).toBe(expected);
  });

  it("agrees with a plain matcher for any text", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "B", "_", "%", "*", "/", "'", "\\", "~"), maxLength: 6 });
    fc.assert(
      fc.property(text, text, text, (pattern, testname, itemPath) => {
        expect(matches(pattern, testname, itemPath)).toBe(matchesPlainly(pattern, testname, itemPath));
      }),
      { numRuns: 500 },
    );
  });

  it("matches names of runs without looking at ~", () => {
    expect(textCondition("runname", "~a")).toEqual({ sql: "runname = ?", params: ["~a"] });
  });
});

/** The words of the specification, letter by letter. */
function matchesPlainly(pattern: string, testname: string, itemPath: string): boolean {
  return pattern
    .split(",")
    .filter((element) => element !== "")
    .some((element) => {
      const [test = "", ...items] = element.split("/");
      return matchesPart(test, testname) && (items.length === 0 || matchesPart(items.join("/"), itemPath));
    });
}

function matchesPart(part: string, text: string): boolean {
  return part.startsWith("~") ? !matchesText(part.slice(1), text) : matchesText(part, text);
}

function matchesText(part: string, text: string): boolean {
  const [wildcard, flags] = part.includes("%") ? ["%", "is"] : ["*", "s"];
  const source = [...part].map((letter) => (letter === wildcard ? ".*" : letter.replace(/[\\^$.*+?()[\]{}|]/, "\\$&"))).join("");
  return new RegExp(`^${source}$`, flags).test(text);
}

describe("patterns that are matched without a database mean the same, spec 02 § 5.3", () => {
  const piece = fc.constantFrom("a", "b", "B", "_", "%", "*", "?", "[", "]", "^", "-", "\\\\", ".", "é");
  const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(""));

  it("as conditions on one text", () => {
    fc.assert(
      fc.property(text, text, (pattern, value) => {
        const { sql, params } = textCondition("value", pattern);
        const inDatabase = db.get(`SELECT 1 FROM (SELECT ? AS value) WHERE ${sql}`, value, ...params) !== undefined;
        expect(textPattern(pattern)(value)).toBe(inDatabase);
      }),
      { numRuns: 2000 },
    );
  });

  it("as test patterns", () => {
    const part = fc.array(fc.constantFrom("a", "b", "%", "*", "?", "/", ",", "~"), { maxLength: 8 }).map((pieces) => pieces.join(""));
    const name = fc.array(fc.constantFrom("a", "b", "/"), { maxLength: 4 }).map((pieces) => pieces.join(""));
    fc.assert(
      fc.property(part, name, name, (pattern, testname, itemPath) => {
        expect(databaseTestPattern(pattern)(testname, itemPath)).toBe(matches(pattern, testname, itemPath));
      }),
      { numRuns: 2000 },
    );
  });
});
