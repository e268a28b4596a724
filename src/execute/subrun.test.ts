import { existsSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { Config } from "../config/index.js";
import type { TestContext } from "./context.js";
import { judgeByResults, prepareSubrun } from "./subrun.js";

let area: FakeArea;
let rundir: string;
beforeEach(() => {
  area = new FakeArea();
  rundir = area.addTest(1, "parent").rundir;
});
afterEach(() => area.remove());

function contextWith(subrun: Readonly<Record<string, string>>, megatest = "/opt/bin/megatest"): TestContext {
  const testconfig = new Config();
  for (const [key, value] of Object.entries(subrun)) testconfig.set("subrun", key, value, "testconfig");
  const { area: ownArea, records, log, env } = area.services;
  const payload = {
    testpath: join(area.toppath, "tests", "parent"),
    homehost: undefined,
    homehostPinned: false,
    throughServer: false,
    areaname: "fake",
    toppath: area.toppath,
    workArea: rundir,
    testName: "parent",
    runscript: undefined,
    runId: 1,
    testId: 1,
    item: [],
    megatest,
    ezsteps: true,
    subrun: true,
    target: "x/1",
    runtlim: undefined,
    envOverride: [],
    setVars: undefined,
    runname: "r1",
    binDirectory: undefined,
  };
  return { area: ownArea, records, log, payload, env: { ...env, MT_TARGET: "x/1", KEEP: "yes" }, rundir, output: "/dev/null", testconfig };
}

describe("03-57: preparation of a sub-run", () => {
  it("gives the last step, the link to the area and the saved testconfig", () => {
    area.write("links/x/1/r1/parent/subrun.removed", "1700000000");
    const inner = join(area.toppath, "inner");
    const [step, ...more] = prepareSubrun(contextWith({ runwait: "yes", "run-area": inner, target: "k/v", "run-name": "sub r1", "test-patt": "%" }));
    expect(more).toEqual([]);
    expect(step?.name).toBe("subrun");
    expect(step?.params.get("subrun")).toBe("true");
    const log = join(rundir, "run-k_v-sub_r1-_.log");
    expect(step?.command).toBe(
      `/opt/bin/megatest -run -runname 'sub r1' -target k/v -testpatt % -log ${log} -start-dir ${inner} -run-wait -exit-code-from-results`,
    );
    expect(readlinkSync(join(rundir, "subrun-area"))).toBe(inner);
    expect(readFileSync(join(rundir, "testconfig.subrun"), "utf8")).toMatch(/\(\("subrun"\s+\("runwait" "yes"\)/);
    expect(existsSync(join(rundir, "subrun.removed"))).toBe(false);
  });

  it("target, run name and area are the parent's by default", () => {
    const [step] = prepareSubrun(contextWith({ "run-wait": "" }));
    expect(step?.command).toContain(` -runname r1 -target x/1 -log ${rundir}/run-x_1-r1-_.log -start-dir ${area.toppath} `);
    expect(readlinkSync(join(rundir, "subrun-area"))).toBe(area.toppath);
  });

  it("every key has its switch, in their order", () => {
    const keys = ["new", "start-dir", "log", "msg", "test-patt", "target", "contour", "run-name", "mode-patt", "tag-expr"];
    const [step] = prepareSubrun(contextWith({ runwait: "yes", ...Object.fromEntries(keys.map((key) => [key, `a$${key}`])) }));
    const options = [...(step?.command ?? "").matchAll(/ (-\S+) 'a\$([a-z-]+)'/g)].map((match) => `${match[1]} ${match[2]}`);
    expect(options).toEqual([
      "-tagexpr tag-expr",
      "-modepatt mode-patt",
      "-runname run-name",
      "-contour contour",
      "-target target",
      "-testpatt test-patt",
      "-m msg",
      "-log log",
      "-start-dir start-dir",
      "-set-state-status new",
    ]);
  });

  it("without run-wait there is no sub-run; with run-wait no it goes on by itself", () => {
    expect(prepareSubrun(contextWith({ target: "k/v" }))).toEqual([]);
    const [step] = prepareSubrun(contextWith({ "run-wait": "no" }));
    expect(step?.command).toMatch(/^\(setsid \/opt\/bin\/megatest -run .* &\)$/);
    expect(step?.command).not.toContain("-run-wait");
    expect(step?.results).toBeUndefined();
  });

  it.each([
    [{}, true],
    [{ logpro: "(expect:error)" }, false],
    [{ logpro: "(expect:error)", passfail: "logpro" }, false],
    [{ logpro: "(expect:error)", passfail: "auto" }, true],
  ])("with %j judged by results: %j", (keys, byResults) => {
    const context = contextWith({ runwait: "yes", ...keys });
    const [step] = prepareSubrun(context);
    expect(step?.results !== undefined).toBe(byResults);
    expect(context.testconfig.lookup("logpro", "subrun")).toBe(byResults ? undefined : "(expect:error)");
  });
});

describe("result of a sub-run", () => {
  const exit = (code: number) => ({ kind: "exit", code }) as const;

  /** Judges with a megatest that lists these verdicts. */
  async function judge(verdicts: readonly string[], code = 0) {
    const data = Object.fromEntries(verdicts.map((verdict, id) => [id, { id, state: verdict.split("/")[0], status: verdict.split("/")[1] }]));
    const listed = JSON.stringify({ "k/v": { sub: { meta: { runname: "sub" }, ...(verdicts.length > 0 && { data }) } } });
    const program = area.write(
      "bin/megatest",
      `#!/bin/sh\nenv > "${area.toppath}/env"\necho "$@" > "${area.toppath}/args"\ncat <<'E'\n${listed}\nE\n`,
      0o755,
    );
    const context = contextWith({ runwait: "yes", target: "k/v", "run-name": "sub", "test-patt": "a%" }, program);
    const [step] = prepareSubrun(context);
    if (step === undefined) throw new Error("no step");
    return judgeByResults(context, step, exit(code));
  }

  it.each([
    [["COMPLETED/PASS", "COMPLETED/PASS"], 0],
    [["COMPLETED/PASS", "COMPLETED/WARN"], 2],
    [["COMPLETED/CHECK", "COMPLETED/WAIVED"], 3],
    [["COMPLETED/WAIVED"], 4],
    [["COMPLETED/FAIL", "COMPLETED/ABORT"], 5],
    [["COMPLETED/SKIP", "COMPLETED/PASS"], 6],
    [["COMPLETED/FAIL", "COMPLETED/WARN"], 1],
    [["COMPLETED/DEAD"], 1],
    [["COMPLETED/PASS", "RUNNING/n/a"], 1],
    [["NOT_STARTED/PASS"], 1],
    [[], 0],
  ])("%j gives exit code %i", async (verdicts, code) => {
    expect(await judge(verdicts)).toEqual(exit(code));
  });

  it("a run that failed stays failed", async () => {
    expect(await judge(["COMPLETED/PASS", "COMPLETED/WARN"], 1)).toEqual(exit(1));
  });

  it("asks the area of the sub-run, without this test's variables", async () => {
    await judge(["COMPLETED/PASS"]);
    const args = readFileSync(join(area.toppath, "args"), "utf8").trim();
    expect(args).toBe(`-list-runs sub -target k/v -testpatt a% -fields runs:runname+tests:id,state,status -dumpmode json -start-dir ${area.toppath}`);
    const env = readFileSync(join(area.toppath, "env"), "utf8");
    expect(env).toContain("KEEP=yes");
    expect(env).not.toMatch(/^MT_/m);
  });

  it("without an answer the exit code counts", async () => {
    const context = contextWith({ runwait: "yes" }, "/nosuch/megatest");
    const [step] = prepareSubrun(context);
    if (step === undefined) throw new Error("no step");
    expect(await judgeByResults(context, step, exit(1))).toEqual(exit(1));
    expect(area.messages.join("\n")).toMatch(/cannot list the results/);
  });

  it("other steps end as they did", async () => {
    const step = { name: "s", params: new Map(), command: "exit 2" };
    expect(await judgeByResults(contextWith({}), step, exit(2))).toEqual(exit(2));
  });
});
