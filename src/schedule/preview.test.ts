import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeArea } from "../../tests/kit/fake-area.js";
import { fullName } from "../model/index.js";
import { type PreviewRequest, previewRun } from "./preview.js";

let area: FakeArea;
beforeEach(() => {
  area = new FakeArea();
});
afterEach(() => area.remove());

function define(tests: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(tests)) area.write(`tests/${name}/testconfig`, text);
}

/** `test[/item]: what becomes of it`. */
async function preview(asked: Partial<PreviewRequest> = {}) {
  const request = {
    area: area.services.area,
    records: area.services.records,
    target: ["x", "1"],
    runname: "r1",
    patterns: "%",
    tagexpr: undefined,
    rerun: [],
    force: false,
    reset: undefined,
    setBack: undefined,
  };
  const seen = await previewRun({ ...request, ...asked });
  return { ...seen, does: Object.fromEntries(seen.tests.map((test) => [fullName(test), test.does])) };
}

const done = (status: string) => ({ state: "COMPLETED", status });

describe("06 § 32.1: what a run would come to", () => {
  it("06-45: of stored results only what has none is launched", async () => {
    define({ a: "", b: "[requirements]\nwaiton a\n", c: "[items]\nN 1 2\n" });
    area.addTest(1, "a", done("PASS"));
    area.addTest(1, "c", done("FAIL"));
    area.addTest(1, "c/1", done("FAIL"));
    const { does, tests } = await preview();
    expect(does).toEqual({ a: "leave", b: "launch", "c/1": "leave", "c/2": "launch" });
    expect(tests.find((test) => test.item_path === "1")?.detail).toBe("has a result");
  });

  it("tests come in for the sake of those that wait for them", async () => {
    define({ a: "", b: "[requirements]\nwaiton a\n", other: "" });
    const { does, named, upstream } = await preview({ patterns: "b" });
    expect({ does, named, upstream }).toEqual({ does: { a: "launch", b: "launch" }, named: ["b"], upstream: ["a"] });
  });

  it("what waits for something failed is marked; when that is set back, it is launched", async () => {
    define({ a: "", b: "[requirements]\nwaiton a\n" });
    area.addTest(1, "a", done("FAIL"));
    expect((await preview()).does).toEqual({ b: "mark", a: "leave" });
    const again = await preview({ setBack: "a/%" });
    expect(again.does).toEqual({ a: "launch", b: "launch" });
    expect(again.setBack.map(fullName)).toEqual(["a"]);
    expect((await preview({ rerun: ["FAIL"] })).does).toEqual({ a: "launch", b: "launch" });
    expect((await preview({ reset: "clean" })).setBack.map(fullName)).toEqual(["a"]);
  });

  it("what others are running is waited for", async () => {
    define({ a: "", b: "[requirements]\nwaiton a\n" });
    area.addTest(1, "a", { state: "RUNNING" });
    const { does, tests } = await preview();
    expect(does).toEqual({ b: "launch", a: "leave" });
    expect(tests.find(({ testname }) => testname === "a")?.detail).toBe("is RUNNING");
  });

  it("lists that are made late are told of; [skip] is looked at", async () => {
    area.write("there", "");
    define({ late: "[items]\nN [system echo 1 2]\n", skipped: "[skip]\nfileexists ../../there\n", after: "[requirements]\nwaiton late\n" });
    const { does, late } = await preview();
    expect({ does, late }).toEqual({ does: { skipped: "skip", after: "launch" }, late: ["late"] });
  });

  it("auto reruns; and a pattern that asks a plain test for items", async () => {
    area.config.set("setup", "allow-auto-rerun", "COMPLETED/ABORT", "");
    define({ a: "", b: "" });
    area.addTest(1, "a", done("ABORT"));
    const { does, withoutItems } = await preview({ patterns: "a,b/x" });
    expect({ does, withoutItems }).toEqual({ does: { a: "launch" }, withoutItems: ["b"] });
  });

  it("writes nothing", async () => {
    define({ a: "" });
    area.addTest(1, "a", done("FAIL"));
    await preview({ reset: "all" });
    expect(area.test("a")).toMatchObject(done("FAIL"));
  });
});
