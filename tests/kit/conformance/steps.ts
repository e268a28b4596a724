import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/base/index.js";
import { datum, type OpenRecords, withTests } from "./kit.js";

export function describeSteps(open: OpenRecords): void {
  describe("steps, data and usage", () => {
    it("03-29: keeps one row for each step and state, the last one", async () => {
      const { records, id } = await withTests(open, "a", "b");
      await records.recordStep(id("a"), { stepname: "s1", state: "start", status: "-" });
      await records.recordStep(id("a"), { stepname: "s1", state: "end", status: "1", comment: "c", logfile: "s1.log" });
      await records.recordStep(id("a"), { stepname: "s1", state: "end", status: "0" });
      await records.recordStep(id("b"), { stepname: "s1", state: "start", status: "-" });
      const steps = await records.steps(id("a"));
      expect(steps.map((step) => `${step.stepname} ${step.state} ${step.status} ${step.comment} ${step.logfile}`)).toEqual([
        "s1 start -  ",
        "s1 end 0  ",
      ]);
      expect((await records.listSteps([id("b"), id("a")])).map((step) => step.test_id)).toEqual([id("b"), id("a"), id("a")]);
    });

    it("03-47: keeps one row for each category and variable, numbers and text as given", async () => {
      const { records, id } = await withTests(open, "a");
      await records.addData(id("a"), [
        datum("v", null),
        { ...datum("v", "fail"), value: "seen", expected: 3, units: "W", comment: "o'k", type: "t" },
      ]);
      await records.addData(id("a"), [datum("w", "pass")]);
      expect(await records.data(id("a"))).toMatchObject([
        { category: "c", variable: "v", value: "seen", expected: 3, tol: null, units: "W", comment: "o'k", status: "fail", type: "t" },
        { variable: "w", value: 1.5, expected: ">", units: null, status: "pass", type: null },
      ]);
      expect(await records.listData([id("a")])).toHaveLength(2);
    });

    it("writes nothing for a test that is gone", async () => {
      const records = await open();
      await expect(records.recordStep(77, { stepname: "s", state: "start", status: "-" })).rejects.toThrow(Failure);
      await expect(records.addData(77, [datum("v", null)])).rejects.toThrow(Failure);
      await records.addUsage(77, { cpuload: 1, diskfree: 1, run_duration: 1 });
      expect(await records.steps(77)).toEqual([]);
    });

    it("notes usage, and leaves out what was not measured", async () => {
      const { records, id } = await withTests(open, "a");
      await records.addUsage(id("a"), { cpuload: 0.25, diskfree: 1000, run_duration: 30 });
      await records.addUsage(id("a"), { cpuload: -1, diskfree: -1, run_duration: 60 });
      expect(await records.test(id("a"))).toMatchObject({ cpuload: 0.25, diskfree: 1000, run_duration: 60 });
      expect(await records.usage(id("a"))).toMatchObject([
        { cpuload: 0.25, diskfree: 1000, run_duration: 30 },
        { cpuload: -1, diskfree: -1, run_duration: 60 },
      ]);
    });
  });
}
