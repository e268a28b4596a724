import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import { addRun, emptyRecords } from "../../../tests/kit/stored.js";
import type { Context } from "../context.js";
import { listDbTargets, listRuns, listRunTimes, listTestdata, listTestTimes } from "./list-runs.js";
import { syncToAreaDatabase } from "./maintenance.js";
import { listTestPaths } from "./test-paths.js";

let area: TestArea;
let stored: ReturnType<typeof emptyRecords>;
beforeAll(async () => {
  area = new TestArea({});
  stored = emptyRecords(area.path);
  const [good] = await addRun(stored.records, "x/1", "r1", { good: "PASS", bad: "FAIL", "many/i1": "PASS" });
  await addRun(stored.records, "x/1", "r10", { good: "PASS" });
  await addRun(stored.records, "y/2", "r1");
  await stored.records.setTestFields(good?.id ?? 0, { rundir: "/lt/x/1/r1/good", run_duration: 130 });
  await stored.records.addData(good?.id ?? 0, [
    { category: "speed", variable: "idle", value: 4.5, expected: null, tol: null, units: null, comment: "", status: null, type: "" },
  ]);
  await addRun(stored.records, "z/3", "gone");
  await stored.records.removeRunIfEmpty(4);
});
afterAll(async () => {
  await stored.remove();
  area.remove();
});

async function call(command: (context: Context) => Promise<number>, line: string, env = {}) {
  const called = calledWith(line, { cwd: area.path, env, records: stored.records });
  const exitCode = await command(called.context);
  return { exitCode, stdout: called.stdout(), log: called.log() };
}

describe("queries", () => {
  const names = (text: string) => [...text.matchAll(/^(?:Run: (\S+)| {2}Test: (\S+))/gm)].map((match) => match[1] ?? match[2]);

  it("05-23, 05-24, 05-27: a name without % is that run alone", async () => {
    const r1 = ["x/1/r1", "many(i1)", "good", "bad", "y/2/r1"];
    expect(names((await call(listRuns, "-list-runs r1")).stdout)).toEqual(r1);
    expect(names((await call(listRuns, "-list-runs r1%")).stdout)).toEqual([...r1.slice(0, 4), "x/1/r10", "good", "y/2/r1"]);
    expect(await call(listRuns, "-list-runs nosuch")).toEqual({ exitCode: 0, stdout: "", log: [] });
  });

  it("05-14: MT_TARGET limits the listing, a malformed target is reported and ignored", async () => {
    expect(names((await call(listRuns, "-list-runs %", { MT_TARGET: "y/2" })).stdout)).toEqual(["y/2/r1"]);
    const malformed = await call(listRuns, "-list-runs r1 -target y -fields runs");
    expect(malformed.log[0]).toContain('Invalid target, spaces or blanks not allowed "y"');
    expect(names(malformed.stdout)).toEqual(["x/1/r1", "y/2/r1"]);
  });

  it("filters tests, and runs by -since", async () => {
    expect(names((await call(listRuns, "-list-runs r1 -target x/% -status FAIL,WARN -testpatt b%")).stdout)).toEqual(["x/1/r1", "bad"]);
    expect(names((await call(listRuns, "-list-runs % -since 99999999999")).stdout)).toEqual([]);
  });

  it("05-28: a deleted run is in no query", async () => {
    expect(names((await call(listRuns, "-list-runs %")).stdout)).not.toContain("z/3/gone");
    expect((await call(listDbTargets, "-list-db-targets")).stdout).not.toContain("z/3");
  });

  it("05-29: -list-db-targets has each target once", async () => {
    expect((await call(listDbTargets, "-list-db-targets %")).stdout).toBe("x/1\ny/2\n");
  });

  it("05-37: -testdata-csv", async () => {
    const text = "target,run,test,itempath,category,var,value,comment\nx/1,r1,good,,speed,idle,4.5,\n";
    expect((await call(listTestdata, "-testdata-csv speed/%")).stdout).toBe(text);
  });

  it("05-38: -list-test-time needs one run", async () => {
    expect(await call(listTestTimes, "-list-test-time -target x/1")).toMatchObject({ exitCode: 1, stdout: "Error: Missing argument -runname\n" });
    expect(await call(listTestTimes, "-list-test-time -runname r1")).toMatchObject({ exitCode: 1, stdout: "Error: Missing argument -target\n" });
    expect(await call(listTestTimes, "-list-test-time -runname r% -target x/1")).toMatchObject({ exitCode: 1 });
    expect((await call(listTestTimes, "-list-test-time -runname r1 -target x/1")).stdout).toBe("good  N/A  130\nbad  N/A  0\nmany  i1  0\n");
    expect((await call(listTestTimes, "-list-test-time -runname none -target x/1")).stdout).toBe("Data not found!!\n");
  });

  it("-list-run-time", async () => {
    expect((await call(listRunTimes, "-list-run-time -run-patt r1 -target-patt x/%")).stdout).toMatch(/^x\/1 {2}r1 {2}\d+\n$/);
    expect((await call(listRunTimes, "-list-run-time -target-patt z%")).stdout).toBe("Data not found!!\n");
  });

  it("05-33: -test-paths outside and inside a test", async () => {
    expect((await call(listTestPaths, "-test-paths -target x/1 -runname r1 -testpatt good")).stdout).toBe("/lt/x/1/r1/good\n");
    expect((await call(listTestPaths, "-test-paths -target x/1", { MT_CMDINFO: "x", MT_RUNNAME: "r1" })).stdout).toBe("");
    await expect(call(listTestPaths, "-test-paths", { MT_CMDINFO: "x" })).rejects.toMatchObject({ exitCode: 1 });
  });

  it("says how many records a sync wrote", async () => {
    const { stdout } = await call(syncToAreaDatabase, "-sync-to-megatest.db");
    expect(stdout).toMatch(/^Synced [1-9]\d* records to megatest\.db\n$/);
  });
});
