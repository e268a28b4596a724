import { describe, expect, it } from "vitest";
import { datum, notStarted, type OpenRecords, owner, secondsAgo, shortVerdicts, withTests } from "./kit.js";

export function describeVerdicts(open: OpenRecords): void {
  describe("verdicts", () => {
    it("writes a verdict and rolls it up, comment of the top-level record unchanged", async () => {
      const { records, id } = await withTests(open, "a", "a/x", "a/y");
      await records.setTestFields(id("a"), { comment: "mine" });
      await records.setTestFields(id("a/x"), { event_time: 5 });
      const launched = await records.setVerdict(id("a/x"), { state: "REMOTEHOSTSTART", status: "n/a" });
      expect(shortVerdicts(launched)).toEqual(["a/x NOT_STARTED/n/a REMOTEHOSTSTART/n/a", "a/ NOT_STARTED/n/a RUNNING/n/a"]);
      expect(launched[0]?.after).toEqual(await records.test(id("a/x")));
      expect(launched[0]?.after.event_time).toBeGreaterThan(secondsAgo(60));
      const ended = await records.setVerdict(id("a/x"), { state: "COMPLETED", status: "FAIL", comment: "no" });
      expect(shortVerdicts(ended)[1]).toBe("a/ RUNNING/n/a NOT_STARTED/STARTED");
      expect(shortVerdicts(await records.setVerdict(id("a/y"), { state: "COMPLETED", status: "PASS" }))[1]).toBe(
        "a/ NOT_STARTED/STARTED COMPLETED/FAIL",
      );
      expect(await records.test(id("a"))).toMatchObject({ comment: "mine", state: "COMPLETED", status: "FAIL" });
      expect(await records.test(id("a/x"))).toMatchObject({ comment: "no" });
    });

    it("gives the test's own record even when nothing changes, and only that", async () => {
      const { records, id } = await withTests(open, "a", "a/x", "a/y");
      await records.setVerdict(id("a/x"), { state: "RUNNING", status: "n/a" });
      expect(shortVerdicts(await records.setVerdict(id("a/x"), { state: "RUNNING" }))).toEqual(["a/x RUNNING/n/a RUNNING/n/a"]);
      expect(await records.setVerdict(9999, { state: "RUNNING" })).toEqual([]);
    });

    it("04-24: writes only from the given states", async () => {
      const { records, id, verdict } = await withTests(open, "a");
      expect(await records.setVerdict(id("a"), { state: "COMPLETED", status: "PASS" }, ["RUNNING", "LAUNCHED"])).toEqual([]);
      expect(await verdict("a")).toBe("NOT_STARTED/n/a");
      expect(await records.setVerdict(id("a"), { state: "COMPLETED", status: "PASS" }, ["NOT_STARTED"])).toHaveLength(1);
    });

    it("02-60: a write to a top-level record changes no item", async () => {
      const { records, id, verdict } = await withTests(open, "a", "a/x");
      expect(await records.setVerdict(id("a"), { state: "COMPLETED", status: "WAIVED" })).toHaveLength(1);
      expect([await verdict("a"), await verdict("a/x")]).toEqual(["COMPLETED/WAIVED", "NOT_STARTED/n/a"]);
    });

    it("02-57: many verdicts at once: each top-level record once, a verdict given for it stands", async () => {
      const { records, id, verdict } = await withTests(open, "a", "a/x", "a/y", "b", "b/x", "p");
      const pass = { state: "COMPLETED", status: "PASS" };
      const changed = await records.setVerdicts([
        { id: id("a/x"), ...pass },
        { id: id("p"), ...pass },
        { id: id("a/y"), ...pass, comment: "y" },
        { id: id("b"), state: "KILLED", status: "KILLED" },
        { id: id("b/x"), ...pass },
        { id: 9999, ...pass },
      ]);
      expect(changed.map(({ after }) => after.id)).toEqual([id("a/x"), id("p"), id("a/y"), id("b"), id("b/x"), id("a")]);
      expect([await verdict("a"), await verdict("b")]).toEqual(["COMPLETED/PASS", "KILLED/KILLED"]);
    });
  });
}

