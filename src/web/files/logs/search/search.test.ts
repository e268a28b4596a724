import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { LogHit } from "../../../../view/index.js";
import { plainLine } from "../terminal-text.js";
import { searchLines } from "./search-lines.js";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "search-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function searched(text: string | Buffer, pattern: string, options: { isRegex?: boolean; matchCase?: boolean; context?: number } = {}): LogHit[] {
  const path = join(folder, "log");
  writeFileSync(path, text);
  const fd = openSync(path, "r");
  const hits: LogHit[] = [];
  const expression = { text: pattern, isRegex: options.isRegex ?? false, matchCase: options.matchCase ?? true };
  try {
    searchLines(fd, statSync(path).size, expression, options.context ?? 0, {
      beat: () => {},
      wantsText: true,
      hit: (_, hit) => hit && hits.push(hit),
      searched: () => {},
    });
  } finally {
    closeSync(fd);
  }
  return hits;
}

describe("06 § 25.4: search", () => {
  it("finds lines with their number, text and the places of the matches", () => {
    expect(searched("one\ntwo and two\nthree\n", "two")).toEqual([
      {
        line: 2,
        text: "two and two",
        column: 0,
        matches: [
          [0, 3],
          [8, 11],
        ],
        before: [],
        after: [],
      },
    ]);
  });

  it("takes plain text as it is, and a regular expression only when told", () => {
    expect(searched("a.b\naxb\n", "a.b").map(({ line }) => line)).toEqual([1]);
    expect(searched("a.b\naxb\n", "a.b", { isRegex: true }).map(({ line }) => line)).toEqual([1, 2]);
    expect(searched("(x)[1]{2}^$|\\/*+?\n", "(x)[1]{2}^$|\\/*+?")).toHaveLength(1);
  });

  it("ignores case when told", () => {
    expect(searched("Error\n", "error")).toHaveLength(0);
    expect(searched("Error\nÄRGER\n", "ärger", { matchCase: false }).map(({ line }) => line)).toEqual([2]);
  });

  it("sees what is shown: not colours, nor what was overwritten", () => {
    const log = "\u001b[31mer\u001b[1mror\u001b[0m: no\n 10% error\r\u001b[Kdone\nerror\r\n";
    expect(searched(log, "error").map(({ line }) => line)).toEqual([1, 3]);
    expect(searched(log, "error$", { isRegex: true }).map(({ line }) => line)).toEqual([3]);
  });

  it("anchors are those of a line, and blanks do not reach into the next", () => {
    expect(searched("ab\ncd\n", "b\\s*c", { isRegex: true })).toEqual([]);
    expect(searched("ab\ncd", "^cd$", { isRegex: true }).map(({ line }) => line)).toEqual([2]);
  });

  it("gives lines before and after", () => {
    const hits = searched("1\n2\nx3\nx4\n5\n6\n", "x", { context: 2 });
    expect(hits.map(({ before, line, after }) => [before, line, after])).toEqual([
      [["1", "2"], 3, ["x4", "5"]],
      [["2", "x3"], 4, ["5", "6"]],
    ]);
  });

  it("finds an expression that matches nothing in each line, once", () => {
    expect(searched("ab\n\ncd\n", "x*", { isRegex: true }).map(({ line }) => line)).toEqual([1, 2, 3]);
  });

  it("06-34: shows the part of a 10 MB line around the match", () => {
    const [hit] = searched(`${"a".repeat(10_000_000)}needle${"b".repeat(100)}\nneedle\n`, "needle");
    expect(hit?.line).toBe(1);
    expect(hit?.text).toHaveLength(400);
    expect(hit?.text).toContain("needle");
  });

  it("agrees with a naive search, wherever blocks end", () => {
    const line = fc.string({ unit: fc.constantFrom("a", "b", "é", " ", "\u001b[1m", "\r"), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 30 }), fc.nat(3), (lines, long) => {
        const all = [...lines, "c".repeat(long * 400_000), ...lines];
        const found = searched(all.join("\n"), "ab", { matchCase: false }).map((hit) => hit.line);
        expect(found).toEqual(all.flatMap((text, index) => (plainLine(text).includes("ab") ? [index + 1] : [])));
      }),
      { numRuns: 60 },
    );
  });

  it("refuses what is no regular expression, saying why", () => {
    expect(() => searched("", "a(", { isRegex: true })).toThrow(/Unterminated group/);
    expect(searched("a-b\n", "a\\-b", { isRegex: true })).toHaveLength(1);
  });
});
