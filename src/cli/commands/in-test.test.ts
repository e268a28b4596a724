import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { standardConfig, TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import { silentLog } from "../../base/index.js";
import { encodePayload, type Payload } from "../../launch/index.js";
import type { TestRecord } from "../../model/index.js";
import { liveDirectory, openRecords, type Records } from "../../store/index.js";
import { currentEnv } from "../../sys/index.js";
import { versionLine } from "../version.js";
import { inTest } from "./in-test.js";

let area: TestArea;
let records: Records;
let item: TestRecord;
let topLevel: TestRecord;
let rundir: string;
let payload: Payload;

beforeAll(() => {
  area = new TestArea({
    "megatest.config": standardConfig("[triggers]\n/CHECK touch @AREA@/fired; true\n"),
    "tests/t/testconfig": "[ezsteps]\ns true\n[items]\nN 1 2\n",
  });
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  records = openRecords({ toppath: area.path, areaName: "area", keys, log: silentLog, version: versionLine });
});
afterAll(async () => {
  await records.close();
  rmSync(liveDirectory({ toppath: area.path, areaName: "area" }), { recursive: true });
  area.remove();
});

let runs = 0;
beforeEach(async () => {
  const runname = `r${++runs}`;
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  [topLevel = none(), item = none()] = await records.registerTests(runId, [
    { testname: "t", item_path: "" },
    { testname: "t", item_path: "1" },
  ]);
  rundir = join(area.path, "links/x/1", runname, "t/1");
  mkdirSync(rundir, { recursive: true });
  await records.setVerdict(item.id, { state: "RUNNING", status: "n/a" });
  await records.setTestFields(item.id, { rundir });
  await records.setTestFields(topLevel.id, { rundir: join(rundir, "..") });
  payload = payloadOf(runId, runname);
});

function none(): never {
  throw new Error("not registered");
}

function payloadOf(runId: number, runname: string): Payload {
  return {
    testpath: join(area.path, "tests/t"),
    homehost: "127.0.0.1",
    homehostPinned: true,
    throughServer: false,
    areaname: "area",
    toppath: area.path,
    workArea: rundir,
    testName: "t",
    runscript: undefined,
    runId,
    testId: item.id,
    item: [{ name: "N", value: "1" }],
    megatest: "megatest",
    ezsteps: true,
    subrun: false,
    target: "x/1",
    runtlim: undefined,
    envOverride: [],
    setVars: undefined,
    runname,
    binDirectory: undefined,
  };
}

/** Calls megatest from inside the test. */
async function call(words: readonly string[]): Promise<number> {
  const env = { ...currentEnv(), MT_RUN_AREA_HOME: area.path, MT_CMDINFO: encodePayload(payload) };
  return inTest(calledWith(words, { cwd: rundir, env }).context);
}

const calling = (line: string) => call(line.split(" "));

const now = async (test = item) => {
  const record = await records.test(test.id);
  return { verdict: `${record?.state}/${record?.status}`, comment: record?.comment, log: record?.final_logf };
};

const steps = async () =>
  (await records.steps(item.id)).map((step) => [step.stepname, step.state, step.status, step.comment, step.logfile].join("|"));

const flags = ["-step", "-setlog", "-set-toplog", "-test-status", "-set-values", "-load-test-data", "-runstep", "-summarize-items"];

describe("outside and without arguments", () => {
  it.each(flags)("05-34, 03-49: %s outside a test ends with 5", async (flag) => {
    const line = [flag, "x", ":state", "end", ":status", "0"];
    const { context } = calledWith(line, { cwd: area.path });
    await expect(inTest(context)).rejects.toMatchObject({ reason: "not-in-test", exitCode: 5, message: expect.stringContaining(flag) });
  });

  it.each(["-step a", "-step a :state end", "-step a -status 0", "-test-status", "-test-status :state COMPLETED", "-runstep a", "-runstep a -m x"])(
    "05-34, 03-49: %s inside a test ends with 6 and records nothing",
    async (line) => {
      await expect(calling(line)).rejects.toMatchObject({ reason: "usage", exitCode: 6 });
      expect(await steps()).toEqual([]);
    },
  );
});

describe("-step", () => {
  it.each([
    ["-step a :state start :status n/a", "a|start|n/a||"],
    ["-step a -state end -status 0", "a|end|0||"],
    ["-step a :state end -status 0 -m done -setlog a.log", "a|end|0|done|a.log"],
    ["-step a :state paused :status odd", "a|paused|odd||"],
  ])("records the step: %s", async (line, row) => {
    expect(await calling(line)).toBe(0);
    expect(await steps()).toEqual([row]);
    expect((await now()).verdict).toBe("RUNNING/n/a");
  });

  it("-setlog beside it is also the final log of the test", async () => {
    await calling("-step a :state end :status 0 -setlog a.log");
    expect((await now()).log).toBe("a.log");
  });

  it("takes comment and data from what logpro left in the run directory", async () => {
    writeFileSync(join(rundir, "a.dat"), "[final]\nexit-code 2\nexit-status WARN\nmessage looks odd\n");
    await calling("-step a :state end :status 2 -m mine");
    expect(await steps()).toEqual(["a|end|2|WARN: looks odd|"]);
    expect(await records.data(item.id)).toMatchObject([{ category: "a", variable: "final", status: "WARN" }]);
  });
});

describe("-test-status", () => {
  it.each([
    [":status 0", "COMPLETED/PASS"],
    [":status 3", "COMPLETED/FAIL"],
    [":status -1", "COMPLETED/FAIL"],
    ["-status CHECK", "COMPLETED/CHECK"],
    [":status STRANGE", "COMPLETED/STRANGE"],
  ])("05-35: %s", async (status, verdict) => {
    expect(await calling(`-test-status :state COMPLETED ${status} -m said`)).toBe(0);
    expect(await now()).toMatchObject({ verdict, comment: "said" });
  });

  it("rolls up and fires triggers, even when nothing changes", async () => {
    await records.setVerdict(item.id, { state: "COMPLETED", status: "CHECK" });
    await calling("-test-status :state COMPLETED :status CHECK");
    expect(await now(topLevel)).toMatchObject({ verdict: "COMPLETED/CHECK" });
    await area.until(() => existsSync(join(area.path, "fired")), "the trigger");
  });

  it("takes a measurement along, which a status AUTO then stands for", async () => {
    await calling("-test-status :state COMPLETED :status AUTO :value 9 :expected 4 :tol 2 :category power :variable idle :units W");
    expect(await now()).toMatchObject({ verdict: "COMPLETED/FAIL" });
    expect(await records.data(item.id)).toMatchObject([
      { category: "power", variable: "idle", value: 9, expected: 4, tol: 2, units: "W", status: "fail" },
    ]);
  });
});

describe("-set-values", () => {
  it("03 § 17.3: has defaults for what is not given", async () => {
    await calling("-set-values :value 7");
    expect(await records.data(item.id)).toMatchObject([
      { category: "", variable: "", value: 7, expected: "n/a", tol: "n/a", units: "", status: null },
    ]);
  });

  it("makes no row without a value", async () => {
    await calling("-set-values :variable x :expected 5");
    expect(await records.data(item.id)).toEqual([]);
  });

  it("adds one row, also beside -test-status", async () => {
    await calling("-set-values -test-status :state COMPLETED :status CHECK :value 3 :variable v");
    expect(await records.data(item.id)).toHaveLength(1);
    expect((await now()).verdict).toBe("COMPLETED/CHECK");
  });

  it("03 § 16: keeps a message without state and status as the test's comment, unless it is blank", async () => {
    await call(["-set-values", ":value", "1", "-m", "two words"]);
    expect((await now()).comment).toBe("two words");
    await call(["-set-values", ":value", "1", "-m", "  "]);
    expect((await now()).comment).toBe("two words");
  });
});

describe("logs and pages", () => {
  it("-setlog and -set-toplog, together on one line", async () => {
    await calling("-setlog own.html -set-toplog top.html");
    expect((await now()).log).toBe("own.html");
    expect((await now(topLevel)).log).toBe("top.html");
  });

  it("-summarize-items writes the roll-up page at once, whatever the final log is", async () => {
    await calling("-set-toplog top.html -summarize-items");
    expect(readFileSync(join(rundir, "../megatest-rollup-t.html"), "utf8")).toContain("Summary for t");
    expect((await now(topLevel)).log).toBe("megatest-rollup-t.html");
  });
});

describe("-runstep", () => {
  it.each([
    [["true"], 0, "0"],
    [["false"], 1, "1"],
    [["sh", "-c", "exit 2"], 2, "2"],
    [["sh", "-c", "exit 9"], 3, "9"],
    [["no-such-program-here"], 3, "127"],
  ])("05-36, 03-50: %j ends with %i", async (command, exitCode, status) => {
    expect(await call(["-runstep", "s", ...command])).toBe(exitCode);
    expect(await steps()).toEqual(["s|start|n/a||s.log", `s|end|${status}||s.log`]);
    expect((await now()).verdict).toBe("RUNNING/n/a");
  });

  it("keeps both outputs in the caller's directory, and the message in both rows", async () => {
    await call(["-runstep", "s", "-m", "a remark", "sh", "-c", "echo out; echo err >&2"]);
    expect(readFileSync(join(rundir, "s.log"), "utf8")).toBe("out\nerr\n");
    expect(await steps()).toEqual(["s|start|n/a|a remark|s.log", "s|end|0|a remark|s.log"]);
  });

  it.each([
    [["echo a | tr a b"], "b\n"],
    [["echo", "a", "'|'", "b"], "a | b\n"],
    [["echo", "a", "|", "tr", "a", "b"], "b\n"],
    [["echo", "a  b"], "a  b\n"],
    [["printf", "%s.", "", "x y"], ".x y."],
    [["ls", "*.txt"], "1.txt\n2.txt\n"],
  ])("the shell reads the words of %j", async (command, output) => {
    for (const name of ["1.txt", "2.txt"]) writeFileSync(join(rundir, name), "");
    await call(["-runstep", "s", ...command]);
    expect(readFileSync(join(rundir, "s.log"), "utf8")).toBe(output);
  });
});
