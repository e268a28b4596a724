import { existsSync, lstatSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterEach);

const pass = "[ezsteps]\ns true\n";
const fail = "[ezsteps]\ns false\n";
const waits = (waiton: string, mode = "normal") => `[requirements]\nwaiton ${waiton}\nmode ${mode}\n`;

describe("waitons", () => {
  it("02-12, 02-23: tests run after what they wait for; a failure is passed on as PREQ_FAIL", async () => {
    const made = area({
      "tests/a/testconfig": `[ezsteps]\ns date +%s.%N > $MT_RUN_AREA_HOME/a.at; true\n`,
      "tests/b/testconfig": `[ezsteps]\ns date +%s.%N > $MT_RUN_AREA_HOME/b.at; true\n${waits("a")}`,
      "tests/bad/testconfig": fail,
      "tests/after/testconfig": pass + waits("bad"),
      "tests/later/testconfig": pass + waits("after"),
      "tests/report/testconfig": pass + waits("bad after", "toplevel"),
    });
    const { code, stderr } = await made.run();
    expect(code, stderr).toBe(0);
    expect(made.verdicts()).toEqual({
      a: "COMPLETED/PASS",
      after: "COMPLETED/PREQ_FAIL",
      b: "COMPLETED/PASS",
      bad: "COMPLETED/FAIL",
      later: "COMPLETED/PREQ_FAIL",
      report: "COMPLETED/PASS",
    });
    expect(Number(made.read("b.at"))).toBeGreaterThan(Number(made.read("a.at")));
    expect(made.query("SELECT comment FROM tests WHERE testname = 'after'")).toEqual([{ comment: "Failed to run due to failed prerequisites" }]);
    // Why a test was blocked is said at the end.
    expect(stderr).toContain("COMPLETED/PREQ_FAIL after: Failed to run due to failed prerequisites");
  });

  it("02-17, 02-26: items wait for their counterparts only, and only those are pulled in", async () => {
    const made = area({
      "tests/build/testconfig": "[ezsteps]\ns test $OS != win\n[items]\nOS lin win mac\n",
      "tests/unit/testconfig": `${pass}[items]\nOS lin win\nSEED 1 2\n[requirements]\nwaiton build\nmode itemwait\nitemmap ^(.*)/\\d$ \\1\n`,
    });
    await made.run("-testpatt", "unit");
    expect(made.verdicts()).toEqual({
      build: "COMPLETED/FAIL",
      "build/lin": "COMPLETED/PASS",
      "build/win": "COMPLETED/FAIL",
      unit: "NOT_STARTED/PREQ_FAIL",
      "unit/lin/1": "COMPLETED/PASS",
      "unit/lin/2": "COMPLETED/PASS",
      "unit/win/1": "COMPLETED/PREQ_FAIL",
      "unit/win/2": "COMPLETED/PREQ_FAIL",
    });
  });

  it("01-56, 02-20: items may be made by a test that runs before; a list of an earlier run does not count", async () => {
    const made = area({
      list: "old\n",
      "tests/list/testconfig": "[ezsteps]\ns echo x y > $MT_RUN_AREA_HOME/list; true\n",
      "tests/each/testconfig": `${pass}[items]\nI [system cat list]\n${waits("list")}`,
    });
    await made.run();
    expect(Object.keys(made.verdicts())).toEqual(["each", "each/x", "each/y", "list"]);
  });
});

