import { describe, expect, it } from "vitest";
import type { TestSelector } from "../../../src/store/index.js";
import { named, notStarted, type OpenRecords, withTests } from "./kit.js";

export function describeTests(open: OpenRecords): void {
  describe("tests", () => {
    it("registers what is missing, in the order asked for, and leaves the rest", async () => {
      const { records, runId, id, tests } = await withTests(open, "b", "a", "a/x");
      expect(tests.map((test) => `${test.testname}/${test.item_path}`)).toEqual(["b/", "a/", "a/x"]);
      expect(tests[0]).toMatchObject({ ...notStarted, run_id: runId, uname: "n/a", final_logf: "logs/final.log", archived: 0 });
      await records.setVerdict(id("b"), { state: "COMPLETED", status: "PASS" });
      const again = await records.registerTests(runId, [named("c"), named("b")]);
      expect(again.map((test) => test.testname)).toEqual(["c", "b"]);
      expect(again[1]).toMatchObject({ id: id("b"), state: "COMPLETED", status: "PASS" });
    });

    it("brings a DELETED test back under its id", async () => {
      const { records, runId, id } = await withTests(open, "a");
      await records.setVerdict(id("a"), { state: "COMPLETED", status: "FAIL", comment: "no" });
      await records.deleteTests([id("a")]);
      expect(await records.test(id("a"))).toMatchObject({ state: "DELETED", status: "n/a", comment: "" });
      expect(await records.findTest(runId, named("a"))).toBeUndefined();
      expect(await records.tests(runId, {})).toEqual([]);
      expect(await records.registerTests(runId, [named("a")])).toMatchObject([{ id: id("a"), ...notStarted }]);
    });

    it("selects by pattern, states and statuses together", async () => {
      const { records, runId, id } = await withTests(open, "a", "a/x", "a/y", "b");
      await records.setVerdict(id("a/x"), { state: "COMPLETED", status: "FAIL" });
      await records.setVerdict(id("a/y"), { state: "COMPLETED", status: "PASS" });
      const found = async (selector: TestSelector) => (await records.tests(runId, selector)).map((test) => test.id);
      expect(await found({})).toEqual([id("a"), id("a/x"), id("a/y"), id("b")]);
      expect(await found({ testpatt: "a/%,b" })).toHaveLength(4);
      expect(await found({ testpatt: "a/" })).toEqual([id("a")]);
      expect(await found({ testpatt: "" })).toEqual([]);
      expect(await found({ states: ["COMPLETED"] })).toEqual([id("a"), id("a/x"), id("a/y")]);
      expect(await found({ states: ["COMPLETED"], statuses: ["FAIL", "WARN"] })).toEqual([id("a"), id("a/x")]);
      expect(await found({ testpatt: "a/~x", statuses: ["PASS"] })).toEqual([id("a/y")]);
    });
  });
}

export function describeLookUps(open: OpenRecords): void {
  describe("look-ups of tests", () => {
    it("05-23: lists by descending names in batches", async () => {
      const names = Array.from({ length: 1203 }, (_, index) => `t${index % 7}/i${index}`);
      const { records, runId } = await withTests(open, ...names);
      const listed: string[] = [];
      let batches = 0;
      for await (const batch of records.listTests(runId, { testpatt: "~t3" })) {
        batches++;
        listed.push(...batch.map((test) => `${test.testname}/${test.item_path}`));
      }
      expect(batches).toBeGreaterThan(1);
      const byName = (left: string, right: string) => (left < right ? 1 : -1);
      expect(listed).toEqual(names.filter((name) => !name.startsWith("t3")).sort(byName));
    });

    it("03-51: finds the newest record of the same test in other runs of the target", async () => {
      const { records, runId } = await withTests(open, "a", "a/x");
      const add = async (target: string[], runname: string, name: string) => {
        const id = await records.registerRun({ target, runname, owner: "ann" });
        const [test] = await records.registerTests(id, [named(name)]);
        return test?.id ?? -1;
      };
      expect(await records.previousTest(runId, named("a"))).toBeUndefined();
      const older = await add(["x", "1"], "r2", "a");
      const newer = await add(["x", "1"], "r3", "a");
      await add(["x", "1"], "r4", "a/x");
      await add(["x", "2"], "r5", "a");
      expect((await records.previousTest(runId, named("a")))?.id).toBe(newer);
      await records.deleteTests([newer]);
      expect((await records.previousTest(runId, named("a")))?.id).toBe(older);
      expect((await records.sameTests(named("a"))).map((test) => test.run_id)).toHaveLength(3);
    });

    it("sets columns without roll-up", async () => {
      const { records, id, verdict } = await withTests(open, "a", "a/x");
      const fields = {
        host: "h",
        cpuload: 0.5,
        diskfree: 7,
        uname: "Linux",
        rundir: "/r",
        shortdir: "/s",
        attemptnum: 12,
        final_logf: "f",
        archived: 3,
      };
      await records.setTestFields(id("a/x"), fields);
      await records.setTestFields(id("a/x"), { run_duration: 4, comment: "it's", event_time: 99 });
      await records.setTestFields(id("a/x"), {});
      expect(await records.test(id("a/x"))).toMatchObject({ ...fields, run_duration: 4, comment: "it's", event_time: 99 });
      expect(await verdict("a")).toBe("NOT_STARTED/n/a");
    });
  });
}
