import { deflateRawSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { standardConfig, TestArea } from "../../../tests/kit/area.js";
import { calledWith } from "../../../tests/kit/context.js";
import type { Context } from "../context.js";
import { listDisks, listTargets, showCmdinfo, showConfig, showKeys, showRunconfig } from "./configuration.js";

let area: TestArea;
beforeAll(() => {
  area = new TestArea({
    "megatest.config": standardConfig('[s]\nk v  \nempty\nmulti a\n b\nquote a "b" c\\d\nuni \xfc\n'),
    "runconfigs.config": "[default]\nA def-a\nB def-b\n[x/1]\nA one\n[y/%]\nA pattern\n[c/d]\nA 1\n",
    "over.config": "[disks]\nmore /more\n[s]\nk over\n",
  });
});
afterAll(() => area.remove());

async function call(command: (context: Context) => Promise<number>, line: string, env = {}) {
  const called = calledWith(line, { cwd: area.path, env });
  const exitCode = await command(called.context);
  return { exitCode, stdout: called.stdout(), log: called.log() };
}

describe("-list-targets", () => {
  it.each([
    ["", "c/d\ndefault\nx/1\n"],
    ["-target c%", "c/d\n"],
    ["-dumpmode json", '["c/d", "default", "x/1"]'],
  ])("05-18, 05-19, 01-37: %j", async (line, stdout) => {
    expect(await call(listTargets, line)).toMatchObject({ exitCode: 0, stdout });
  });
});

describe("-list-disks", () => {
  it("05-20: in the order of the file, without what is appended", async () => {
    const disks = { exitCode: 0, stdout: `disk0 => ${area.path}/runs\n` };
    expect(await call(listDisks, "")).toMatchObject(disks);
    expect(await call(listDisks, "-append-config over.config")).toMatchObject(disks);
  });
});

it("05-21: -show-keys, among the messages", async () => {
  expect(await call(showKeys, "")).toEqual({ exitCode: 0, stdout: "", log: ["Keys: SYS, RELEASE"] });
  expect(await call(showKeys, "-debug 0")).toMatchObject({ log: [] });
});

describe("-show-config and -show-runconfig", () => {
  it.each([
    ["-section s -var k", "v  \n"],
    ["-section s -var empty", "\n"],
    ["-section s -var multi", "a\nb\n"],
    ["-section s -var nosuch", ""],
    ["-section nosuch -var k", ""],
  ])("05-22: -show-config %s", async (line, stdout) => {
    expect(await call(showConfig, line)).toMatchObject({ exitCode: 0, stdout });
  });

  it.each([
    ["-target x/1 -section x/1 -var A", "one\n"],
    ["-target x/1 -section x/1 -var B", "def-b\n"],
    ["-target x/1 -section x/1 -var Z", ""],
    ["-section x/9 -var B", "def-b\n"],
    ["-reqtarg y/9 -section y/9 -var A", "pattern\n"],
    ["-target x/1", "\n[default]\nA def-a\nB def-b\n\n[x/1]\nA one\n"],
    ["-target x/1 -section x/1 -dumpmode json", '{"x/1": [["A", "one"]]}'],
    ["-section x/1 -dumpmode sexp", '(("x/1"\n  ("A" "one")))\n'],
  ])("05 § 6.5: -show-runconfig %s", async (line, stdout) => {
    expect(await call(showRunconfig, line)).toMatchObject({ exitCode: 0, stdout });
  });

  it("05 § 6.5: one section in each mode, with files at level 9", async () => {
    const config = `${area.path}/megatest.config`;
    expect((await call(showConfig, "-section disks -dumpmode ini")).stdout).toBe(`\n[disks]\ndisk0 ${area.path}/runs\n`);
    expect((await call(showConfig, "-section disks -dumpmode ini -debug 0,9")).stdout).toBe(
      `\n[disks]\n# disk0=>${config}\ndisk0 ${area.path}/runs\n`,
    );
    expect((await call(showConfig, "-section disks -dumpmode json -debug 9")).stdout).toBe(
      `{"disks": [["disk0", "${area.path}/runs", "${config}"]]}`,
    );
    expect((await call(showConfig, "-section disks")).stdout).toBe((await call(showConfig, "-section disks -dumpmode sexpr")).stdout);
    expect(JSON.parse((await call(showConfig, "-dumpmode json")).stdout).s).toContainEqual(["quote", 'a "b" c\\d']);
  });

  it("05 § 6.5: refuses other modes and goes on", async () => {
    expect(await call(showConfig, "-dumpmode xml")).toEqual({ exitCode: 0, stdout: "", log: ["ERROR: -dumpmode of xml not recognised"] });
  });
});

describe("05 § 6.7: -show-cmdinfo", () => {
  const text = '((testpath "/t") (run-id 3) (ezsteps #t) (contour #f) (itemdat (("N" "1"))))';
  const compressed = deflateRawSync(text).toString("base64");
  it.each([
    [`:value ${compressed}`, {}],
    [`:value ${Buffer.from(text).toString("base64")}`, { MT_CMDINFO: "wrong" }],
    ["", { MT_CMDINFO: compressed }],
  ])("%s with %j", async (line, env) => {
    const shown = '((testpath "/t")\n (run-id 3)\n (ezsteps #t)\n (contour #f)\n (itemdat (("N" "1"))))\n';
    expect(await call(showCmdinfo, line, env)).toEqual({ exitCode: 0, stdout: shown, log: [] });
    const json = await call(showCmdinfo, `${line} -dumpmode json`, env);
    expect(json.stdout).toBe('[["testpath", "/t"], ["run-id", 3], ["ezsteps", true], ["contour", false], ["itemdat", [["N", "1"]]]]\n');
  });

  it("says that it has nothing to show", async () => {
    expect(await call(showCmdinfo, "")).toEqual({ exitCode: 0, stdout: "", log: ["INFO: (0) environment variable MT_CMDINFO is not set"] });
    expect(await call(showCmdinfo, ":value zzz")).toMatchObject({ exitCode: 1, stdout: "" });
  });
});
