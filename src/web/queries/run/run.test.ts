import { describe, expect, it } from "vitest";
import { pagesArea } from "../../../../tests/kit/pages-area.js";
import { runFailing } from "./failing.js";
import { runMeta } from "./meta.js";
import { runPage, run as runQuery } from "./run.js";
import { runStats } from "./stats.js";
import { runTests } from "./tests.js";

const ref = (r = "r1") => ({ t: "x/1", r });
const verdicts = {
  plain: "COMPLETED/PASS",
  "unit/1": "COMPLETED/FAIL",
  "unit/2": "COMPLETED/WARN",
  unit: "COMPLETED/FAIL",
  skipped: "COMPLETED/SKIP",
  blocked: "NOT_STARTED/PREQ_FAIL",
  accepted: "COMPLETED/WAIVED",
};

describe("06 § 23: the head of a run", () => {
  it("counts items and plain tests, and their pass rate", async () => {
    const { ask, run, records } = pagesArea();
    const ids = await run("r1", verdicts);
    // What an executor leaves: records of tests with items have no host.
    for (const [name, id] of ids) if (name !== "unit") await records.setTestFields(id, { uname: "Linux" });
    const view = await ask(runQuery, ref());
    expect(view.counts).toEqual({ pass: 1, fail: 1, warn: 1, skip: 1, preq: 1, waived: 1 });
    expect({ good: view.good, bad: view.bad, live: view.live }).toEqual({ good: 2, bad: 2, live: 0 });
    expect(view.estimate).toBeUndefined();
  });

  it("knows the runs of the target before and after it", async () => {
    const { ask, run } = pagesArea();
    for (const name of ["r1", "r2", "r3"]) await run(name, { a: "COMPLETED/PASS" });
    await run("between", { a: "COMPLETED/PASS" }, ["y", "2"]);
    const view = await ask(runQuery, ref("r2"));
    expect([view.previous, view.next]).toEqual([
      { t: "x/1", r: "r1" },
      { t: "x/1", r: "r3" },
    ]);
    expect((await ask(runQuery, ref("r1"))).previous).toBeUndefined();
    expect((await ask(runQuery, ref("r3"))).next).toBeUndefined();
  });

  it("estimates the end from earlier runs", async () => {
    const { ask, run, records } = pagesArea();
    const [id = 0] = (await run("r1", { a: "COMPLETED/PASS" })).values();
    await records.setTestFields(id, { run_duration: 600 });
    await run("r2", { a: "RUNNING/n/a", b: "NOT_STARTED/n/a" });
    const view = await ask(runQuery, ref("r2"));
    expect(view.live).toBe(2);
    expect((view.estimate ?? 0) - Date.now() / 1000).toBeGreaterThan(500);
    await run("r1", { a: "RUNNING/n/a" }, ["y", "2"]);
    expect((await ask(runQuery, { t: "y/2", r: "r1" })).estimate).toBeUndefined();
  });

  it("06-6: tells what became of a run that is not there", async () => {
    const { ask, run } = pagesArea();
    await run("r1", { a: "COMPLETED/PASS" });
    expect(await ask(runPage, ref("r2"))).toMatchObject({ missing: "run", state: "unknown", runs: [{ r: "r1" }] });
    await expect(ask(runQuery, ref("r2"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("06-2: names of runs are taken literally", async () => {
    const { ask, run } = pagesArea();
    await run("a%", { a: "COMPLETED/PASS" });
    await run("ab", { a: "COMPLETED/FAIL" });
    expect((await ask(runQuery, ref("a%"))).bad).toBe(0);
    expect(await ask(runPage, ref("%"))).toMatchObject({ missing: "run" });
  });
});

describe("06 § 23: the tests of a run", () => {
  it("by name in windows, with the step that failed and the beginning of the comment", async () => {
    const { ask, run, records } = pagesArea();
    const id = (await run("r1", verdicts)).get("unit/1") ?? 0;
    await records.recordStep(id, { stepname: "check", state: "end", status: "1" });
    await records.setTestFields(id, { comment: "x".repeat(10_000) });
    const { total, items } = await ask(runTests, ref());
    expect(total).toBe(7);
    expect(items.map(({ testname, item_path }) => `${testname}/${item_path}`)).toEqual([
      "accepted/",
      "blocked/",
      "plain/",
      "skipped/",
      "unit/",
      "unit/1",
      "unit/2",
    ]);
    expect(items[5]).toMatchObject({ failing_step: "check" });
    expect(items[5]?.comment).toHaveLength(301);
    expect(items[4]?.failing_step).toBeUndefined();
    expect((await ask(runTests, { ...ref(), offset: "5", limit: "1" })).items).toHaveLength(1);
    await expect(ask(runTests, { ...ref(), limit: "5001" })).rejects.toMatchObject({ code: "bad-request" });
  });

  it("those that are not good, top-level records apart", async () => {
    const { ask, run } = pagesArea();
    await run("r1", verdicts);
    expect((await ask(runFailing, ref())).items.map(({ testname, item_path }) => `${testname}/${item_path}`)).toEqual(["accepted/", "unit/1"]);
  });

  it("their statistics, against what they usually take", async () => {
    const { ask, run, records } = pagesArea();
    for (const [name, seconds] of [
      ["r1", 100],
      ["r2", 110],
      ["r3", 140],
    ] as const) {
      const ids = await run(name, { a: "COMPLETED/PASS", b: "COMPLETED/FAIL", c: "NOT_STARTED/n/a" });
      await records.setTestFields(ids.get("a") ?? 0, { run_duration: seconds, host: "h1" });
      await records.setTestFields(ids.get("b") ?? 0, { run_duration: 5, host: "h2" });
    }
    const stats = await ask(runStats, ref("r3"));
    expect(stats.verdicts).toEqual(expect.arrayContaining([{ state: "COMPLETED", status: "PASS", count: 1 }]));
    expect(stats.hosts).toEqual([
      { host: "h1", counts: { pass: 1 }, seconds: 140 },
      { host: "h2", counts: { fail: 1 }, seconds: 5 },
    ]);
    expect(stats.slowest.map(({ testname, usual }) => [testname, usual])).toEqual([
      ["a", 105],
      ["b", 5],
    ]);
    expect(stats.slower.map(({ testname }) => testname)).toEqual(["a"]);
    expect((await ask(runStats, ref("r2"))).slower).toEqual([]);
  });
});

describe("06 § 23: the record of a run", () => {
  it("with the variables of its target, masked", async () => {
    const { ask, run } = pagesArea({ "runconfigs.config": "[default]\nA 1\nB 2\nMY_SECRET s\n[x/1]\nB 3\n[x/%]\nC 4\n[y/2]\nA 9\n" });
    await run("r1", {});
    const { variables } = await ask(runMeta, ref());
    expect(variables.map(({ name, value, masked }) => [name, value, masked])).toEqual([
      ["A", "1", false],
      ["B", "3", false],
      ["MY_SECRET", "", true],
      ["C", "4", false],
    ]);
  });
});
