import { describe, expect, it } from "vitest";
import { pagesArea } from "../../../../tests/kit/pages-area.js";
import { failures, failuresTests } from "./failures.js";

const datum = { value: 1, expected: 0, tol: 0, units: "n/a", type: null };

describe("06 § 31.1: failures grouped by cause", () => {
  it("by failing step and what it says, the most frequent first", async () => {
    const { ask, run, records } = pagesArea();
    const ids = await run("r1", {
      a: "COMPLETED/FAIL",
      b: "COMPLETED/FAIL",
      c: "COMPLETED/FAIL",
      fine: "COMPLETED/PASS",
      waived: "COMPLETED/WAIVED",
    });
    const step = (name: string, status: string, comment: string) =>
      records.recordStep(ids.get(name) ?? 0, { stepname: "route", state: "end", status, comment, logfile: "" });
    await step("a", "1", "lost 12 nets in /tmp/a/top.v");
    await step("b", "1", "lost 7 nets in /tmp/b/top.v");
    await step("c", "0", "");
    await records.setTestFields(ids.get("c") ?? 0, { comment: "no licence" });
    const { groups, failed, total } = await ask(failures, {});
    expect([failed, total]).toEqual([3, 2]);
    expect(groups.map(({ step: name, text, count, names }) => ({ name, text, count, names }))).toEqual([
      { name: "route", text: "lost # nets in top.v", count: 2, names: ["a", "b"] },
      { name: "", text: "no licence", count: 1, names: ["c"] },
    ]);
    const members = await ask(failuresTests, { id: groups[0]?.id ?? "" });
    expect(members.items.map(({ n, text }) => [n, text]).toSorted()).toEqual([
      ["a", "lost 12 nets in /tmp/a/top.v"],
      ["b", "lost 7 nets in /tmp/b/top.v"],
    ]);
  });

  it("the rules that failed say more than the step", async () => {
    const { ask, run, records } = pagesArea();
    const id = (await run("r1", { a: "COMPLETED/FAIL" })).get("a") ?? 0;
    await records.recordStep(id, { stepname: "sim", state: "end", status: "1", comment: "FAIL: bad", logfile: "sim.html" });
    await records.addData(id, [
      { ...datum, category: "sim", variable: "rule-1", comment: "no assertion fails", status: "FAIL" },
      { ...datum, category: "sim", variable: "rule-2", comment: "prints a result", status: "OK" },
    ]);
    expect((await ask(failures, {})).groups.map(({ text }) => text)).toEqual(["no assertion fails"]);
  });

  it("new is what only the newest run of a target has, and only where there is an earlier one", async () => {
    const { ask, run } = pagesArea();
    const fresh = async () => (await ask(failures, {})).groups.map(({ count, fresh: isNew }) => ({ count, isNew }));
    await run("r1", { a: "COMPLETED/PASS" });
    await run("r1", { a: "COMPLETED/PASS" }, ["y", "2"]);
    await run("r2", { a: "COMPLETED/FAIL" });
    expect(await fresh()).toEqual([{ count: 1, isNew: true }]);
    await run("r2", { a: "COMPLETED/PASS", b: "COMPLETED/FAIL" }, ["z", "3"]);
    expect(await fresh()).toEqual([{ count: 2, isNew: false }]);
  });

  it("top-level records of tests with items are not counted; runs and tests by the filter", async () => {
    const { ask, run } = pagesArea();
    await run("r1", { unit: "COMPLETED/FAIL", "unit/1": "COMPLETED/FAIL", "unit/2": "KILLED/KILLED", other: "COMPLETED/FAIL" });
    expect((await ask(failures, {})).failed).toBe(3);
    expect((await ask(failures, { test: "unit" })).failed).toBeLessThan(3);
    expect(await ask(failures, { target: "y/%" })).toMatchObject({ looked: 0, failed: 0, groups: [] });
    await expect(ask(failures, { cols: "0" })).rejects.toMatchObject({ code: "bad-request" });
  });
});
