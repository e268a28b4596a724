import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { standardConfig, TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import { addRun, emptyRecords } from "../../../tests/kit/stored.js";
import type { Context } from "../context.js";
import { cleanCache } from "./maintenance.js";
import { getRunStatus, lockRuns, setRunStatus, unlockRuns } from "./run-status.js";
import { setStateStatus } from "./set-state-status.js";

let area: TestArea;
let stored: ReturnType<typeof emptyRecords>;
beforeEach(() => {
  area = new TestArea({ "megatest.config": standardConfig("[triggers]\n/WAIVED touch @AREA@/fired-$MT_TEST_NAME; true\n") });
  stored = emptyRecords(area.path);
});
afterEach(async () => {
  await stored.remove();
  area.remove();
});

async function call(command: (context: Context) => Promise<number>, line: string, env = {}) {
  const called = calledWith(line, { cwd: area.path, env, records: stored.records });
  const exitCode = await command(called.context);
  return { exitCode, stdout: called.stdout(), log: called.log() };
}

describe("-set-run-status and -get-run-status", () => {
  it("05-31: the oldest matching run", async () => {
    await addRun(stored.records, "x/1", "r1");
    await addRun(stored.records, "x/1", "r2");
    const set = await call(setRunStatus, "-set-run-status OK -m hi -target x/1 -runname r%");
    expect(set).toEqual({ exitCode: 0, stdout: "", log: [] });
    expect((await stored.records.runs({})).map((run) => [run.runname, run.status, run.comment])).toEqual([
      ["r1", "OK", "hi"],
      ["r2", "n/a", ""],
    ]);
    expect(await call(getRunStatus, "-get-run-status -target x/1 -runname r1")).toEqual({ exitCode: 0, stdout: "OK\n", log: [] });
  });

  it("05-30: no run", async () => {
    const none = { exitCode: 1, stdout: "", log: ["INFO: (0) No matching run found."] };
    expect(await call(getRunStatus, "-target x/1 -runname none")).toEqual(none);
    expect(await call(setRunStatus, "-set-run-status OK -target x/1 -runname none")).toEqual(none);
  });
});

describe("05-32: -lock and -unlock", () => {
  const states = async () => (await stored.records.runs({})).map((run) => run.state);

  it("asks for each run before it unlocks it", async () => {
    await addRun(stored.records, "x/1", "r1");
    await addRun(stored.records, "x/1", "r2");
    await call(lockRuns, "-lock -target x/1 -runname r%");
    expect(await states()).toEqual(["locked", "locked"]);
    const answers = ["n", "y"];
    const unlocked = await call((context) => unlockRuns(context, () => answers.shift()), "-unlock -target x/1 -runname r%");
    expect(unlocked.stdout).toBe("Do you really wish to unlock run 1?\n   y/n: Do you really wish to unlock run 2?\n   y/n: ");
    expect(await states()).toEqual(["locked", "unlocked"]);
  });

  it("02-56: keeps -set-state-status away", async () => {
    const [test] = await addRun(stored.records, "x/1", "r1", { t: "FAIL" });
    await call(lockRuns, "-lock -target x/1 -runname r1");
    await call(setStateStatus, "-set-state-status NOT_STARTED,n/a -target x/1 -runname r1 -testpatt %");
    expect(await stored.records.test(test?.id ?? 0)).toMatchObject({ state: "COMPLETED", status: "FAIL" });
  });
});

describe("-set-state-status", () => {
  const verdicts = async () =>
    (await stored.records.tests(1, {})).map((test) => `${test.testname}/${test.item_path} ${test.state}/${test.status}`).sort();

  it("02-57: changes what the filters select, and the record above", async () => {
    await addRun(stored.records, "x/1", "r1", { a: "FAIL", b: "PASS", "m/1": "FAIL", "m/2": "PASS", m: "FAIL" });
    const done = await call(setStateStatus, "-set-state-status NOT_STARTED,n/a -status FAIL -target x/1 -runname r1 -testpatt a,m/1");
    expect(done).toMatchObject({ exitCode: 0, stdout: "", log: ["INFO: (1) x/1/r1: 2 test(s) set to NOT_STARTED/n/a"] });
    expect(await verdicts()).toEqual([
      "a/ NOT_STARTED/n/a",
      "b/ COMPLETED/PASS",
      "m/ NOT_STARTED/STARTED",
      "m/1 NOT_STARTED/n/a",
      "m/2 COMPLETED/PASS",
    ]);
  });

  it("02 § 18.2: leaves a top-level record as it was set", async () => {
    await addRun(stored.records, "x/1", "r1", { "m/1": "FAIL", m: "FAIL" });
    await call(setStateStatus, "-set-state-status COMPLETED,WAIVED -target x/1 -runname r1 -testpatt m");
    expect(await verdicts()).toEqual(["m/ COMPLETED/WAIVED", "m/1 COMPLETED/WAIVED"]);
  });

  it("02-60: a top-level record that is set changes no item and is not rolled up again", async () => {
    await addRun(stored.records, "x/1", "r1", { "m/1": "FAIL", m: "FAIL" });
    await call(setStateStatus, "-set-state-status COMPLETED,WAIVED -target x/1 -runname r1 -testpatt m/");
    expect(await verdicts()).toEqual(["m/ COMPLETED/WAIVED", "m/1 COMPLETED/FAIL"]);
  });

  it("03-51: a failure that was waived before is waived again", async () => {
    area.write({ "tests/t/testconfig": "[waivers]\nw diff out.txt\n" });
    const [before] = await addRun(stored.records, "x/1", "r1", { t: "WAIVED" });
    const [now] = await addRun(stored.records, "x/1", "r2", { t: "CHECK" });
    for (const [test, name] of [[before, "r1"] as const, [now, "r2"] as const]) {
      area.write({ [`links/x/1/${name}/t/out.txt`]: "same\n" });
      await stored.records.setTestFields(test?.id ?? 0, { rundir: join(area.path, `links/x/1/${name}/t`), comment: `of ${name}` });
    }
    await call(setStateStatus, "-set-state-status COMPLETED,FAIL -target x/1 -runname r2 -testpatt %");
    expect(await stored.records.test(now?.id ?? 0)).toMatchObject({ state: "COMPLETED", status: "WAIVED", comment: "of r1" });
  });

  it("03 § 20: fires triggers", async () => {
    await addRun(stored.records, "x/1", "r1", { a: "FAIL", b: "WAIVED" });
    await call(setStateStatus, "-set-state-status COMPLETED,WAIVED -target x/1 -runname r1 -testpatt %");
    await area.until(() => ["a", "b"].every((name) => existsSync(join(area.path, `fired-${name}`))), "both triggers");
  });

  it("05 § 5.2: needs both parts, and exits with 0", async () => {
    await addRun(stored.records, "x/1", "r1");
    const done = await call(setStateStatus, "-set-state-status COMPLETED -target x/1 -runname r1 -testpatt %");
    expect(done).toEqual({ exitCode: 0, stdout: "", log: ["ERROR: -set-state-status needs a state and a status: STATE,STATUS"] });
  });
});

describe("01-58: -clean-cache", () => {
  const directory = () => join(area.path, "links/x/1/r1");
  beforeEach(() => {
    mkdirSync(join(directory(), "t"), { recursive: true });
    for (const name of [".megatest.cfg-1-a", ".runconfigs.cfg-1-a", ".runconfig.1-a", "other", "t/.megatest.cfg-1-a"])
      writeFileSync(join(directory(), name), "");
  });

  it("removes those of the run, not those of tests", async () => {
    const done = await call(cleanCache, "-clean-cache -target x/1 -runname r1");
    const files = [".megatest.cfg-1-a", ".runconfig.1-a", ".runconfigs.cfg-1-a"].map((name) => `    ${join(directory(), name)}`);
    expect(done).toEqual({ exitCode: 0, stdout: "", log: [["INFO: (0) Removing cached files:", ...files].join("\n")] });
    expect([...readdirSync(directory()), ...readdirSync(join(directory(), "t"))].sort()).toEqual([".megatest.cfg-1-a", "other", "t"]);
    expect((await call(cleanCache, "-clean-cache -target x/1 -runname r1")).log).toEqual([
      "INFO: (0) No cached megatest or runconfigs files found. None removed.",
    ]);
  });

  it.each([
    ["-clean-cache -target x/1", "ERROR: -clean-cache requires -runname."],
    ["-clean-cache -runname r1", "ERROR: -clean-cache requires -target or -reqtarg"],
    ["-clean-cache", "ERROR: -clean-cache requires -target or -reqtarg"],
  ])("says what is missing in %s, and goes on", async (line, error) => {
    expect(await call(cleanCache, line)).toEqual({ exitCode: 0, stdout: "", log: [error] });
  });
});
