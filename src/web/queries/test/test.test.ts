import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pagesArea } from "../../../../tests/kit/pages-area.js";
import { testPage, test as testQuery } from "./test.js";

const ref = (n: string, i = "", r = "r1") => ({ t: "x/1", r, n, i });
const testconfigs = {
  "tests/build/testconfig": "[ezsteps]\nmake make\n",
  "tests/unit/testconfig": "[requirements]\nwaiton build\n[items]\nSIZE 1 2\n",
  "tests/bench/testconfig": "[requirements]\nwaiton build unit none\nmode itemmatch\n[items]\nSIZE 1 2\n",
  "tests/other/testconfig": "[requirements]\nwaitor unit\n",
};

describe("06 § 24: what is around a test", () => {
  it("waitons and waiters with their verdicts, of an item its counterpart", async () => {
    const { ask, run } = pagesArea(testconfigs);
    await run("r1", {
      build: "COMPLETED/PASS",
      "unit/1": "COMPLETED/FAIL",
      "unit/2": "COMPLETED/PASS",
      unit: "COMPLETED/FAIL",
      "bench/1": "COMPLETED/PREQ_FAIL",
    });
    const bench = await ask(testQuery, ref("bench", "1"));
    expect(bench.waitons).toEqual([
      { testname: "build", item_path: "", verdict: { state: "COMPLETED", status: "PASS" } },
      { testname: "unit", item_path: "1", verdict: { state: "COMPLETED", status: "FAIL" } },
    ]);
    const unit = await ask(testQuery, ref("unit"));
    expect(unit.waitons.map(({ testname }) => testname)).toEqual(["build", "other"]);
    expect(unit.waitons[1]?.verdict).toBeUndefined();
    expect(unit.waiters.map(({ testname }) => testname)).toEqual(["bench"]);
    expect((await ask(testQuery, ref("build"))).waiters.map(({ testname }) => testname)).toEqual(["bench", "unit"]);
  });

  it("sees a changed testconfig", async () => {
    const { ask, run, write } = pagesArea(testconfigs);
    await run("r1", { build: "COMPLETED/PASS" });
    expect((await ask(testQuery, ref("build"))).waiters).toHaveLength(2);
    write({ "tests/unit/testconfig": "[requirements]\n" });
    expect((await ask(testQuery, ref("build"))).waiters).toHaveLength(1);
  });

  it("usage samples, thinned out, the last one kept", async () => {
    const { ask, run, records } = pagesArea();
    const id = (await run("r1", { a: "RUNNING/n/a" })).get("a") ?? 0;
    for (let sample = 1; sample <= 700; sample++) await records.addUsage(id, { cpuload: sample, diskfree: -1, run_duration: sample });
    const { usage } = await ask(testQuery, ref("a"));
    expect(usage.length).toBeLessThanOrEqual(301);
    expect([usage[0]?.cpuload, usage.at(-1)?.cpuload]).toEqual([1, 700]);
  });
});