describe("limits", () => {
  const counting = `[ezsteps]\ns mkdir -p $MT_RUN_AREA_HOME/now; touch $MT_RUN_AREA_HOME/now/$MT_RUNNAME.$MT_TEST_NAME; ls $MT_RUN_AREA_HOME/now | wc -l >> $MT_RUN_AREA_HOME/seen; sleep 0.3; rm $MT_RUN_AREA_HOME/now/$MT_RUNNAME.$MT_TEST_NAME\n`;
  const six = (more = "") => Object.fromEntries([1, 2, 3, 4, 5, 6].map((n) => [`tests/t${n}/testconfig`, counting + more]));
  const most = (made: TestArea) => Math.max(...made.read("seen").trim().split("\n").map(Number));

  it("02-34: no more than max_concurrent_jobs tests are live", async () => {
    const made = area({ "megatest.config": standardConfig().replace("max_concurrent_jobs 10", "max_concurrent_jobs 2"), ...six() });
    await made.run();
    expect(most(made)).toBe(2);
    expect(Object.values(made.verdicts())).toEqual(Array(6).fill("COMPLETED/PASS"));
  });

  it("02-34: several runners of the area keep to it together", async () => {
    const made = area({ "megatest.config": standardConfig().replace("max_concurrent_jobs 10", "max_concurrent_jobs 2"), ...six() });
    const runs = ["r1", "r2", "r3"];
    await Promise.all(runs.map((runname) => made.run("-runname", runname)));
    expect(most(made)).toBe(2);
    for (const runname of runs) expect(Object.values(made.verdicts(runname))).toEqual(Array(6).fill("COMPLETED/PASS"));
  });

  it("02-35: a job group has a limit of its own", async () => {
    const made = area({ "megatest.config": standardConfig("[jobgroups]\ng 1\n"), ...six("[test_meta]\njobgroup g\n") });
    await made.run();
    expect(most(made)).toBe(1);
  });

  it("02-35: while its three tests run one after another, a test without group runs beside them", async () => {
    const test = (name: string, more = "") => ({ [`tests/${name}/testconfig`]: counting + more });
    const group = "[test_meta]\njobgroup g\n";
    const made = area({
      "megatest.config": standardConfig("[jobgroups]\ng 1\n"),
      ...test("z"),
      ...test("a", group),
      ...test("b", group),
      ...test("c", group),
    });
    await made.run();
    expect(most(made)).toBe(2);
  });

  it("02-30: mode exclusive waits until the same test of another run has ended", async () => {
    const made = area({
      "tests/one/testconfig":
        "[requirements]\nmode exclusive\n[ezsteps]\ns mkdir $MT_RUN_AREA_HOME/alone && sleep 1.5 && rmdir $MT_RUN_AREA_HOME/alone\n",
    });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    await made.run("-runname", "r2");
    expect([made.verdicts("r1"), made.verdicts("r2")]).toEqual([{ one: "COMPLETED/PASS" }, { one: "COMPLETED/PASS" }]);
  });

  it("03-14: without a launcher independent tests run side by side", async () => {
    const made = area(six());
    await made.run();
    expect(most(made)).toBeGreaterThan(1);
  });
});

