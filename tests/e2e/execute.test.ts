import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig } from "../kit/area.js";

const area = areaMaker(afterEach);
const batch = standardConfig().replace("[jobtools]", "[jobtools]\nlauncher @AREA@/submit.sh").replace("[setup]", "[setup]\nlaunch-delay 0");
/** Stands for a batch system: keeps the command for later. */
const submit = '#!/bin/sh\nprintf "%s\\n" "$*" > @AREA@/job\n';

describe("megatest -execute", () => {
  it("03-40: SIGTERM makes the record INCOMPLETE/KILLED, ends the step, exit status 1", async () => {
    const made = area({
      "megatest.config": batch,
      "submit.sh": submit,
      "tests/a/testconfig": "[ezsteps]\ns echo $$ > $MT_RUN_AREA_HOME/step; sleep 60\n",
    });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    expect(made.verdicts()).toEqual({ a: "LAUNCHED/n/a" });
    const job = made.sh("echo $$ > pid; eval exec $(cat job)");
    await made.until(() => made.verdicts()["a"] === "RUNNING/n/a", "the test to run");
    await made.sh("kill -TERM $(cat pid)");
    expect((await job).code).toBe(1);
    expect(made.verdicts()).toEqual({ a: "INCOMPLETE/KILLED" });
    expect((await made.sh("kill -0 $(cat step)")).code).not.toBe(0);
  });

  it("03-41: a test that somebody asked to kill is not run", async () => {
    const made = area({ "megatest.config": batch, "submit.sh": submit, "tests/a/testconfig": "[ezsteps]\ns touch $MT_RUN_AREA_HOME/ran\n" });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    await made.megatest(["-set-state-status", "KILLREQ,n/a", "-target", "x/1", "-runname", "r1", "-testpatt", "a"]);
    const { code, stderr } = await made.sh("eval $(cat job)");
    expect(code).toBe(1);
    expect(stderr).toContain("somebody asked to kill it");
    expect(made.verdicts()).toEqual({ a: "KILLED/KILLED" });
    expect((await made.sh("test -e ran")).code).toBe(1);
  });

  it("a job that the batch system starts twice runs once", async () => {
    const made = area({
      "megatest.config": batch,
      "submit.sh": submit,
      "tests/a/testconfig": "[ezsteps]\ns echo x >> $MT_RUN_AREA_HOME/ran; sleep 1; true\n",
    });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    const codes = (await Promise.all([made.sh("eval $(cat job)"), made.sh("eval $(cat job)")])).map(({ code }) => code);
    expect(codes.sort()).toEqual([0, 1]);
    expect(made.read("ran")).toBe("x\n");
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
  });

  it("03-41: a test that is being removed is not run", async () => {
    const made = area({ "megatest.config": batch, "submit.sh": submit, "tests/a/testconfig": "[ezsteps]\ns touch $MT_RUN_AREA_HOME/ran\n" });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    await made.megatest(["-set-state-status", "REMOVING,LOCKED", "-target", "x/1", "-runname", "r1", "-testpatt", "a"]);
    const { code, stderr } = await made.sh("eval $(cat job)");
    expect(code).toBe(1);
    expect(stderr).toContain("it is REMOVING");
    expect(made.verdicts()).toEqual({ a: "REMOVING/LOCKED" });
    expect((await made.sh("test -e ran")).code).toBe(1);
  });

  it("useshell no: every word of the command is one argument, whatever is in it", async () => {
    const made = area({
      "megatest.config": batch.replace("[jobtools]", "[jobtools]\nuseshell no"),
      "submit.sh": '#!/bin/sh\nprintf "%s\\n" "$3" > @AREA@/signature\n"$@"\n',
      "tests/a/testconfig": "[ezsteps]\ns true\n[items]\nI it's$HOME\n",
    });
    await made.run();
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS", "a/it's$HOME": "COMPLETED/PASS" });
    expect(made.read("signature")).toMatch(/:a:it's\$HOME\n$/);
  });

  it("an executor that begins before its launch command has ended is missed when it dies", async () => {
    const made = area({
      "megatest.config": batch,
      "submit.sh": '#!/bin/sh\nsetsid "$@" > /dev/null 2>&1 < /dev/null &\necho $! > @AREA@/pid\nuntil test -e @AREA@/ran; do sleep 0.1; done\n',
      "tests/a/testconfig": "[ezsteps]\ns echo x >> $MT_RUN_AREA_HOME/ran; until test -e $MT_RUN_AREA_HOME/go; do sleep 0.1; done\n",
    });
    await made.megatest(["-run", "-target", "x/1", "-runname", "r1"]);
    await made.sh("kill -KILL $(cat pid)");
    made.write({ go: "" });
    const { stderr } = await made.run();
    expect(stderr).toContain("a was RUNNING but its executor is gone: now INCOMPLETE/KILLED");
    expect(made.verdicts()).toEqual({ a: "COMPLETED/PASS" });
  });

  it("a payload that is no payload says so", async () => {
    const { code, stderr } = await area({}).megatest(["-execute", "nonsense"]);
    expect(code).toBe(1);
    expect(stderr).toContain("the payload of -execute (MT_CMDINFO) cannot be understood");
  });
});

describe("inside a test", () => {
  it("03-20, 03-21, 03-22, 03-23: the environment of a step", async () => {
    const made = area({
      "megatest.config": standardConfig("[env-override]\nOVER env\n"),
      "runconfigs.config": "[default]\nHELLO hello\nCHAIN $HELLO-x\nOVER runconfig\nSETV 4\n",
      "tests/a/testconfig": "[ezsteps]\ns env\n",
    });
    await made.run("-setvars", "SETV=5");
    const env = Object.fromEntries(
      made
        .read("links/x/1/r1/a/s.log")
        .split("\n")
        .map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
    );
    expect(env).toMatchObject({
      CHAIN: "hello-x",
      OVER: "env",
      SETV: "5",
      SYS: "x",
      RELEASE: "1",
      MT_ITEM_INFO: "()",
      MT_ITEMPATH: "",
      MT_RUNNAME: "r1",
    });
    for (const name of ["MT_CMDINFO", "MT_LINKTREE", "MT_MEGATEST", "MT_TARGET", "MT_TESTSUITENAME", "MT_TEST_NAME", "MT_TEST_RUN_DIR"]) {
      expect(env[name], name).toBeTruthy();
    }
    expect(env["PATH"]?.endsWith(":.")).toBe(true);
  });

  it("03-24: megatest.sh brings the environment back; 03-19: -show-cmdinfo", async () => {
    const made = area({ "tests/a/testconfig": "[ezsteps]\ns true\n" });
    await made.run();
    const { code, stdout } = await made.sh(
      "cd links/x/1/r1/a; . ./megatest.sh; grep -c '^export HOME' megatest.sh; megatest -show-cmdinfo -dumpmode json",
    );
    expect(code).toBe(0);
    const [homes, info = "[]"] = stdout.split("\n");
    expect(homes).toBe("0");
    expect(JSON.parse(info)).toContainEqual(["test-name", "a"]);
  });
});
