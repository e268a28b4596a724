import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { aDatum, aRun, aTest, collected, readableRecords } from "../../tests/kit/records.js";
import { like } from "../model/index.js";
import { glob } from "./glob.js";
import { keepDecisions, keepLine } from "./remove-keep.js";
import { dbTargetsText, targetsText } from "./targets.js";
import { existingPaths, filesIn, testPaths } from "./test-paths.js";
import { testdataCsv } from "./testdata-csv.js";
import { runTimesText, testTimesText } from "./times.js";

describe("05-18, 05-19: -list-targets", () => {
  const sections = ["x/2", "default", "b/1", "X/1", "a b/c d", "x/10"];
  it.each([
    [undefined, "X/1|a b/c d|b/1|default|x/10|x/2|"],
    ["x/%", "x/10|x/2|"],
    ["x/%,b/1", "b/1|x/10|x/2|"],
    ["%/1", "X/1|b/1|"],
    ["x/1", ""],
    ["[xb]/[0-9]+", "b/1|x/10|x/2|"],
    ["x/(", ""],
  ])("filtered by %s", (filter, lines) => {
    expect(targetsText(sections, filter)).toBe(lines.replaceAll("|", "\n"));
  });

  it("has json, alist and nothing else", () => {
    expect(targetsText(sections, "x/%", "json")).toBe('["x/10", "x/2"]');
    expect(targetsText(sections, "x/2", "alist")).toBe("x/2\n");
    expect(() => targetsText(sections, undefined, "csv")).toThrow("dump output format csv not supported for -list-targets");
  });
});

describe("05-29: -list-db-targets", () => {
  const runs = [aRun(), aRun({ id: 2, target: ["a", "2"] }), aRun({ id: 3 })];
  it.each([
    [undefined, "x/1\na/2\n"],
    ["json", '{"targets": ["a/2", "x/1"]}'],
    ["sexpr", '(("targets" "a/2" "x/1"))\n'],
  ])("as %s", (dumpmode, text) => {
    expect(dbTargetsText(runs, dumpmode)).toBe(text);
  });
});

describe("like", () => {
  it.each([
    ["PASS", "pass", true],
    ["PREQ_FAIL", "PREQxFAIL", false],
    ["%fail", "PREQ_FAIL", true],
    ["a.c", "abc", false],
    ["%", "", true],
    ["a%", "a\nb", true],
  ])("%s against %j: %s", (pattern, text, matches) => {
    expect(like(pattern)(text)).toBe(matches);
  });
});

describe("05-37: -testdata-csv", () => {
  const records = readableRecords({
    tests: [aTest({ id: 1, testname: "a", item_path: "i/1" }), aTest({ id: 2, testname: "b" }), aTest({ id: 3, testname: "c" })],
    data: [
      aDatum({ test_id: 1, variable: "idle", value: 4.5, comment: 'at "rest", cold' }),
      aDatum({ test_id: 1, variable: "peak", value: null }),
      aDatum({ test_id: 1, variable: "final", type: "logpro" }),
      aDatum({ test_id: 2, category: "size", variable: "idle", value: "n/a" }),
      aDatum({ test_id: 3, category: "speed", variable: "idle", value: -2 }),
    ],
  });
  const header = "target,run,test,itempath,category,var,value,comment\n";
  it.each([
    ["speed/%", ["x/1,r1,c,,speed,idle,-2.0,", 'x/1,r1,a,i/1,speed,idle,4.5,"at ""rest"", cold"', "x/1,r1,a,i/1,speed,peak,,"]],
    ["idle", ["x/1,r1,c,,speed,idle,-2.0,", "x/1,r1,b,,size,idle,n/a,", 'x/1,r1,a,i/1,speed,idle,4.5,"at ""rest"", cold"']],
    ["nosuch/%", []],
  ])("%s", async (pattern, rows) => {
    expect(await collected(testdataCsv(records, [aRun()], {}, pattern))).toBe(header + rows.map((row) => `${row}\n`).join(""));
  });
});

describe("times", () => {
  const runs = [aRun({ id: 1 }), aRun({ id: 2, runname: "r2" }), aRun({ id: 3, runname: "empty" })];
  const spans = [
    { run_id: 1, first_start: 1000, last_end: 1179 },
    { run_id: 2, first_start: 1000, last_end: 1180 },
  ];
  it.each([
    [undefined, "x/1  r1  2\nx/1  r2  3\n"],
    ["csv", "x/1,r1,2\nx/1,r2,3\n"],
  ])("-list-run-time as %s", (dumpmode, text) => {
    expect(runTimesText(runs, spans, dumpmode)).toBe(text);
  });

  it("05-39: -list-run-time as valid JSON", () => {
    expect(JSON.parse(runTimesText(runs, spans, "json"))).toEqual([
      { target: "x/1", "run-name": "r1", "run-time": 2 },
      { target: "x/1", "run-name": "r2", "run-time": 3 },
    ]);
  });

  it("-list-test-time", () => {
    const tests = [aTest({ testname: "a" }), aTest({ testname: "b", item_path: "i/1", run_duration: 70 })];
    expect(testTimesText(tests, undefined)).toBe("a  N/A  3\nb  i/1  70\n");
    expect(testTimesText([], undefined)).toBe("Data not found!!\n");
    expect(JSON.parse(testTimesText(tests, "json"))[1]).toEqual({ "test-name": "b", "item-path": "i/1", "test-time": 70 });
  });
});

