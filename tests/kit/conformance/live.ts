import { describe, expect, it } from "vitest";
import { named, notStarted, type OpenRecords, owner, run, secondsAgo, withTests } from "./kit.js";

export function describeLiveTests(open: OpenRecords): void {
  describe("live and dead tests", () => {
    it("02-34, 02-35: counts live tests in all runs, by job group, without top-level records of items", async () => {
      const { records, runId, id } = await withTests(open, "a", "a/x", "a/y", "p", "q");
      const meta = { author: "", owner: "", description: "", reviewed: "", tags: "" };
      await records.setTestMeta({ testname: "a", jobgroup: "g", ...meta });
      await records.setTestMeta({ testname: "p", jobgroup: "default", ...meta });
      expect(await records.liveCounts()).toEqual({ total: 0, byJobgroup: new Map() });
      for (const name of ["a/x", "p"]) await records.claimTest(id(name), notStarted, owner);
      await records.setVerdict(id("a/y"), { state: "RUNNING" });
      await records.setVerdict(id("q"), { state: "KILLREQ" });
      const other = await records.registerRun({ ...run, runname: "r2" });
      const [elsewhere] = await records.registerTests(other, [named("a/x")]);
      await records.setVerdict(elsewhere?.id ?? -1, { state: "REMOTEHOSTSTART" });
      expect(await records.liveCounts()).toEqual({ total: 4, byJobgroup: new Map([["g", 3]]) });
      expect(await records.liveInRun(runId)).toBe(4);
      expect((await records.liveTests(runId)).map(({ test }) => test.id)).toEqual([id("a"), id("a/x"), id("a/y"), id("p"), id("q")]);
      expect(await records.liveTests()).toHaveLength(6);
      expect(await records.itemCount(runId, "a")).toBe(2);
      expect(await records.itemCount(runId, "p")).toBe(0);
    });

    it("notes and replaces owners", async () => {
      const { records, id } = await withTests(open, "a");
      await records.setVerdict(id("a"), { state: "RUNNING" });
      expect((await records.liveTests())[0]?.owner).toBeUndefined();
      await records.setOwner(id("a"), { host: "h", pid: 1, started: 2 });
      await records.setOwner(id("a"), owner);
      expect((await records.liveTests())[0]?.owner).toEqual(owner);
    });

    it("02-51, 02-52: marks tests without a sign of life, and rolls up", async () => {
      const { records, runId, id, verdict } = await withTests(open, "a", "a/x", "late", "busy", "young", "queued", "waiting");
      for (const name of ["a/x", "late", "busy", "young"]) await records.setVerdict(id(name), { state: "RUNNING", status: "n/a" });
      for (const name of ["queued", "waiting"]) await records.setVerdict(id(name), { state: "LAUNCHED", status: "n/a" });
      for (const name of ["a", "a/x", "late"]) await records.setTestFields(id(name), { event_time: secondsAgo(3 * 3600), run_duration: 10 });
      await records.setTestFields(id("busy"), { event_time: secondsAgo(3 * 3600), run_duration: 9000 });
      await records.setTestFields(id("queued"), { event_time: secondsAgo(25 * 3600) });
      await records.setTestFields(id("waiting"), { event_time: secondsAgo(23 * 3600) });
      expect(await records.markDead(7200, runId + 1)).toEqual([]);
      const dead = await records.markDead(7200);
      expect(dead.map((test) => test.id)).toEqual([id("a/x"), id("late"), id("queued")]);
      expect(dead[0]).toMatchObject({ state: "COMPLETED", status: "DEAD", comment: "Test failed to complete" });
      expect([await verdict("a"), await verdict("busy"), await verdict("waiting")]).toEqual(["COMPLETED/DEAD", "RUNNING/n/a", "LAUNCHED/n/a"]);
      expect(await records.markDead(7200, runId)).toEqual([]);
    });
  });
}
