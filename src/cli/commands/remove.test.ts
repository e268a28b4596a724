import { existsSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import { addRun, emptyRecords } from "../../../tests/kit/stored.js";
import { fullName, type TestRecord } from "../../model/index.js";
import { currentEnv, hostName, startTimeOf } from "../../sys/index.js";
import { removeKeep, removeRuns } from "./remove.js";

let area: TestArea;
let stored: ReturnType<typeof emptyRecords>;
beforeEach(() => {
  area = new TestArea({});
  stored = emptyRecords(area.path);
});
afterEach(async () => {
  await stored.remove();
  area.remove();
});

async function call(command: typeof removeRuns, line: string, program?: string) {
  const called = calledWith(line, { cwd: area.path, env: currentEnv(), records: stored.records });
  const context = program === undefined ? called.context : { ...called.context, program };
  const exitCode = await command(context);
  return { exitCode, stdout: called.stdout(), log: called.log() };
}

async function giveDirectory(test: TestRecord, runname: string): Promise<string> {
  const place = join("x/1", runname, fullName(test));
  const [rundir, shortdir] = [join(area.path, "links", place), join(area.path, "runs", place)];
  mkdirSync(shortdir, { recursive: true });
  mkdirSync(dirname(rundir), { recursive: true });
  symlinkSync(shortdir, rundir);
  await stored.records.setTestFields(test.id, { rundir, shortdir });
  return rundir;
}

const left = async (runname: string) => {
  const [run] = await stored.records.runs({ runname });
  return run === undefined ? "no run" : (await stored.records.tests(run.id, {})).map((test) => `${fullName(test)} ${test.state}`);
};

describe("-remove-runs", () => {
  it("02-53: removes what matches in every run that matches, and says so", async () => {
    const [one] = await addRun(stored.records, "x/1", "r1", { a: "PASS", b: "FAIL" });
    await addRun(stored.records, "x/1", "r2", { a: "FAIL" });
    await addRun(stored.records, "y/1", "r1", { a: "FAIL" });
    const rundir = one === undefined ? "" : await giveDirectory(one, "r1");
    const removed = await call(removeRuns, "-remove-runs -target x/1 -runname r% -testpatt a");
    expect(removed).toEqual({
      exitCode: 0,
      stdout: "",
      log: [
        "INFO: (1) No run launching processes found for x/1 / r1 with testpatt a",
        "INFO: (0) Removed 1 test(s) of x/1/r1",
        "INFO: (1) No run launching processes found for x/1 / r2 with testpatt a",
        "INFO: (0) Removed 1 test(s) of x/1/r2, and the run, since nothing is left in it",
      ],
    });
    expect(existsSync(rundir)).toBe(false);
    expect(await left("r1")).toEqual(["b COMPLETED"]);
    expect(await left("r2")).toBe("no run");
    expect(await stored.records.runs({ target: ["y", "1"] })).toHaveLength(1);
  });

  it("05-12: removes nothing without a test pattern", async () => {
    await addRun(stored.records, "x/1", "r1", { a: "PASS" });
    await expect(call(removeRuns, "-remove-runs -target x/1 -runname r1")).rejects.toMatchObject({ exitCode: 3 });
    expect(await left("r1")).toEqual(["a COMPLETED"]);
  });

  it("05-32, 02-56: leaves a locked run alone", async () => {
    await addRun(stored.records, "x/1", "r1", { a: "PASS" });
    await stored.records.setRunLock(1, true, "ann");
    expect(await call(removeRuns, "-remove-runs -target x/1 -runname r1 -testpatt %")).toMatchObject({
      exitCode: 0,
      log: [expect.stringContaining("locked")],
    });
    expect(await left("r1")).toEqual(["a COMPLETED"]);
  });

  it("says when there is no such run", async () => {
    const none = { exitCode: 0, stdout: "", log: ["INFO: (0) No matching run found."] };
    expect(await call(removeRuns, "-remove-runs -target x/1 -runname none -testpatt %")).toEqual(none);
  });

  it("02-55: -keep-records", async () => {
    const [test] = await addRun(stored.records, "x/1", "r1", { a: "PASS" });
    const rundir = test === undefined ? "" : await giveDirectory(test, "r1");
    const kept = await call(removeRuns, "-remove-runs -keep-records -q -target x/1 -runname r1 -testpatt %");
    expect(kept).toEqual({ exitCode: 0, stdout: "", log: ["INFO: (0) Removed data of 1 test(s) of x/1/r1"] });
    expect(existsSync(rundir)).toBe(false);
    expect(await left("r1")).toEqual(["a COMPLETED"]);
  });

  it("settles a test whose executor is gone instead of waiting for it", async () => {
    const [test] = await addRun(stored.records, "x/1", "r1", { a: "n/a" });
    await stored.records.setVerdict(test?.id ?? 0, { state: "RUNNING" });
    await stored.records.setOwner(test?.id ?? 0, { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) + 1 });
    const { log } = await call(removeRuns, "-remove-runs -q -target x/1 -runname r1 -testpatt %");
    expect(log).toEqual([
      "INFO: (0) a was RUNNING but its executor is gone: now INCOMPLETE/KILLED",
      "INFO: (0) Removed 1 test(s) of x/1/r1, and the run, since nothing is left in it",
    ]);
  });

  it("ends with 1 and says what to do when a directory could not be removed", async () => {
    const [test] = await addRun(stored.records, "x/1", "r1", { a: "PASS" });
    await stored.records.setTestFields(test?.id ?? 0, { rundir: `/${"x".repeat(5000)}` });
    const { exitCode, log } = await call(removeRuns, "-remove-runs -q -target x/1 -runname r1 -testpatt %");
    expect(exitCode).toBe(1);
    expect(log[1]).toMatch(/^WARNING: x\/1\/r1\/a is still there: ENAMETOOLONG: .*; mend that and give the same command again$/);
  });
});

