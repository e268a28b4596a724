import { describe, expect, it, onTestFinished } from "vitest";
import { named, notStarted, owner, run, withTests } from "../../tests/kit/conformance/kit.js";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import type { LocalRecords, Records } from "./records.js";

async function open(): Promise<LocalRecords> {
  const records = temporaryArea().open();
  onTestFinished(() => records.close());
  return records;
}

const request = (batch: number, call = 0) => ({ client: "c", batch, call });

describe("04-27: a write asked for again with the same request", () => {
  it("claims a test once and answers the same", async () => {
    const { records, id } = await withTests(open, "a");
    const claim = (of: Records) => of.claimTest(id("a"), notStarted, owner);
    const first = await records.once(request(1), claim);
    expect(first).toHaveLength(1);
    expect(await records.once(request(1), claim)).toEqual(first);
    expect(await records.once(request(2), claim)).toEqual([]);
  });

  it("starts a test once", async () => {
    const { records, id } = await withTests(open, "a");
    await records.claimTest(id("a"), notStarted, owner);
    const start = (of: Records) => of.startTest(id("a"), { state: "LAUNCHED" }, owner);
    const first = await records.once(request(1), start);
    expect(first.map(({ after }) => after.state)).toEqual(["REMOTEHOSTSTART"]);
    expect(await records.once(request(1), start)).toEqual(first);
  });

  it("does not undo what happened since", async () => {
    const { records, id, verdict } = await withTests(open, "a");
    const running = (of: Records) => of.setVerdict(id("a"), { state: "RUNNING" });
    const first = await records.once(request(1), running);
    await records.setVerdict(id("a"), { state: "COMPLETED", status: "PASS" });
    expect(await records.once(request(1), running)).toEqual(first);
    expect(await verdict("a")).toBe("COMPLETED/PASS");
  });

  it("registers one runner, and one run", async () => {
    const records = await open();
    const task = { owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "host1 4711" };
    const add = (of: Records) => of.addTask(task);
    const id = await records.once(request(1), add);
    expect(await records.once(request(1), add)).toBe(id);
    expect(await records.addTask(task)).toBe(id + 1);
    const runId = await records.once(request(2), (of) => of.registerRun(run));
    expect(await records.once(request(2), (of) => of.registerRun(run))).toBe(runId);
  });

  it("remembers every call of a batch, in which one may fail", async () => {
    const { records, runId, id } = await withTests(open, "a");
    const batch = () =>
      Promise.allSettled([
        records.once(request(1, 0), (of) => of.registerTests(runId, [named("b")])),
        records.once(request(1, 1), (of) => of.recordStep(-5, { stepname: "s", state: "end", status: "0" })),
        records.once(request(1, 2), (of) => of.recordStep(id("a"), { stepname: "s", state: "end", status: "0" })),
        records.once(request(1, 3), (of) => of.setRunStatus(runId, "done")),
      ]);
    const first = await batch();
    expect(first.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect(await batch()).toEqual(first);
  });

  it("is another one for each client", async () => {
    const { records } = await withTests(open, "a");
    const add = (of: Records) => of.addTask({ owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "host1 4711" });
    const one = await records.once({ client: "c1", batch: 0, call: 0 }, add);
    expect(await records.once({ client: "c2", batch: 0, call: 0 }, add)).toBe(one + 1);
  });
});