describe("running again", () => {
  it("02-37, 02-38: completed tests stay, unless -rerun lists their status or -force is given", async () => {
    const made = area({
      "tests/f/testconfig": "[ezsteps]\ns echo x >> $MT_RUN_AREA_HOME/f.count; false\n",
      "tests/p/testconfig": "[ezsteps]\ns echo x >> $MT_RUN_AREA_HOME/p.count; true\n",
    });
    const counts = () => ["f", "p"].map((name) => made.read(`${name}.count`).length / 2);
    await made.run();
    await made.run();
    expect(counts()).toEqual([1, 1]);
    await made.run("-rerun", "WARN");
    expect(counts()).toEqual([1, 1]);
    await made.run("-rerun", "FAIL");
    expect(counts()).toEqual([2, 1]);
    await made.run("-force");
    expect(counts()).toEqual([3, 2]);
  });

  it("02-39, 02-41: -rerun-clean gives failed, killed and blocked tests another chance", async () => {
    const made = area({
      "tests/a/testconfig": "[ezsteps]\ns test -e $MT_RUN_AREA_HOME/fixed\n",
      "tests/b/testconfig": pass + waits("a"),
      "tests/k/testconfig": pass,
    });
    await made.run();
    await made.megatest(["-set-state-status", "KILLED,KILLED", "-target", "x/1", "-runname", "r1", "-testpatt", "k"]);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/FAIL", b: "COMPLETED/PREQ_FAIL", k: "KILLED/KILLED" });
    await made.run("-rerun", "KILLED");
    expect(made.verdicts()["k"]).toBe("KILLED/KILLED");
    made.write({ fixed: "" });
    await made.megatest(["-rerun-clean", "-run-wait", "-target", "x/1", "-runname", "r1"]);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", b: "COMPLETED/PASS", k: "COMPLETED/PASS" });
  });

  it("02-42: -rerun FAIL,PREQ_FAIL mends a chain in one command", async () => {
    const made = area({ "tests/a/testconfig": "[ezsteps]\ns test -e $MT_RUN_AREA_HOME/fixed\n", "tests/b/testconfig": pass + waits("a") });
    await made.run();
    made.write({ fixed: "" });
    await made.run("-rerun", "FAIL,PREQ_FAIL");
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", b: "COMPLETED/PASS" });
  });

  it("02-44: allow-auto-rerun starts such tests once more", async () => {
    const made = area({
      "megatest.config": standardConfig().replace("[setup]", "[setup]\nallow-auto-rerun COMPLETED/FAIL"),
      "tests/f/testconfig": "[ezsteps]\ns echo x >> $MT_RUN_AREA_HOME/f.count; false\n",
    });
    await made.run();
    await made.run();
    expect(made.read("f.count").length / 2).toBe(2);
  });

  it("03-11: old files survive a run again, but not with -preclean", async () => {
    const made = area({ "tests/a/testconfig": fail });
    await made.run();
    made.write({ "runs/x/1/r1/a/extra": "" });
    await made.run("-rerun", "FAIL");
    expect(existsSync(join(made.path, "runs/x/1/r1/a/extra"))).toBe(true);
    await made.run("-rerun", "FAIL", "-preclean");
    expect(existsSync(join(made.path, "runs/x/1/r1/a/extra"))).toBe(false);
    expect(made.verdicts()).toEqual({ a: "COMPLETED/FAIL" });
  });

  it("03-58: no step records of a longer earlier run remain", async () => {
    const made = area({ "tests/a/testconfig": "[ezsteps]\none true\ntwo false\n" });
    await made.run();
    made.write({ "tests/a/testconfig": "[ezsteps]\none true\n" });
    await made.run("-rerun", "FAIL");
    expect(made.query("SELECT DISTINCT stepname FROM test_steps")).toEqual([{ stepname: "one" }]);
  });
});

describe("run directories", () => {
  it("03-7, 03-8, 03-9: links lead from the link tree to the disk", async () => {
    const made = area({ "tests/plain/testconfig": pass, "tests/many/testconfig": `${pass}[items]\nA a\nB b\n` });
    await made.run();
    const link = (path: string) => readlinkSync(join(made.path, "links/x/1/r1", path));
    expect(link("plain")).toBe(join(made.path, "runs/x/1/r1/plain"));
    expect(link("many/a/b")).toBe(join(made.path, "runs/x/1/r1/many/a/b"));
    for (const path of ["many", "many/a"]) expect(lstatSync(join(made.path, "links/x/1/r1", path)).isDirectory()).toBe(true);
    expect(made.query("SELECT rundir, shortdir FROM tests WHERE testname = 'plain'")).toEqual([
      { rundir: join(made.path, "links/x/1/r1/plain"), shortdir: join(made.path, "runs/x/1/r1/plain") },
    ]);
  });

  it("03-10: testcopycmd fills them", async () => {
    const made = area({
      "megatest.config": standardConfig().replace("[setup]", "[setup]\ntestcopycmd cp -r TEST_SRC_PATH/. TEST_TARG_PATH; touch TEST_TARG_PATH/mine"),
      "tests/a/testconfig": "[ezsteps]\ns test -e mine\n",
    });
    await made.run();
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
  });

  it("03-12, 03-13: LAUNCHCMD is noted; with launcher nbfake there is a NBFAKE log and the runner does not wait", async () => {
    const made = area({
      "megatest.config": standardConfig().replace("[jobtools]", "[jobtools]\nlauncher nbfake"),
      "tests/a/testconfig": "[ezsteps]\ns sleep 3\n",
    });
    const { code } = await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    expect(code).toBe(0);
    expect(["LAUNCHED/n/a", "REMOTEHOSTSTART/n/a", "RUNNING/n/a"]).toContain(made.verdicts()["a"]);
    expect(made.read("links/x/1/r1/a/mt_launch.log")).toMatch(/^LAUNCHCMD: nbfake .* -m \S+:a: -execute /m);
    await made.until(() => made.verdicts()["a"] === "COMPLETED/PASS", "the test to end");
  });

  it("another launcher command gets the payload and -execute runs it", async () => {
    const made = area({
      "megatest.config": standardConfig()
        .replace("[jobtools]", "[jobtools]\nlauncher @AREA@/submit.sh")
        .replace("[setup]", "[setup]\nlaunch-delay 0"),
      "submit.sh": '#!/bin/sh\necho "$@" >> @AREA@/submitted\nsetsid "$@" > batch.log 2>&1 < /dev/null &\n',
      "tests/a/testconfig": pass,
      "tests/b/testconfig": fail,
    });
    await made.run();
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", b: "COMPLETED/FAIL" });
    expect(made.read("submitted").trim().split("\n")).toHaveLength(2);
  });

  it("03 § 6.3: a launch command that fails is the test's ABORT, and others go on", async () => {
    const made = area({
      "megatest.config": standardConfig("[launchers]\nbad broken\n[host-types]\nbroken /no/such/launcher\n").replace(
        "[jobtools]",
        "[jobtools]\nflexi-launcher yes",
      ),
      "tests/bad/testconfig": pass,
      "tests/good/testconfig": pass,
    });
    const { code } = await made.run();
    expect(code).toBe(1);
    expect(made.verdicts()).toEqual({ bad: "COMPLETED/ABORT", good: "COMPLETED/PASS" });
    expect(made.query("SELECT comment FROM tests WHERE testname = 'bad'")).toEqual([{ comment: "launch failed (127)" }]);
  });
});

