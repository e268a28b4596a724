import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { projectFiles, root } from "./kit.js";
import { doubleQuotedSql, lineCount, sizeProblems } from "./sources.js";

const sources = projectFiles().filter((path) => /^(src|dashboard|tests|bench|scripts)\/.*\.(tsx?|mjs)$/.test(path));
const product = sources.filter((path) => /^(src|dashboard)\//.test(path) && !path.endsWith(".test.ts"));

it("there are sources to look at", () => {
  expect(product.length).toBeGreaterThan(50);
});

describe("sizes", () => {
  const linesOf = (paths: readonly string[]) => new Map(paths.map((path) => [path, lineCount(join(root, path))]));

  it("the product's files keep the budget", () => {
    expect(sizeProblems(linesOf(product))).toEqual([]);
  });

  it("no file of tests, benchmarks and scripts has more than 600 lines", () => {
    expect([...linesOf(sources)].filter(([, lines]) => lines > 600)).toEqual([]);
  });

  it.each([
    [[10, 20, 30], []],
    [[151, 151, 10], ["the median file has 151 lines, more than 150"]],
    [[...Array<number>(18).fill(10), 401, 401], ["the 95th percentile is 401 lines, more than 400"]],
    [[...Array<number>(40).fill(10), 601], ["file40 has 601 lines, more than 600"]],
  ])("finds a planted fault in lengths %j", (lengths, problems) => {
    expect(sizeProblems(new Map(lengths.map((length, at) => [`file${at}`, length])))).toEqual(problems);
  });
});

describe("strings in SQL", () => {
  it("stand in single quotes", () => {
    expect(product.flatMap((path) => doubleQuotedSql(path, readFileSync(join(root, path), "utf8")).map((problem) => `${path}:${problem}`))).toEqual(
      [],
    );
  });

  it.each([
    [`db.run('UPDATE runs SET state = "new"')`, ['1: "new"']],
    ["const a = 1;\nconst b = `SELECT ${'x'} FROM t WHERE c = \"v\"`;", ['2: "v"']],
    [`db.run("UPDATE runs SET state = 'new'")`, []],
    ['db.run(`SELECT "${column}" FROM t`)', []],
    [`log.error('cannot open "x"')`, []],
  ])("planted: %s", (text, problems) => {
    expect(doubleQuotedSql("a.ts", text)).toEqual(problems);
  });
});

describe("independence", () => {
  // Joined, so that this file does not find itself.
  const forbidden = [
    ["/work/", "shared"],
    ["../", "shared"],
    ["kia", "toa"],
  ].map((parts) => parts.join(""));
  const pointers = (text: string) => forbidden.filter((place) => text.includes(place));

  it("no file points out of the repository", () => {
    expect(projectFiles().flatMap((path) => pointers(readFileSync(join(root, path), "latin1")).map((place) => `${path}: ${place}`))).toEqual([]);
  });

  it("finds a planted pointer", () => {
    expect(pointers(`see ${forbidden[0]}/design.md`)).toEqual([forbidden[0]]);
  });
});
