import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const makeArea = areaMaker(afterEach);

const tests = {
  "tests/a/testconfig": "[ezsteps]\ns1 true\ns2 echo hello; true\n[items]\nN 1 2\n",
  "tests/b/testconfig": "[ezsteps]\ns1 $MT_MEGATEST -set-values -category c :value 3 :expected 3 :tol 1 :variable v; true\n",
};

/** An area with finished runs. */
async function areaWith(...runnames: string[]): Promise<TestArea> {
  const area = makeArea(tests);
  for (const runname of runnames) {
    const { code, stderr } = await area.run("-runname", runname);
    expect(code, stderr).toBe(0);
  }
  return area;
}

const reduce = (area: TestArea, ...more: string[]) => area.megatest(["-reduce-records", ...selection(more)]);
const restore = (area: TestArea, ...more: string[]) => area.megatest(["-restore-records", ...selection(more)]);
const selection = (more: readonly string[]) => [...["-target", "x/1", ...(more.includes("-runname") ? [] : ["-runname", "r1"])], ...more];

/** All that is known of runs and their tests, with ids. */
function contents(area: TestArea, file = "megatest.db"): unknown {
  const rows = (sql: string) => area.queryFile(file, sql);
  return existsSync(resolve(area.path, file))
    ? {
        runs: rows("SELECT id, SYS, RELEASE, runname, state, status, event_time FROM runs WHERE state <> 'deleted' ORDER BY id"),
        tests: rows("SELECT id, run_id, testname, item_path, state, status, rundir, run_duration FROM tests ORDER BY id"),
        steps: rows("SELECT id, test_id, stepname, state, status FROM test_steps ORDER BY id"),
        data: rows("SELECT id, test_id, category, variable, value FROM test_data ORDER BY id"),
      }
    : {};
}

const nothing = { runs: [], tests: [], steps: [], data: [] };

describe("-reduce-records, -restore-records", () => {
  it("04-52, 04-55: to completed-runs.db and back, under the same ids", async () => {
    const area = await areaWith("r1");
    const before = contents(area);
    expect(await reduce(area)).toMatchObject({
      code: 0,
      stdout: "Reduced x/1/r1 run 1 tests=4 steps=10 data=1\n1 moved, 0 skipped, 0 resumed\n",
      stderr: "",
    });
    expect(contents(area, "completed-runs.db")).toEqual(before);
    for (const rows of [contents(area), contents(area, area.liveFile), contents(area, area.liveFile.replace(/megatest.db$/, "megatest_ref.db"))]) {
      expect(rows).toEqual(nothing);
    }
    expect((await restore(area)).stdout).toBe("Restored x/1/r1 run 1 tests=4 steps=10 data=1\n1 moved, 0 skipped, 0 resumed\n");
    expect(contents(area, "completed-runs.db")).toEqual(nothing);
    expect(contents(area)).toEqual(before);
    expect(contents(area, area.liveFile)).toEqual(before);
  });

  it("04-43: a locked run and one with a running test stay; exit code 2; comma lists of patterns; the oldest first", async () => {
    const area = await areaWith("r1", "r2", "r3");
    await area.megatest(["-lock", "-target", "x/1", "-runname", "r1"]);
    await area.megatest(["-set-state-status", "RUNNING,n/a", "-target", "x/1", "-runname", "r2", "-testpatt", "b"]);
    const { code, stdout } = await reduce(area, "-target", "y/%,x/%", "-runname", "r3,r1,r2");
    expect({ code, stdout }).toEqual({
      code: 2,
      stdout: `Skipped x/1/r1: locked
Skipped x/1/r2: 1 test(s) active
Reduced x/1/r3 run 3 tests=4 steps=10 data=1
1 moved, 2 skipped, 0 resumed
`,
    });
    expect(area.query("SELECT runname FROM runs ORDER BY id")).toEqual([{ runname: "r1" }, { runname: "r2" }]);
    expect(await reduce(area, "-runname", "r2", "-state", "locked")).toMatchObject({ code: 0, stdout: "No matching runs found.\n" });
    expect((await restore(area, "-runname", "%", "-age", "1h")).stdout).toBe("Skipped x/1/r3: younger than 1h\n0 moved, 1 skipped, 0 resumed\n");
  });

  it("04-47: only whole runs; target and run name must be given", async () => {
    const area = makeArea(tests);
    expect(await reduce(area, "-testpatt", "a%")).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^ERROR: -reduce-records moves whole runs/),
    });
    expect(await reduce(area, "-restore-records")).toMatchObject({ code: 1 });
    expect(await reduce(area, "-actions", "remove-runs")).toMatchObject({ code: 1 });
    expect(await reduce(area, "-age", "soon")).toMatchObject({ code: 1 });
    expect(await area.megatest(["-restore-records", "-target", "x/1"])).toMatchObject({ code: 3 });
    expect(await area.megatest(["-restore-records", "-runname", "r1"])).toMatchObject({ code: 3 });
    expect(await restore(area)).toMatchObject({ code: 0, stdout: "No matching runs found.\n", stderr: "" });
  });

  it("04-60: -actions print says what would be done, and changes nothing", async () => {
    const area = await areaWith("r1", "r2");
    await area.megatest(["-lock", "-target", "x/1", "-runname", "r2"]);
    const before = contents(area);
    const { code, stdout } = await reduce(area, "-runname", "%", "-actions", "print");
    expect(code).toBe(2);
    expect(stdout.replace(/about \d+ KiB/, "about N KiB")).toBe(`Would reduce x/1/r1 run 1 tests=4 steps=10 data=1
Skipped x/1/r2: locked
16 rows of about N KiB, so much would be free in each of megatest.db, the live database and its reference
0 moved, 1 skipped, 0 resumed
`);
    expect(contents(area)).toEqual(before);
    expect(existsSync(resolve(area.path, "completed-runs.db"))).toBe(false);
    await reduce(area);
    expect(
      (await restore(area, "-actions", "print")).stdout.replace(/about \d+ KiB/, "about N KiB"),
    ).toBe(`Would restore x/1/r1 run 1 tests=4 steps=10 data=1
16 rows of about N KiB, so much would be free in completed-runs.db
0 moved, 0 skipped, 0 resumed
`);
  });
});

