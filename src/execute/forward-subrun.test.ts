import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { Config, dumpSexp } from "../config/index.js";
import type { TestRecord } from "../model/index.js";
import { forwardToSubrun, removeSubrun, type SubrunForwarding } from "./forward-subrun.js";

let area: FakeArea;
let test: TestRecord;
let inner: string;
beforeEach(() => {
  area = new FakeArea();
  test = area.addTest(1, "parent");
  inner = join(area.toppath, "inner");
  mkdirSync(inner);
});
afterEach(() => area.remove());

/** A test that started a sub-run with these keys. */
function startedSubrun(keys: Readonly<Record<string, string>>, runArea = inner): void {
  const testconfig = new Config();
  for (const [key, value] of Object.entries({ runwait: "yes", ...keys })) testconfig.set("subrun", key, value, "testconfig");
  area.write("links/x/1/r1/parent/testconfig.subrun", dumpSexp(testconfig));
  symlinkSync(runArea, join(test.rundir, "subrun-area"));
}

/** A megatest that notes its arguments and variables and ends with this code. */
function forwarding(code = 0): SubrunForwarding {
  const megatest = area.write("megatest", `#!/bin/sh\nprintf '%s\\n' "$@" > called; env | grep ^MT_ >> called\nexit ${code}\n`, 0o755);
  const { services } = area;
  return { area: services.area, log: services.log, env: { ...services.env, MT_TARGET: "x/1" }, megatest, run: { target: ["x", "1"], runname: "r1" } };
}

const called = () =>
  existsSync(join(area.toppath, "called")) ? readFileSync(join(area.toppath, "called"), "utf8").trimEnd().split("\n") : undefined;
const flag = () => join(test.rundir, "subrun.removed");

describe("03 § 22: what is done to a test is done to its sub-run", () => {
  it("removes the tests that the section selects, in its area, without the parent's variables", async () => {
    startedSubrun({ target: "k/v", "run-name": "sub r1", "test-patt": "a/%", "mode-patt": "M", contour: "c", new: "NOT_STARTED,n/a" });
    expect(await removeSubrun(forwarding(), test, true)).toBe(true);
    const log = join(test.rundir, "remove-k_v-sub_r1-a__.log");
    const selection = ["-runname", "sub r1", "-target", "k/v", "-testpatt", "a/%", "-log", log, "-start-dir", inner];
    expect(called()).toEqual(["-remove-runs", "-keep-records", ...selection]);
    expect(existsSync(flag())).toBe(true);
  });

  it("selects everything when the section has no test pattern", async () => {
    startedSubrun({ target: "k/v" });
    expect(await forwardToSubrun(forwarding(), test, "set", ["-set-state-status", "NOT_STARTED,n/a"])).toBe(true);
    const log = join(test.rundir, "set-k_v-r1-_.log");
    expect(called()).toEqual(
      ["-set-state-status", "NOT_STARTED,n/a", "-runname", "r1", "-target", "k/v"].concat("-testpatt", "%", "-log", log, "-start-dir", inner),
    );
    expect(existsSync(flag())).toBe(false);
  });

  it("says so when it failed", async () => {
    startedSubrun({ target: "k/v" });
    expect(await removeSubrun(forwarding(3), test, false)).toBe(false);
    expect(area.messages).toEqual([expect.stringMatching(/^ERROR: -remove-runs failed for the sub-run of parent: see .*remove-k_v-r1-_\.log$/)]);
    expect(existsSync(flag())).toBe(false);
  });

  it.each([
    ["the test has no sub-run", () => {}],
    ["it was removed before", () => [startedSubrun({ target: "k/v" }), area.write("links/x/1/r1/parent/subrun.removed", "1")]],
    ["its area is gone", () => [startedSubrun({ target: "k/v" }), rmSync(inner, { recursive: true })]],
    ["it is the run of the test itself", () => startedSubrun({ "test-patt": "other" }, area.toppath)],
  ])("does nothing when %s", async (_what, arrange) => {
    arrange();
    expect(await removeSubrun(forwarding(3), test, false)).toBe(true);
    expect(called()).toBeUndefined();
  });

  it("fails when the saved testconfig cannot be understood", async () => {
    startedSubrun({ target: "k/v" });
    area.write("links/x/1/r1/parent/testconfig.subrun", "(((");
    expect(await removeSubrun(forwarding(), test, false)).toBe(false);
    expect(called()).toBeUndefined();
  });
});