describe("-remove-keep", () => {
  const at = (iso: string) => new Date(iso).getTime() / 1000;
  const runs = [
    aRun({ id: 1, runname: "newest", event_time: at("2026-11-24T13:05:09") }),
    aRun({ id: 2, runname: "oldest", event_time: at("2026-01-04T01:02:03") }),
    aRun({ id: 3, runname: "other", target: ["y", "1"] }),
    aRun({ id: 4, runname: "middle", event_time: at("2026-02-02T00:00:00") }),
  ];
  const decided = (keep: number, youngerThan?: number) =>
    [...keepDecisions(runs, keep, youngerThan)].map(([target, decisions]) => [
      target,
      ...decisions.map(({ run, isMarked, isYoung }) => `${run.runname}${isMarked ? " marked" : ""}${isYoung ? " young" : ""}`),
    ]);

  it("05-50, 02-58: marks all but the newest of each target", () => {
    expect(decided(1)).toEqual([
      ["x/1", "oldest marked", "middle marked", "newest"],
      ["y/1", "other"],
    ]);
    expect(decided(0)[1]).toEqual(["y/1", "other marked"]);
    expect(decided(5)[0]).toEqual(["x/1", "oldest", "middle", "newest"]);
  });

  it("leaves the marks as they are when runs are young", () => {
    expect(decided(1, at("2026-01-31T00:00:00"))[0]).toEqual(["x/1", "oldest marked", "middle marked young", "newest young"]);
  });

  it("prints a line for each run, with ISO week and weekday", () => {
    const [decisions = []] = keepDecisions(runs, 1).values();
    expect(decisions.map(keepLine)).toEqual([" oldest WW01.7 01:02:03 REMOVE", " middle WW06.1 00:00:00 REMOVE", " newest WW48.2 13:05:09"]);
  });
});

describe("05-33: -test-paths and -test-files", () => {
  let top: string;
  beforeAll(() => {
    top = mkdtempSync(join(tmpdir(), "paths-"));
    for (const file of ["a/x.log", "a/y.log", "a/y.txt", "a/.z.log", "a/sub/w.log", "b/[x].log", "b/q1.log"]) {
      mkdirSync(join(top, file, ".."), { recursive: true });
      writeFileSync(join(top, file), "");
    }
  });
  afterAll(() => rmSync(top, { recursive: true }));

  const paths = (selector = {}) => {
    const tests = [
      aTest({ id: 1, rundir: join(top, "a"), event_time: 5 }),
      aTest({ id: 2, rundir: join(top, "b"), event_time: 9, status: "FAIL" }),
      aTest({ id: 3, rundir: join(top, "gone"), event_time: 7, run_id: 2 }),
    ];
    return testPaths(readableRecords({ tests }), [aRun({ id: 1 }), aRun({ id: 2 })], selector);
  };
  const relative = (found: string[]) => found.map((path) => path.slice(top.length + 1));

  it("lists run after run, newest test first", async () => {
    expect(relative(await paths())).toEqual(["b", "a", "gone"]);
    expect(relative(await paths({ status: "fa%" }))).toEqual(["b"]);
    expect(relative(await paths({ state: "RUNNING" }))).toEqual([]);
    expect(relative(existingPaths(await paths()))).toEqual(["b", "a"]);
  });

  it.each([
    ["*.log", ["b/[x].log", "b/q1.log", "a/x.log", "a/y.log"]],
    ["?.*", ["a/x.log", "a/y.log", "a/y.txt"]],
    ["[xy].log", ["a/x.log", "a/y.log"]],
    ["[!x].log", ["a/y.log"]],
    ["[[]x].log", ["b/[x].log"]],
    ["q[0-9].log", ["b/q1.log"]],
    [".*.log", ["a/.z.log"]],
    ["*/w.log", ["a/sub/w.log"]],
    ["sub/*", ["a/sub/w.log"]],
    ["y.txt", ["a/y.txt"]],
    ["nosuch/*", []],
  ])("finds %s", async (pattern, files) => {
    expect(relative(filesIn(await paths(), pattern))).toEqual(files);
  });

  it("finds nothing where there is no directory", () => {
    expect(glob(join(top, "gone"), "*")).toEqual([]);
  });
});
