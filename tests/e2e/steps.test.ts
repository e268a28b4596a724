import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterAll);

/** A run script in a test of its own. */
const script = (name: string, text: string) => ({
  [`tests/${name}/testconfig`]: "[setup]\nrunscript run.sh\n",
  [`tests/${name}/run.sh`]: text,
});

const passRules = '(expect:required in "LogFileBody" > 0 "It says so" #/all is well/)\n';

const files = {
  "megatest.config": standardConfig().replace("[setup]", "[setup]\nblacklistvars FOO BAR"),
  ...script("check", "#!/bin/sh\nmegatest -test-status :state COMPLETED :status CHECK\nexit 1\n"),
  ...script("data", "#!/bin/sh\nprintf 'd,v,9,4,1\\nd,w,5,5,1\\n' | megatest -load-test-data\nmegatest -test-status :state COMPLETED :status AUTO\n"),
  // Without the mark of a program it is written without execute permission.
  ...script("plainfile", "touch $MT_RUN_AREA_HOME/plainfile.ran\n"),
  "tests/two/testconfig": "[ezsteps]\ns1 true\ns2 true\n",
  "tests/stops/testconfig": "[ezsteps]\ns1 exit 3\ns2 true\n",
  "tests/judged/testconfig": "[ezsteps]\ns1 (echo all is well; exit 1)\n",
  "tests/judged/s1.logpro": passRules,
  "tests/warned/testconfig": "[ezsteps]\ns1 echo careful\ns2 true\n",
  "tests/warned/s1.logpro": '(expect:warning in "LogFileBody" = 0 "Be careful" #/careful/)\n',
  "tests/skipped/testconfig": "[ezsteps]\ns1 echo not here\ns2 true\n",
  "tests/skipped/s1.logpro": '(expect:skip in "LogFileBody" = 0 "Not for this host" #/not here/)\n',
  "tests/extracted/testconfig": `[ezsteps]\ns1 echo all is well\n[logpro]\ns1 ;; rules\n  ${passRules}`,
  "tests/onpath/testconfig": "[ezsteps]\nx script.sh\n",
  "tests/onpath/script.sh": "#!/bin/sh\necho found\n",
  "tests/outer/testconfig": "[ezsteps]\nwith env\nwithout {subrun=yes} env\n",
  "tests/loud/testconfig": "[ezsteps]\ns1 (echo to stdout; echo to stderr >&2)\n",
  "tests/empty/testconfig": "[test_meta]\nauthor ann\n",
  "tests/measures/testconfig": "[ezsteps]\ns1 printf 'c,v,9,4,1\\nc,v,5,4,1,,later\\nc,w,1\\n' | megatest -load-test-data\n",
};

