import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { writeVerdict } from "./verdict.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
  // One file per call: its arguments, each in brackets.
  area.write("t.sh", `#!/bin/sh\nout=$(mktemp "${area.toppath}/call.XXXXXX")\nprintf '[%s]' "$@" > "$out.part"\nmv "$out.part" "$out.done"\n`, 0o755);
});
afterEach(() => area.remove());

/** All calls, when there are so many of them; a little later, so that one too many is seen. */
async function calls(count: number): Promise<string[]> {
  const done = () => readdirSync(area.toppath).filter((name) => name.endsWith(".done"));
  for (let look = 0; look < 200 && done().length < count; look++) await sleep(10);
  await sleep(50);
  return done()
    .map((name) => readFileSync(join(area.toppath, name), "utf8"))
    .toSorted();
}

const tool = () => join(area.toppath, "t.sh");

describe("03-52: keys of a trigger", () => {
  it("state and status, state alone and status alone each start once, with eight arguments after their own", async () => {
    area.config.set("triggers", "COMPLETED/FAIL", `${tool()} both`, "");
    area.config.set("triggers", "COMPLETED/", `${tool()} state`, "");
    area.config.set("triggers", "/FAIL", `${tool()} status`, "");
    area.config.set("triggers", "/PASS", `${tool()} no`, "");
    area.config.set("triggers", "FAIL/", `${tool()} no`, "");
    area.addTest(1, "t");
    const { id, rundir } = area.addTest(1, "t/a b/it's");
    await writeVerdict(area.services, id, { state: "RUNNING" });
    area.tests.splice(0, 1, { ...area.test("t"), state: "COMPLETED", status: "FAIL" });
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "FAIL" });
    const rest = (key: string) => `[${id}][${rundir}][${key}][t][a b/it's][COMPLETED][FAIL][1700000000]`;
    expect(await calls(3)).toEqual([`[both]${rest("COMPLETED/FAIL")}`, `[state]${rest("COMPLETED/")}`, `[status]${rest("/FAIL")}`]);
  });

  it("a plain test has an empty item path", async () => {
    area.config.set("triggers", "COMPLETED/PASS", tool(), "");
    const { id, rundir } = area.addTest(1, "solo");
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    expect(await calls(1)).toEqual([`[${id}][${rundir}][COMPLETED/PASS][solo][][COMPLETED][PASS][1700000000]`]);
  });
});

it("03-53: triggers of both configurations run, each with its own log", async () => {
  area.write("tests/t/testconfig", "[triggers]\nCOMPLETED/PASS echo from the test; echo trouble >&2;\n");
  area.config.set("triggers", "COMPLETED/PASS", "echo $MT_TEST_NAME $MT_RUNNAME $MT_TARGET $SYS $MT_MEGATEST $PWD;", "");
  const { id, rundir } = area.addTest(1, "t");
  await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
  const log = (origin: string) => join(rundir, `${origin}-last-trigger-COMPLETED-PASS.log`);
  for (let look = 0; look < 200 && !/trouble/.test(textOf(log("tconfig"))); look++) await sleep(10);
  for (let look = 0; look < 200 && textOf(log("mtconfig")).split("\n").length < 3; look++) await sleep(10);
  expect(textOf(log("tconfig"))).toMatch(/^from the test\ntrouble\n/);
  expect(textOf(log("mtconfig"))).toMatch(`t r1 x/1 x /opt/bin/megatest ${rundir}\n`);
});

describe("when a trigger fires", () => {
  beforeEach(() => area.config.set("triggers", "COMPLETED/", tool(), ""));

  it("for the top-level record when the roll-up changes it", async () => {
    area.addTest(1, "t");
    const { id } = area.addTest(1, "t/1");
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    const items = (await calls(2)).map((call) => call.split("][")[4]);
    expect(items.toSorted()).toEqual(["", "1"]);
  });

  it("not when nothing changes, unless a user's command wrote it", async () => {
    const { id } = area.addTest(1, "t", { state: "COMPLETED", status: "PASS" });
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" }, { always: true });
    expect(await calls(1)).toHaveLength(1);
  });

  it("in the log of the area when the run directory is gone; and a command that does not exist disturbs nothing", async () => {
    area.config.set("triggers", "/PASS", "nosuchcommand", "");
    const { id } = area.addTest(1, "t", { rundir: "/nosuch/place" });
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    expect(await calls(1)).toHaveLength(1);
    expect(existsSync(join(area.toppath, "mtconfig-last-trigger-COMPLETED-.log"))).toBe(true);
    expect(existsSync(join(area.toppath, "mtconfig-last-trigger--PASS.log"))).toBe(true);
  });

  it("errors are logged and disturb nothing", async () => {
    area.services.records.run = async () => {
      throw new Error("no such run");
    };
    const { id } = area.addTest(1, "t");
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
    expect(area.test("t").state).toBe("COMPLETED");
    expect(area.messages.join("\n")).toMatch(/ERROR: triggers of t at COMPLETED\/PASS: no such run/);
  });
});

it("commands in a testconfig are not executed to find its triggers", async () => {
  area.write(
    "tests/t/testconfig",
    `[triggers]\nCOMPLETED/ ${tool()} #{shell touch ${area.toppath}/executed}\n[items]\nA [system touch ${area.toppath}/executed]\n`,
  );
  const { id } = area.addTest(1, "t");
  await writeVerdict(area.services, id, { state: "COMPLETED", status: "PASS" });
  expect(existsSync(join(area.toppath, "executed"))).toBe(false);
});

function textOf(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