describe("runs in completed-runs.db", () => {
  it("04-53, 04-54: are seen with -full-db, once; without it a hint says that they are there", async () => {
    const area = await areaWith("r1", "r2");
    const list = (...more: string[]) => area.megatest(["-list-runs", "%", ...more]);
    const all = (await list()).stdout;
    await reduce(area);
    expect((await list()).stdout).not.toContain("x/1/r1");
    expect((await list("-full-db")).stdout).toBe(all);
    const query = ["-list-runs", "r1"];
    const hint = "INFO: (0) 1 matching run(s) in completed-runs.db, use -full-db\n";
    expect(await area.megatest(query)).toMatchObject({ code: 0, stdout: "", stderr: hint });
    const of = ["-target", "x/1", "-runname", "r1"];
    for (const command of [["-test-paths"], ["-get-run-status"], ["-list-test-time"]]) {
      const without = await area.megatest([...command, ...of]);
      expect(without.stderr).toContain(hint);
      const { code, stdout } = await area.megatest([...command, ...of, "-full-db"]);
      expect({ code, lines: stdout.split("\n").length }).toEqual({ code: 0, lines: expect.toSatisfy((lines: number) => lines > 1) });
    }
    expect((await area.megatest(["-testdata-csv", "%", "-runname", "r1", "-full-db"])).stdout).toContain("r1");
  });

  it("04-57: -run restores the run and goes on with it under its old id", async () => {
    const area = await areaWith("r1");
    await reduce(area);
    const { code, stdout, stderr } = await area.run("-rerun-all", "-testpatt", "b");
    expect(code, stderr).toBe(0);
    expect(stdout).toContain("Restored x/1/r1 run 1 tests=4 steps=10 data=1\n");
    expect(area.query("SELECT id, runname FROM runs")).toEqual([{ id: 1, runname: "r1" }]);
    expect(contents(area, "completed-runs.db")).toEqual(nothing);
  });

  it("04 § 26.4: -remove-keep counts and removes them too with -full-db", async () => {
    const area = await areaWith("r1", "r2", "r3");
    await reduce(area, "-runname", "r1,r2");
    const keep = ["-remove-keep", "1", "-target", "x/1", "-runname", "%"];
    const marked = async (...more: string[]) => (await area.megatest([...keep, ...more])).stdout.match(/r\d(?= .*REMOVE)/g);
    expect(await marked()).toBeNull();
    expect(await marked("-full-db")).toEqual(["r1", "r2"]);
    const { code, stderr } = await area.megatest([...keep, "-full-db", "-actions", "remove-runs"]);
    expect(code, stderr).toBe(0);
    expect(contents(area, "completed-runs.db")).toEqual(nothing);
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b"))).toBe(false);
    expect(area.query("SELECT runname FROM runs WHERE state <> 'deleted'")).toEqual([{ runname: "r3" }]);
  });

  it("04 § 26.4: -cleanup-db brings completed-runs.db up to date, and with -full-db removes from it what nobody wants", async () => {
    const area = await areaWith("r1", "r2");
    await reduce(area, "-runname", "r1,r2");
    const before = contents(area, "completed-runs.db");
    area.queryFile("completed-runs.db", "INSERT INTO test_steps (id, test_id, stepname) VALUES (900, 777, 'of nothing') RETURNING id");
    area.write({ "megatest.config": standardConfig().replace("RELEASE TEXT", "RELEASE TEXT\nTOOL TEXT") });
    expect((await area.megatest(["-cleanup-db"])).code).toBe(0);
    expect(area.queryFile("completed-runs.db", "SELECT SYS, RELEASE, TOOL FROM runs WHERE runname = 'r1'")).toEqual([
      { SYS: "x", RELEASE: "1", TOOL: "x" },
    ]);
    expect(area.queryFile("completed-runs.db", "SELECT count(*) AS n FROM test_steps WHERE test_id = 777")).toEqual([{ n: 1 }]);
    expect((await area.megatest(["-cleanup-db", "-full-db"])).code).toBe(0);
    expect(contents(area, "completed-runs.db")).toEqual(before);
  });

  it("04 § 26.4: -destination -full-db restores them first, then moves them", async () => {
    const attic = makeArea({});
    const area = await areaWith("r1", "r2");
    await reduce(area);
    const move = ["-destination", attic.path, "-target", "x/1", "-runname", "%"];
    const print = await area.megatest([...move, "-full-db", "-actions", "print"]);
    expect(print).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Would restore x\/1\/r1 .*\nWould move x\/1\/r2 /) });
    const young = await area.megatest([...move, "-full-db", "-age", "1d"]);
    expect(young).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^Skipped x\/1\/r1: younger than 1d\nSkipped x\/1\/r2: younger than 1d\n0 moved, 1 skipped/),
    });
    const { code, stdout } = await area.megatest([...move, "-full-db"]);
    expect({ code, stdout: stdout.replaceAll(/ run .*/g, "") }).toEqual({
      code: 0,
      stdout: "Restored x/1/r1\nMoved x/1/r1\nMoved x/1/r2\n2 moved, 0 skipped, 0 resumed\n",
    });
    expect(contents(area, "completed-runs.db")).toEqual(nothing);
    expect(attic.query("SELECT runname FROM runs ORDER BY runname")).toEqual([{ runname: "r1" }, { runname: "r2" }]);
  });

  it("04-58: -remove-runs leaves them alone, and removes them with -full-db, directories too", async () => {
    const area = await areaWith("r1");
    await reduce(area);
    const before = contents(area, "completed-runs.db");
    const remove = ["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%"];
    expect((await area.megatest(remove)).stderr).toContain("1 matching run(s) in completed-runs.db, use -full-db");
    expect(contents(area, "completed-runs.db")).toEqual(before);
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b"))).toBe(true);
    expect(await area.megatest([...remove, "-full-db"])).toMatchObject({ code: 0 });
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b"))).toBe(false);
    expect(contents(area, "completed-runs.db")).toEqual(nothing);
    expect(contents(area)).toMatchObject({ runs: [] });
  });
});