describe("exit code", () => {
  const files = { "tests/f/testconfig": fail, "tests/p/testconfig": pass };

  it("05-53: 0 although tests fail", async () => {
    expect((await area(files).run()).code).toBe(0);
  });

  it("02-49: 0 without waiting for a slow test that fails, and 0 after waiting with -run-wait", async () => {
    const made = area({ "tests/slow/testconfig": "[ezsteps]\ns until test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done; false\n" });
    expect((await made.megatest(["-run", "-target", "x/1", "-runname", "r1"])).code).toBe(0);
    expect(made.verdicts()["slow"]).toMatch(/^(LAUNCHED|REMOTEHOSTSTART|RUNNING)\//);
    const waiting = made.run();
    await new Promise((tick) => setTimeout(tick, 1000));
    made.write({ go: "" });
    expect((await waiting).code).toBe(0);
    expect(made.verdicts()).toEqual({ slow: "COMPLETED/FAIL" });
  });

  it("10 from results, by flag or by setting; 0 when all pass", async () => {
    const made = area(files);
    expect((await made.run("-exit-code-from-results")).code).toBe(10);
    expect((await made.run("-exit-code-from-results", "-testpatt", "p")).code).toBe(0);
    const strict = area({ ...files, "megatest.config": standardConfig().replace("[setup]", "[setup]\nexit-code-from-results yes") });
    expect((await strict.megatest(["-run", "-target", "x/1", "-runname", "r1"])).code).toBe(10);
  });
});

describe("02-48: hooks", () => {
  it("the pre-hook runs once for a new run, the post-hook once per command", async () => {
    const made = area({
      "megatest.config": standardConfig("[runs]\npre-hook echo pre $MT_RUNNAME\npost-hook echo post\n"),
      "tests/a/testconfig": pass,
    });
    await made.run();
    await made.run();
    expect(made.read("logs/pre-hook-x-1-r1.log")).toBe("pre r1\n");
    expect(made.read("logs/post-hook-x-1-r1.log")).toBe("post\npost\n");
  });
});

it("bin/megatest works through a symlink, from below the area, with -- spelling", async () => {
  const made = area({ "tests/a/testconfig": pass, "tests/sub/deep/x": "" });
  const { code, stdout } = await made.megatest(["--list-targets", "--start-dir", join(made.path, "tests/sub/deep")]);
  expect({ code, stdout }).toEqual({ code: 0, stdout: "default\n" });
});
