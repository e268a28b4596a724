import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { TestArea } from "../../tests/kit/area.js";
import { calledWith } from "../../tests/kit/context.js";
import { aRun, aTest, readableRecords } from "../../tests/kit/records.js";
import type { FlagName } from "./flags.js";
import { generalListCall, generalRunCall, operateOn, testSelector } from "./selection.js";

let area: TestArea;
beforeAll(() => {
  area = new TestArea({ "runconfigs.config": "[default]\nA def\n[x/1]\nA one\n[y/%]\nA pattern\n" });
});
afterAll(() => area.remove());

async function outcome(
  work: (context: ReturnType<typeof calledWith>["context"]) => Promise<unknown>,
  line: string,
  env = {},
  records = readableRecords({}),
) {
  const called = calledWith(line, { cwd: area.path, env, records });
  const problem = await work(called.context).then(
    () => undefined,
    (error) => error,
  );
  return { exitCode: problem?.exitCode ?? 0, errors: [...called.log(), ...(problem === undefined ? [] : [problem.message])] };
}

const missing = (flag: string, what: string) => `Missing required parameter for ${flag}, you must specify ${what}`;
const target = "the target with -target";
const runname = "the run name with -runname";

describe("05 § 2: general run call", () => {
  it.each([
    ["05-9", "-run -runname r1", {}, 3, missing("-run", target)],
    ["05-10", "-run -target x/1", {}, 3, missing("-run", runname)],
    ["05-10", "-run -target x/1", { MT_RUNNAME: "r1" }, 3, missing("-run", runname)],
    ["05-13", "-run -runname r1 -reqtarg x/9", {}, 1, "[x/9] not found in @AREA@/runconfigs.config"],
    ["01-39", "-run -runname r1 -reqtarg y/1", {}, 1, "[y/1] not found in @AREA@/runconfigs.config"],
    ["05-13", "-run -runname r1 -reqtarg x/9 -target x/1", {}, 1, "[x/9] not found in @AREA@/runconfigs.config"],
    ["05-13", "-run -runname r1 -reqtarg y/1", { MT_TARGET: "x/1" }, 1, "[y/1] not found in @AREA@/runconfigs.config"],
  ])("%s: %s %j", async (_number, line, env, exitCode, error) => {
    expect(await outcome((context) => generalRunCall(context, "-run"), line, env)).toEqual({
      exitCode,
      errors: [error.replace("@AREA@", area.path)],
    });
  });

  it.each([
    ["-target x", "x", "x"],
    ["-target x/1/2", "x/1/2", "x 1 2"],
    ["-target x/", "x/", "x "],
    ["-target /1", "/1", " 1"],
    ["-reqtarg x", "x", "x"],
  ])("05-11: %s does not fit the keys", async (flag, text, parts) => {
    const invalid = `ERROR: Invalid target, spaces or blanks not allowed "${text}", target should be: SYS/RELEASE, have (${parts}) for elements`;
    const result = await outcome((context) => generalRunCall(context, "-run"), `-run -runname r1 ${flag}`);
    expect(result).toEqual({ exitCode: 3, errors: [invalid, missing("-run", target)] });
  });

  it.each([
    ["-target x/1 :runname r1", {}, ["x", "1"]],
    ["-reqtarg x/1 -target y/2 -runname r1", {}, ["x", "1"]],
    ["-runname r1", { MT_TARGET: "z/3" }, ["z", "3"]],
    ["-target z/% -runname r1", {}, ["z", "%"]],
  ])("%s selects", async (line, env, selected) => {
    const { context } = calledWith(line, { cwd: area.path, env });
    expect(await generalRunCall(context, "-lock")).toMatchObject({ target: selected, runname: "r1" });
  });

  it("takes comma lists for -remove-keep, each target with all keys", async () => {
    const { context } = calledWith("-target x/%,%/1 -runname a%,b", { cwd: area.path });
    expect(await generalListCall(context, "-remove-keep")).toMatchObject({
      targets: [
        ["x", "%"],
        ["%", "1"],
      ],
      runnames: ["a%", "b"],
    });
    expect(await outcome((called) => generalListCall(called, "-remove-keep"), "-target x/1,y -runname a")).toMatchObject({ exitCode: 3 });
  });
});

describe("05 § 2: operate-on", () => {
  it.each<[string, FlagName, string, number, string]>([
    ["05-12", "-remove-runs", "-target x/1 -runname r1", 3, missing("remove-runs", "the test pattern with -testpatt")],
    ["05-12", "-remove-runs", "-target x/1 -testpatt %", 3, missing("-remove-runs", runname)],
    ["05-12", "-remove-runs", "-runname r1 -testpatt %", 3, missing("-remove-runs", target)],
    ["05-12", "-set-state-status", "-target x/1 -testpatt %", 3, missing("-set-state-status", runname)],
    ["05 § 2", "-run-wait", "-runname r1 -testpatt %", 1, missing("-run-wait", target)],
    ["05 § 2", "-run-wait", "-target x/1 -testpatt %", 2, missing("-run-wait", runname)],
    ["05 § 2", "-run-wait", "-target x/1 -runname r1", 3, missing("run-wait", "the test pattern with -testpatt")],
  ])("%s: %s %s", async (_number, flag, line, exitCode, error) => {
    expect(await outcome((context) => operateOn(context, flag), line)).toEqual({ exitCode, errors: [error] });
  });

  it("02-56: leaves locked runs alone and has items before their top-level records", async () => {
    const records = readableRecords({
      runs: [aRun({ id: 1 }), aRun({ id: 2, runname: "r2", state: "locked" })],
      tests: [aTest({ id: 1, rundir: "/lt/t" }), aTest({ id: 2, item_path: "i", rundir: "/lt/t/i" }), aTest({ id: 3, run_id: 2 })],
    });
    const { context, log } = calledWith("-target x/1 -runname % -testpatt %", { cwd: area.path, records });
    const selected = await operateOn(context, "-set-state-status");
    expect(selected.map(({ run, tests }) => [run.id, ...tests.map((test) => test.id)])).toEqual([[1, 2, 1]]);
    expect(log()).toEqual(["INFO: (0) x/1/r2 is locked, skipping it"]);
  });
});

it.each([
  ["", {}],
  ["-testpatt a/%", { testpatt: "a/%" }],
  ["-testpatt a -itempatt b", { testpatt: "a/b" }],
  ["-itempatt b", { testpatt: "%/b" }],
  ["-state RUNNING,, -status FAIL,PASS", { states: ["RUNNING"], statuses: ["FAIL", "PASS"] }],
])("testSelector of %j", (line, selector) => {
  expect(testSelector(calledWith(line, { cwd: "/" }).context.args)).toEqual(selector);
});
