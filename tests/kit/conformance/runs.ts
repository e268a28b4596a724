import { describe, expect, it } from "vitest";
import { Failure } from "../../../src/base/index.js";
import { type OpenRecords, run, secondsAgo, withTests } from "./kit.js";

export function describeRuns(open: OpenRecords): void {
  describe("runs", () => {
    it("02-1, 04-27: a run is registered once; a second time gives the same id and changes nothing", async () => {
      const records = await open();
      const id = await records.registerRun({ ...run, contour: "quick" });
      await records.setRunStatus(id, "good", "a remark");
      expect(await records.registerRun({ ...run, owner: "bob" })).toBe(id);
      const found = await records.run(id);
      expect(found).toMatchObject({
        target: ["x", "1"],
        runname: "r1",
        state: "new",
        status: "good",
        owner: "ann",
        contour: "quick",
        comment: "a remark",
      });
      expect(found?.event_time).toBeGreaterThan(secondsAgo(60));
      expect(await records.registerRun({ ...run, runname: "r2" })).not.toBe(id);
      expect(await records.run(999)).toBeUndefined();
    });

    it("refuses a target that does not fit the keys", async () => {
      const records = await open();
      await expect(records.registerRun({ ...run, target: ["x"] })).rejects.toThrow(Failure);
      expect(await records.runs({})).toEqual([]);
    });

    it("02-2: a deleted run is hidden, and comes back with its id as new", async () => {
      const { records, runId } = await withTests(open, "a");
      await records.setRunStatus(runId, "bad", "gone soon");
      expect(await records.removeRunIfEmpty(runId)).toBe(false);
      await records.deleteTests((await records.tests(runId, {})).map((test) => test.id));
      expect(await records.removeRunIfEmpty(runId)).toBe(true);
      expect(await records.run(runId)).toMatchObject({ state: "deleted", comment: "" });
      expect(await records.runs({})).toEqual([]);
      expect(await records.registerRun(run)).toBe(runId);
      expect(await records.run(runId)).toMatchObject({ state: "new", status: "n/a" });
    });

    it("selects runs by name and key patterns, oldest first", async () => {
      const records = await open();
      for (const [sys, release, runname] of ["x 1 r_1", "x 2 r_2", "y 1 rx1", "y 2 R_3"].map((text) => text.split(" "))) {
        await records.registerRun({ target: [sys ?? "", release ?? ""], runname: runname ?? "", owner: "ann" });
      }
      const names = async (runname: string, ...target: string[]) => (await records.runs({ runname, target })).map((found) => found.runname);
      expect(await names("%")).toEqual(["r_1", "r_2", "rx1", "R_3"]);
      expect(await names("r_%")).toEqual(["r_1", "r_2", "R_3"]);
      expect(await names("r*")).toEqual(["r_1", "r_2", "rx1"]);
      expect(await names("r_1")).toEqual(["r_1"]);
      expect(await names("%", "x")).toEqual(["r_1", "r_2"]);
      expect(await names("%", "%", "[12]")).toHaveLength(4);
      expect(await names("%", "y", "1")).toEqual(["rx1"]);
    });
  });
}

export function describeRemovedRuns(open: OpenRecords): void {
  describe("removed runs", () => {
    it("02-56: a locked run is not removed", async () => {
      const records = await open();
      const id = await records.registerRun(run);
      await records.setRunLock(id, true, "ann");
      expect((await records.run(id))?.state).toBe("locked");
      expect(await records.removeRunIfEmpty(id)).toBe(false);
      await records.setRunLock(id, false, "ann");
      expect((await records.run(id))?.state).toBe("unlocked");
      expect(await records.removeRunIfEmpty(id)).toBe(true);
    });

    it("02-53: removing a run drops steps and data, and tests that were DELETED long ago", async () => {
      const { records, runId, id } = await withTests(open, "old", "young");
      await records.recordStep(id("young"), { stepname: "s", state: "end", status: "0" });
      await records.setTestFields(id("old"), { event_time: secondsAgo(31 * 86_400) });
      await records.deleteTests([id("old"), id("young")]);
      expect(await records.removeRunIfEmpty(runId)).toBe(true);
      expect(await records.test(id("old"))).toBeUndefined();
      expect(await records.test(id("young"))).toMatchObject(/* kept for 30 days */ { state: "DELETED" });
    });

    it("gives the span of a run's tests", async () => {
      const { records, runId, id } = await withTests(open, "a", "b", "gone");
      await records.setTestFields(id("a"), { event_time: 1000, run_duration: 500 });
      await records.setTestFields(id("b"), { event_time: 1100, run_duration: 50 });
      await records.setTestFields(id("gone"), { event_time: 1 });
      await records.deleteTests([id("gone")]);
      const empty = await records.registerRun({ ...run, runname: "empty" });
      expect(await records.runSpans([runId, empty])).toEqual([{ run_id: runId, first_start: 1000, last_end: 1500 }]);
    });
  });
}
