import { describe, expect, it } from "vitest";
import { named, type OpenRecords, run, withTests } from "./kit.js";

export function describeTheRest(open: OpenRecords): void {
  describe("meta data, runners, changes", () => {
    it("keeps the meta data of tests", async () => {
      const records = await open();
      const meta = { testname: "a", author: "ann", owner: "team", description: "d", reviewed: "never", tags: "quick,slow", jobgroup: "g" };
      await records.setTestMeta({ ...meta, tags: "" });
      await records.setTestMeta(meta);
      expect(await records.testMeta()).toEqual([meta]);
    });

    it("02-50: keeps one row for each runner", async () => {
      const records = await open();
      const task = { owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "-run host1 4711" };
      const id = await records.addTask(task);
      expect(await records.runningTasks()).toEqual([]);
      await records.setTaskState(id, "running");
      expect(await records.runningTasks()).toEqual([{ id, state: "running", ...task }]);
      await records.setTaskState(id, "done");
      expect(await records.runningTasks()).toEqual([]);
      await records.addTask({ ...task, testpatt: "a/%" });
      const last = (runname: string) => records.lastTestpatt({ target: ["x", "1"], runname });
      expect([await last("r1"), await last("r2")]).toEqual(["a/%", undefined]);
    });

    it("tells which tests of a run changed since a mark", async () => {
      const { records, runId, id } = await withTests(open, "a", "b", "b/x");
      const first = await records.changesSince(runId, 0);
      expect(first).toMatchObject({ gap: true, tests: [{ id: id("a") }, { id: id("b") }, { id: id("b/x") }] });
      expect(await records.changesSince(runId, first.mark)).toEqual({ mark: first.mark, gap: false, tests: [] });
      await records.setVerdict(id("b/x"), { state: "RUNNING" });
      const other = await records.registerRun({ ...run, runname: "r2" });
      await records.registerTests(other, [named("a")]);
      const second = await records.changesSince(runId, first.mark);
      expect(second).toMatchObject({
        gap: false,
        tests: [
          { id: id("b"), state: "RUNNING" },
          { id: id("b/x"), state: "RUNNING" },
        ],
      });
      await records.sync();
      expect((await records.changesSince(runId, first.mark)).tests).toHaveLength(2);
      await records.deleteTests([id("a")]);
      expect(await records.changesSince(runId, second.mark)).toMatchObject({ gap: false, tests: [{ id: id("a"), state: "DELETED" }] });
      expect((await records.changesSince(runId, second.mark + 1_000_000_000)).gap).toBe(true);
    });
  });
}