describe("-remove-keep", () => {
  /** A megatest that notes its arguments and ends with this code. */
  function fakeMegatest(code: number): string {
    area.write({ megatest: `#!/bin/sh\necho "$PRE$*" >> @AREA@/called\nexit ${code}\n` });
    return join(area.path, "megatest");
  }
  const called = () => (existsSync(join(area.path, "called")) ? readFileSync(join(area.path, "called"), "utf8").trimEnd().split("\n") : []);

  beforeEach(async () => {
    for (const runname of ["r1", "r2", "r3"]) await addRun(stored.records, "x/1", runname, { a: "PASS" });
    await addRun(stored.records, "y/1", "s1", { a: "PASS" });
  });

  it("05-50: shows what would be removed and removes nothing", async () => {
    const { exitCode, stdout } = await call(removeKeep, "-remove-keep 1 -target x/1,y/% -runname r%,s%", fakeMegatest(0));
    const when = / WW\d\d\.[1-7] \d\d:\d\d:\d\d/g;
    expect(stdout.replace(when, "")).toBe("Actions: (print)\nx/1:\n r1 REMOVE\n r2 REMOVE\n r3\ny/1:\n s1\n");
    expect(exitCode).toBe(0);
    expect(called()).toEqual([]);
  });

  it("02-58: runs a command for each run that is too old, in the order of the actions", async () => {
    const line = "-remove-keep 2 -actions print,remove-runs -precmd PRE=x -target x/1 -runname %";
    const { exitCode, stdout } = await call(removeKeep, line, fakeMegatest(0));
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Actions: \(print remove-runs\)\nx\/1:\n r1 .* REMOVE\n r2 .*\d\n r3 .*\d\n$/);
    expect(called()).toEqual(["x-remove-runs -target x/1 -runname r1 -testpatt %"]);
  });

  it("02-58: skips runs that are younger than the age", async () => {
    const { stdout } = await call(removeKeep, "-remove-keep 0 -age 1w -actions remove-runs -target x/1 -runname r1", fakeMegatest(0));
    expect(stdout).toBe("Actions: (remove-runs)\nx/1:\nSkipping handling of x/1/r1 as it is younger than 1w\n");
    expect(called()).toEqual([]);
  });

  it("ends with 1 when a command fails, after the others", async () => {
    const { exitCode, log } = await call(removeKeep, "-remove-keep 1 -actions remove-runs -target x/1 -runname r%", fakeMegatest(3));
    expect(exitCode).toBe(1);
    expect(called()).toHaveLength(2);
    expect(log).toEqual([expect.stringMatching(/^ERROR: this command failed: .* -runname r1 /), expect.stringMatching(/ -runname r2 /)]);
  });

  it("does not remove a run whose name is a pattern that may match others", async () => {
    await addRun(stored.records, "x/1", "r%", { a: "PASS" });
    const { exitCode, log } = await call(removeKeep, "-remove-keep 0 -actions remove-runs -target x/1 -runname r%", fakeMegatest(0));
    expect(exitCode).toBe(1);
    expect(log).toEqual(["ERROR: not removing x/1/r%: as a pattern its name may match other runs"]);
    expect(called()).toHaveLength(3);
  });

  it.each([
    "-remove-keep x",
    "-remove-keep -1",
    "-remove-keep 1 -age soon",
    "-remove-keep 1 -actions print,explode",
    "-remove-keep 1 -actions archive",
  ])("refuses %s", async (line) => {
    await expect(call(removeKeep, `${line} -target x/1 -runname %`, fakeMegatest(0))).rejects.toMatchObject({ exitCode: 1 });
  });
});
