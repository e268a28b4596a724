import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { parseTestData } from "./test-data.js";
import { writeVerdict, writeVerdicts } from "./verdict.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => area.remove());

interface Situation {
  readonly testconfig?: string;
  readonly previous?: string;
  readonly files?: Readonly<Record<string, readonly [before: string, now: string]>>;
  readonly path?: string;
}

/** A test that fails in run 2 after run 1; gives its status and comment. */
async function failing(situation: Situation, options: { readonly always?: boolean; readonly comment?: string } = {}) {
  const { testconfig = "[waivers]\nw diff out.txt\n", previous = "COMPLETED/WAIVED", files = { "out.txt": ["same\n", "same\n"] } } = situation;
  area.write("tests/t/testconfig", testconfig);
  const [state = "", status = ""] = previous.split("/");
  const before = area.addTest(1, "t", { state, status, comment: "known, see 17" });
  const now = area.addTest(2, "t");
  for (const [name, [old, current]] of Object.entries(files)) {
    writeFileSync(join(before.rundir, name), old);
    writeFileSync(join(now.rundir, name), current);
  }
  if (situation.path !== undefined) area.services.env["PATH"] = `${join(area.toppath, situation.path)}:${area.services.env["PATH"]}`;
  const { comment = "Failed at step s1", always = false } = options;
  await writeVerdict(area.services, now.id, { state: "COMPLETED", status: "FAIL", comment }, { always });
  return area.test("t", 2);
}

describe("03-51: a failure after a waived one", () => {
  it("is waived with the old comment when the file is the same", async () => {
    expect(await failing({})).toMatchObject({ state: "COMPLETED", status: "WAIVED", comment: "known, see 17" });
  });

  it("is waived with the comment that a user gives", async () => {
    expect(await failing({}, { always: true, comment: "still so" })).toMatchObject({ status: "WAIVED", comment: "still so" });
  });

  it.each<[string, Situation]>([
    ["the files differ", { files: { "out.txt": ["one\n", "two\n"] } }],
    ["the file is missing", { files: {} }],
    ["there is no [waivers]", { testconfig: "[ezsteps]\ns true\n" }],
    ["[waivers] is empty", { testconfig: "[waivers]\n" }],
    ["the earlier test failed", { previous: "COMPLETED/FAIL" }],
    ["the earlier test is not completed", { previous: "KILLED/WAIVED" }],
    [
      "one of two files differs",
      {
        testconfig: "[waivers]\na diff out.txt\nb diff b.txt\n",
        files: { "out.txt": ["same", "same"], "b.txt": ["one", "two"] },
      },
    ],
  ])("stays FAIL when %s", async (_, situation) => {
    expect(await failing(situation)).toMatchObject({ state: "COMPLETED", status: "FAIL", comment: "Failed at step s1" });
  });

  it("stays FAIL without an earlier record", async () => {
    area.write("tests/t/testconfig", "[waivers]\nw diff out.txt\n");
    const { id } = area.addTest(1, "t");
    await writeVerdict(area.services, id, { state: "COMPLETED", status: "FAIL" });
    expect(area.test("t").status).toBe("FAIL");
  });
});

it("a failure by test data is waived too", async () => {
  area.write("tests/t/testconfig", "[waivers]\nw diff out.txt\n");
  const before = area.addTest(1, "t", { state: "COMPLETED", status: "WAIVED", comment: "known" });
  const now = area.addTest(2, "t");
  for (const { rundir } of [before, now]) writeFileSync(join(rundir, "out.txt"), "same\n");
  await area.services.records.addData(now.id, parseTestData("c,v,9,4,1"));
  const [change] = await writeVerdict(area.services, now.id, { state: "COMPLETED", status: "AUTO" });
  expect(area.test("t", 2)).toMatchObject({ status: "WAIVED", comment: "known", fail_count: 1 });
  expect(change).toMatchObject({ before: { status: "n/a" }, after: { status: "WAIVED" } });
});

describe("many verdicts at once", () => {
  /** Two tests after a waived one each; the output of `other` has changed. */
  function addTests() {
    for (const name of ["t", "other"]) area.write(`tests/${name}/testconfig`, "[waivers]\nw diff out.txt\n");
    for (const name of ["t", "other"]) {
      const before = area.addTest(1, name, { state: "COMPLETED", status: "WAIVED", comment: "known" });
      const now = area.addTest(2, name, { comment: "mine" });
      writeFileSync(join(before.rundir, "out.txt"), "same\n");
      writeFileSync(join(now.rundir, "out.txt"), name === "t" ? "same\n" : "new\n");
    }
    return ["t", "other"].map((name) => area.test(name, 2));
  }
  const shown = () => ["t", "other"].map((name) => area.test(name, 2)).map(({ state, status, comment }) => `${state}/${status} ${comment}`);

  it("03-51: a failure that a user sets is waived like any other", async () => {
    await writeVerdicts(area.services, addTests(), { state: "COMPLETED", status: "FAIL" });
    expect(shown()).toEqual(["COMPLETED/WAIVED known", "COMPLETED/FAIL mine"]);
  });

  it("one by test data too", async () => {
    const tests = addTests();
    for (const { id } of tests) await area.services.records.addData(id, parseTestData("c,v,9,4,1"));
    const changes = await writeVerdicts(area.services, tests, { state: "COMPLETED", status: "AUTO" });
    expect(shown()).toEqual(["COMPLETED/WAIVED known", "COMPLETED/FAIL mine"]);
    expect(changes.map(({ before, after }) => `${before.status} ${after.status}`)).toEqual(["n/a WAIVED", "n/a FAIL"]);
  });

  it("other statuses are written as they are", async () => {
    await writeVerdicts(area.services, addTests(), { state: "COMPLETED", status: "ABORT" });
    expect(shown()).toEqual(["COMPLETED/ABORT mine", "COMPLETED/ABORT mine"]);
  });
});

describe("waiver rules", () => {
  it("a rule of the testconfig is used with both files and the name", async () => {
    const testconfig =
      '[waiver_rules]\nfirst test "$(head -1 %file1%)" = "$(head -1 %file2%)" && test %waivername% = w\n[waivers]\nw first out.txt\n';
    expect(await failing({ testconfig, files: { "out.txt": ["a\nb\n", "a\nc\n"] } })).toMatchObject({ status: "WAIVED" });
  });

  it("the pattern is expanded by the shell, the run directory is not", async () => {
    expect(await failing({ testconfig: "[waivers]\nw diff o*.txt\n" })).toMatchObject({ status: "WAIVED" });
  });

  it.each([
    [0, "WAIVED"],
    [2, "WAIVED"],
    [1, "FAIL"],
  ])("rules of logpro that end with %d give %s", async (code, status) => {
    area.write("bin/logpro", `#!/bin/sh\ntest "$1 $2" = "w.logpro w.html" || exit 9\ngrep -q two || exit 8\nexit ${code}\n`, 0o755);
    const files = { "w.logpro": [";;", ";;"], "out.txt": ["one\n", "two\n"] } as const;
    expect(await failing({ files, path: "bin" })).toMatchObject({ status });
  });

  it("the command of a rule does not see 2 of diff as success", async () => {
    expect(await failing({ testconfig: "[waivers]\nw diff nosuch.txt\n" })).toMatchObject({ status: "FAIL" });
  });
});