describe("06 § 24: why a test is not good", () => {
  it("the first step that did not pass, with its log", async () => {
    const { ask, run, records, area, write } = pagesArea();
    const id = (await run("r1", { a: "COMPLETED/FAIL" })).get("a") ?? 0;
    write({ "links/x/1/r1/a/route.log": "ERROR: slack\n" });
    await records.setTestFields(id, { rundir: join(area.toppath, "links/x/1/r1/a") });
    for (const [stepname, status, comment] of [
      ["synth", "0", ""],
      ["route", "1", "FAIL: error: Timing is met"],
      ["report", "1", ""],
    ] as const) {
      await records.recordStep(id, { stepname, state: "start", status: "-" });
      await records.recordStep(id, { stepname, state: "end", status, comment, logfile: `${stepname}.html` });
    }
    const { failure, hasFiles } = await ask(testQuery, ref("a"));
    expect(hasFiles).toBe(true);
    expect(failure?.step).toEqual({ stepname: "route", status: "1", comment: "FAIL: error: Timing is met", log: "route.log" });
  });

  it("values outside their limits, rules of logpro apart", async () => {
    const { ask, run, records } = pagesArea();
    const id = (await run("r1", { a: "COMPLETED/FAIL" })).get("a") ?? 0;
    const datum = { category: "c", expected: 1, tol: 0, units: "", comment: "", type: null };
    await records.addData(id, [
      { ...datum, variable: "good", value: 1, status: "pass" },
      { ...datum, variable: "bad", value: 2, status: "fail" },
      { ...datum, variable: "odd", value: 2, status: "ERROR: bad tol comparator x" },
      { ...datum, variable: "rule-1", value: 2, status: "FAIL" },
    ]);
    const { failure } = await ask(testQuery, ref("a"));
    expect(failure?.data.map(({ variable }) => variable)).toEqual(["bad", "odd"]);
  });

  it("items of a test, and prerequisites of one that did not start", async () => {
    const { ask, run } = pagesArea(testconfigs);
    await run("r1", {
      "unit/1": "COMPLETED/FAIL",
      "unit/2": "COMPLETED/PASS",
      unit: "COMPLETED/FAIL",
      "bench/1": "COMPLETED/PREQ_FAIL",
      build: "COMPLETED/PASS",
    });
    const unit = await ask(testQuery, ref("unit"));
    expect(unit.failure?.items.map(({ item_path }) => item_path)).toEqual(["1"]);
    expect(unit.items).toEqual({ fail: 1, pass: 1 });
    expect((await ask(testQuery, ref("bench", "1"))).failure?.prerequisites).toMatchObject([{ testname: "unit", item_path: "1" }]);
    expect((await ask(testQuery, ref("unit", "2"))).failure).toBeUndefined();
  });

  it("items of a test whose name is no pattern", async () => {
    const { ask, run } = pagesArea();
    await run("r1", { "a%b,c/1": "COMPLETED/FAIL", "a%b,c": "COMPLETED/FAIL", "axb/1": "COMPLETED/FAIL" });
    expect((await ask(testQuery, ref("a%b,c"))).failure?.items).toMatchObject([{ testname: "a%b,c", item_path: "1" }]);
  });

  it("the waiver that a waived test follows", async () => {
    const { ask, run } = pagesArea();
    await run("r1", { a: "COMPLETED/WAIVED" });
    await run("r2", { a: "COMPLETED/WAIVED" });
    expect((await ask(testQuery, ref("a", "", "r2"))).waiver).toMatchObject({ t: "x/1", r: "r1" });
    expect((await ask(testQuery, ref("a"))).waiver).toBeUndefined();
  });
});

describe("06-6: what is not there", () => {
  it("unknown: similar runs, the test elsewhere, similar tests", async () => {
    const { ask, run } = pagesArea();
    await run("nightly-1", { unit: "COMPLETED/PASS" });
    await run("nightly-2", { unit: "COMPLETED/PASS", lint: "COMPLETED/PASS" });
    await run("nightly-9", { unit: "COMPLETED/PASS" }, ["y", "2"]);
    const missing = await ask(testPage, ref("unit", "", "nightly-9"));
    expect(missing).toMatchObject({
      missing: "run",
      state: "unknown",
      elsewhere: expect.arrayContaining([{ t: "x/1", r: "nightly-1", n: "unit", i: "" }]),
    });
    expect("runs" in missing && missing.runs.map(({ t, r }) => `${t}/${r}`)).toEqual(["y/2/nightly-9", "x/1/nightly-2", "x/1/nightly-1"]);
    expect(await ask(testPage, ref("units", "", "nightly-2"))).toMatchObject({ missing: "test", state: "unknown", tests: [{ n: "unit" }] });
    await expect(ask(testQuery, ref("units", "", "nightly-2"))).rejects.toMatchObject({ code: "not-found" });
  });

  it("deleted", async () => {
    const { ask, run, records } = pagesArea();
    const [id = 0] = (await run("r1", { a: "COMPLETED/PASS" })).values();
    await records.deleteTests([id]);
    await records.removeRunIfEmpty(1);
    expect(await ask(testPage, ref("a"))).toMatchObject({ missing: "run", state: "deleted" });
  });

  it("with another number of keys", async () => {
    const { ask } = pagesArea();
    expect(await ask(testPage, { ...ref("a"), t: "x" })).toMatchObject({ missing: "run", state: "unknown" });
  });
});