export function describeClaims(open: OpenRecords): void {
  describe("claims", () => {
    it("claims a test for exactly one launcher", async () => {
      const { records, runId, id } = await withTests(open, "a", "a/x");
      await records.setVerdict(id("a/x"), { state: "COMPLETED", status: "FAIL", comment: "old" });
      await records.recordStep(id("a/x"), { stepname: "s", state: "end", status: "1" });
      expect(await records.claimTest(id("a/x"), notStarted, owner)).toEqual([]);
      const claimed = await records.claimTest(id("a/x"), { state: "COMPLETED", status: "FAIL" }, owner);
      expect(shortVerdicts(claimed)).toEqual(["a/x COMPLETED/FAIL LAUNCHED/n/a", "a/ COMPLETED/FAIL RUNNING/n/a"]);
      expect(claimed[0]?.after).toEqual(await records.test(id("a/x")));
      expect(claimed[0]?.after.comment).toBe("");
      expect(await records.steps(id("a/x"))).toEqual([]);
      expect(await records.claimTest(id("a/x"), { state: "COMPLETED", status: "FAIL" }, owner)).toEqual([]);
      expect((await records.liveTests(runId)).find(({ test }) => test.id === id("a/x"))?.owner).toEqual(owner);
    });

    it("starts a test for exactly one executor", async () => {
      const { records, runId, id } = await withTests(open, "a");
      const executor = { host: "host2", pid: 7, started: 8 };
      await records.claimTest(id("a"), notStarted, owner);
      expect(await records.startTest(id("a"), { state: "LAUNCHED", owner: executor }, executor)).toEqual([]);
      expect(await records.startTest(id("a"), { state: "RUNNING" }, executor)).toEqual([]);
      expect(shortVerdicts(await records.startTest(id("a"), { state: "LAUNCHED", owner }, executor))).toEqual([
        "a/ LAUNCHED/n/a REMOTEHOSTSTART/n/a",
      ]);
      expect((await records.liveTests(runId))[0]?.owner).toEqual(executor);
      expect(await records.startTest(id("a"), { state: "LAUNCHED", owner }, owner)).toEqual([]);
    });
  });
}

export function describeDerivedVerdicts(open: OpenRecords): void {
  describe("verdicts from data and deletion", () => {
    it("03-46: AUTO is resolved by the test data at once, AUTO-WARN too", async () => {
      const { records, id, verdict } = await withTests(open, "none", "good", "bad", "careful", "strange");
      await records.addData(id("good"), [datum("v", "pass"), datum("w", "other")]);
      await records.addData(id("bad"), [datum("v", "PASS"), datum("w", "Fail")]);
      await records.addData(id("careful"), [datum("v", "pass")]);
      await records.addData(id("strange"), [datum("v", null)]);
      for (const name of ["none", "good", "bad", "strange"]) await records.setVerdict(id(name), { state: "COMPLETED", status: "AUTO" });
      await records.setVerdict(id("careful"), { state: "COMPLETED", status: "AUTO-WARN" });
      const statuses = await Promise.all(["none", "good", "bad", "careful", "strange"].map(verdict));
      expect(statuses.map((text) => text.replace("COMPLETED/", ""))).toEqual(["AUTO", "PASS", "FAIL", "WARN", "AUTO"]);
      expect(await records.test(id("bad"))).toMatchObject({ pass_count: 1, fail_count: 1 });
    });

    it("03-46: a roll-up of data fails or passes a test, with the roll-up of its items", async () => {
      const { records, id } = await withTests(open, "a", "a/x");
      await records.setVerdict(id("a/x"), { state: "COMPLETED", status: "n/a" });
      expect(await records.rollUpData(id("a/x"))).toEqual([]);
      await records.addData(id("a/x"), [datum("v", "pass")]);
      expect(shortVerdicts(await records.rollUpData(id("a/x")))).toEqual(["a/x COMPLETED/n/a COMPLETED/PASS", "a/ COMPLETED/n/a COMPLETED/PASS"]);
      await records.setVerdict(id("a/x"), { status: "WARN" });
      expect(await records.rollUpData(id("a/x"))).toEqual([]);
      await records.addData(id("a/x"), [datum("w", "fail")]);
      expect(shortVerdicts(await records.rollUpData(id("a/x")))[1]).toBe("a/ COMPLETED/WARN COMPLETED/FAIL");
      expect(await records.test(id("a/x"))).toMatchObject({ state: "COMPLETED", pass_count: 1, fail_count: 1 });
    });

    it("02-53: deleting items rolls up; without items left the top-level record goes too", async () => {
      const { records, runId, id, verdict } = await withTests(open, "a", "a/x", "a/y");
      await records.setVerdict(id("a/x"), { state: "COMPLETED", status: "FAIL" });
      await records.setVerdict(id("a/y"), { state: "COMPLETED", status: "PASS" });
      await records.recordStep(id("a/x"), { stepname: "s", state: "end", status: "1" });
      await records.addData(id("a/x"), [datum("v", "fail")]);
      await records.deleteTests([id("a/x")]);
      expect([await verdict("a"), await verdict("a/x")]).toEqual(["COMPLETED/PASS", "DELETED/n/a"]);
      expect([await records.steps(id("a/x")), await records.data(id("a/x"))]).toEqual([[], []]);
      expect(await records.itemCount(runId, "a")).toBe(1);
      await records.deleteTests([id("a/y")]);
      expect(await verdict("a")).toBe("DELETED/n/a");
    });
  });
}