describe("how a test runs", () => {
  let made: TestArea;
  const steps = (testname: string) =>
    made
      .query("SELECT stepname, test_steps.state, test_steps.status FROM test_steps JOIN tests ON tests.id = test_id WHERE testname = ?", testname)
      .map((row) => Object.values(row).join(" "))
      .toSorted();
  const test = (testname: string) => made.query("SELECT state, status, comment, final_logf FROM tests WHERE testname = ?", testname)[0];
  const passed = { state: "COMPLETED", status: "PASS" };

  beforeAll(async () => {
    made = area(files);
    const { code, stderr } = await made.megatest(["-run", "-run-wait", "-target", "x/1", "-runname", "r1"], { env: { FOO: "foo" } });
    expect(code, stderr).toBe(0);
  });

  it("03-25: blacklistvars replaces the names that megatest.sh only shows", () => {
    const lines = made.read("links/x/1/r1/two/megatest.sh").split("\n");
    expect(lines).toContain("# export FOO=foo");
    expect(lines.filter((line) => /^(# )?export HOME=/.test(line))).toEqual([expect.stringMatching(/^export HOME=/)]);
  });

  it("03-27: what a run script says about itself stands, whatever its exit code", () => {
    expect(test("check")).toMatchObject({ state: "COMPLETED", status: "CHECK" });
  });

  it("03-28: a run script that cannot be executed is made executable", () => {
    expect(test("plainfile")).toMatchObject(passed);
    expect(made.read("plainfile.ran")).toBe("");
    expect(statSync(join(made.path, "links/x/1/r1/plainfile/run.sh")).mode & 0o110).toBe(0o110);
    expect(statSync(join(made.path, "tests/plainfile/run.sh")).mode & 0o111).toBe(0);
  });

  it("03-29: a start row and an end row for each step", () => {
    expect(steps("two")).toEqual(["s1 end 0", "s1 start -", "s2 end 0", "s2 start -"]);
    expect(test("two")).toMatchObject(passed);
  });

  it("03-30: a step that exits 3 without logpro ends the test", () => {
    expect(steps("stops")).toEqual(["s1 end 3", "s1 start -"]);
    expect(test("stops")).toMatchObject({ state: "COMPLETED", status: "FAIL", comment: "Failed at step s1" });
  });

  it("03-31: a step of which logpro warns is followed by the next, the test is WARN in the end", () => {
    expect(steps("warned")).toEqual(["s1 end 2", "s1 start -", "s2 end 0", "s2 start -"]);
    expect(test("warned")).toMatchObject({ state: "COMPLETED", status: "WARN" });
  });

  it("03-32: a step that logpro says to skip is the last one", () => {
    expect(steps("skipped")).toEqual(["s1 end 6", "s1 start -"]);
    expect(test("skipped")).toMatchObject({ state: "COMPLETED", status: "SKIP" });
  });

  it("03-33: logpro's exit code stands in place of the command's", () => {
    expect(test("judged")).toMatchObject(passed);
    expect(steps("judged")).toEqual(["s1 end 0", "s1 start -"]);
  });

  it("03-34: rules of [logpro] become a file, and the page they make the final log", () => {
    expect(made.read("links/x/1/r1/extracted/s1.logpro")).toContain(passRules.trim());
    expect(made.read("links/x/1/r1/extracted/s1.html")).toContain("all is well");
    expect(test("extracted")).toMatchObject({ ...passed, final_logf: "s1.html" });
  });

  it("03-35: a step finds programs of its run directory", () => {
    expect(test("onpath")).toMatchObject(passed);
    expect(made.read("links/x/1/r1/onpath/x.log")).toBe("found\n");
  });

  it("03-36: a step with {subrun=yes} sees no variable of megatest", () => {
    const variables = (step: string) =>
      made
        .read(`links/x/1/r1/outer/${step}.log`)
        .split("\n")
        .filter((line) => line.startsWith("MT_"));
    expect(variables("with").length).toBeGreaterThan(5);
    expect(variables("without")).toEqual([]);
  });

  it("03-37: a step's log holds its stdout and its stderr", () => {
    expect(made.read("links/x/1/r1/loud/s1.log")).toBe("to stdout\nto stderr\n");
  });

  it("03-42: a test without run script and steps passes", () => {
    expect(test("empty")).toMatchObject(passed);
  });

  it("03-46: one failed line of data makes the test FAIL", () => {
    expect(test("data")).toMatchObject({ state: "COMPLETED", status: "FAIL" });
    expect(made.query("SELECT fail_count, pass_count FROM tests WHERE testname = 'data'")).toEqual([{ fail_count: 1, pass_count: 1 }]);
  });

  it("03-47: of two lines for one category and variable the later one is kept", () => {
    expect(made.query("SELECT variable, value, status, comment FROM test_data WHERE category = 'c' ORDER BY variable")).toEqual([
      { variable: "v", value: 5, status: "pass", comment: "later" },
      { variable: "w", value: 1, status: null, comment: "" },
    ]);
  });
});

it("03-55: the top-level record is RUNNING while an item is, then as bad as the worst", async () => {
  const made = area({
    "megatest.config": standardConfig().replace("[server]", "[server]\nsync-period 0.2"),
    "tests/many/testconfig": "[setup]\nrunscript run.sh\n[items]\nCODE 0 1 2 slow\n",
    "tests/many/run.sh": "#!/bin/sh\ntest $CODE = slow || exit $CODE\nuntil test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done\n",
  });
  await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
  const others = { "many/0": "COMPLETED/PASS", "many/1": "COMPLETED/FAIL", "many/2": "COMPLETED/WARN" };
  const isPast = () => Object.entries({ ...others, "many/slow": "RUNNING/n/a" }).every(([name, verdict]) => made.verdicts()[name] === verdict);
  await made.until(isPast, "all items but one");
  expect(made.verdicts()["many"]).toBe("RUNNING/FAIL");
  made.write({ go: "" });
  await made.until(() => made.verdicts()["many/slow"] === "COMPLETED/PASS", "the last item");
  expect(made.verdicts()).toEqual({ many: "COMPLETED/FAIL", ...others, "many/slow": "COMPLETED/PASS" });
});

it("03-56: -envdelta prints the new value of what changed between two captures", async () => {
  const made = area({});
  await made.megatest(["-envcap", "a"], { env: { TOOL: "/opt/old" } });
  await made.megatest(["-envcap", "b"], { env: { TOOL: "/opt/new dir" } });
  const { code, stdout } = await made.megatest(["-envdelta", "a-b"]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: '# Changed vars\nexport TOOL="/opt/new dir"\n' });
});
