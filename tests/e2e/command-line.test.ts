import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { areaMaker, runProgram } from "../kit/area.js";

const area = areaMaker(afterEach);

describe("outside an area", () => {
  let nowhere = "";
  beforeEach(() => {
    nowhere = mkdtempSync(join(tmpdir(), "megatest-nowhere-"));
  });
  afterEach(() => rmSync(nowhere, { recursive: true }));

  it("05-1: without arguments prints the help among the messages", async () => {
    const help = await runProgram("megatest", ["-h"], { cwd: nowhere });
    expect(help.stdout).toContain("-runname");
    expect(await runProgram("megatest", [], { cwd: nowhere })).toEqual({ code: 0, stdout: "", stderr: help.stdout });
  });

  it("05-7: -start-dir needs a directory", async () => {
    const { code, stdout, stderr } = await runProgram("megatest", ["-list-targets", "-start-dir", join(nowhere, "none")], { cwd: nowhere });
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toContain(join(nowhere, "none"));
  });
});

it("05-52: -rerun-clean sets what failed back to NOT_STARTED, whatever -testpatt says, and leaves what passed alone", async () => {
  const made = area({
    "tests/good/testconfig": "[ezsteps]\ns echo good >> $MT_RUN_AREA_HOME/ran; true\n",
    "tests/bad/testconfig": "[ezsteps]\ns echo bad >> $MT_RUN_AREA_HOME/ran; test -e $MT_RUN_AREA_HOME/mended\n",
  });
  const rerun = (testpatt: string) => made.megatest(["-rerun-clean", "-run-wait", "-target", "x/1", "-runname", "r1", "-testpatt", testpatt]);
  await made.run();
  expect(made.verdicts()).toEqual({ bad: "COMPLETED/FAIL", good: "COMPLETED/PASS" });

  const { stderr } = await rerun("good");
  expect(made.verdicts()).toEqual({ bad: "NOT_STARTED/n/a", good: "COMPLETED/PASS" });
  expect(stderr).toMatch(/^INFO: \(0\) Removing cached files:\n {4}.*\/links\/x\/1\/r1\/\.megatest\.cfg-/m);

  made.write({ mended: "" });
  await rerun("%");
  expect(made.verdicts()).toEqual({ bad: "COMPLETED/PASS", good: "COMPLETED/PASS" });
  expect(made.read("ran").split("\n").toSorted()).toEqual(["", "bad", "bad", "good"]);
});
