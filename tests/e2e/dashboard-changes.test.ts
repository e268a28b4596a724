import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { TraceEntry } from "../../src/view/index.js";
import { acting, carryOut, detailOf, messageOf, plan, step, tests, whole } from "../kit/acting.js";
import { standardConfig } from "../kit/area.js";
import { codeOf } from "../kit/web.js";

const { makeArea, shown, startDashboard } = acting(afterEach);

describe("06 § 32.2: direct changes", () => {
  const justified = (config = "") => shown(tests, config);
  const waiverRule = { ...tests, "megatest.config": standardConfig().replace("[jobtools]", "waivercommentpatt CR-\\d+: .*\n\n[jobtools]") };
  const bad = { ...whole, n: "bad", i: "", expected: { state: "COMPLETED", status: "FAIL", comment: "Failed at step s" } };
  const two = { ...whole, n: "many", i: "2", expected: { state: "COMPLETED", status: "FAIL", comment: "Failed at step s" } };

  it("06-29: a waived item is rolled up, and its comment is kept", async () => {
    const { area, dashboard } = await justified();
    expect(area.verdicts()).toMatchObject({ many: "COMPLETED/FAIL" });
    const reply = await dashboard.act("PATCH", "test", { ...two, set: { status: "WAIVED", comment: "known" } });
    expect(reply.json()).toMatchObject({ test: { state: "COMPLETED", status: "WAIVED", comment: "known" } });
    await area.megatest(["-sync-to-megatest.db"]);
    expect(area.verdicts()).toMatchObject({ many: "COMPLETED/WAIVED", "many/2": "COMPLETED/WAIVED" });
  });

  it("06-28: waivercommentpatt must match in whole, else 400", async () => {
    const { area, dashboard } = await shown(waiverRule);
    for (const comment of ["known", "see CR-12: x", "CR-: x"]) {
      const reply = await dashboard.act("PATCH", "test", { ...bad, set: { status: "WAIVED", comment } });
      expect([reply.status, messageOf(reply)]).toEqual([400, "the comment of a waiver must match CR-\\d+: .* in whole ([setup] waivercommentpatt)"]);
    }
    expect(area.verdicts()).toMatchObject({ bad: "COMPLETED/FAIL" });
    expect((await dashboard.act("PATCH", "test", { ...bad, set: { status: "WAIVED", comment: "CR-12: known" } })).status).toBe(200);
  });

  it("06-30: on an old view 409 with the record as it is now, and nothing is written", async () => {
    const { dashboard } = await justified();
    expect((await dashboard.act("PATCH", "test", { ...bad, set: { comment: "mine" } })).status).toBe(200);
    const reply = await dashboard.act("PATCH", "test", { ...bad, set: { status: "CHECK" } });
    expect([reply.status, codeOf(reply)]).toEqual([409, "conflict"]);
    expect(detailOf(reply)).toMatchObject({ test: { status: "FAIL", comment: "mine" } });
    const several = await Promise.all(["a", "b", "c"].map((comment) => dashboard.act("PATCH", "test", { ...two, set: { comment } })));
    expect(several.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  it("triggers start, also when nothing changes", async () => {
    const config = "[triggers]\nCOMPLETED/CHECK @AREA@/trigger.sh\n";
    const { area, dashboard } = await shown({ ...tests, "trigger.sh": '#!/bin/sh\necho "$MT_TEST_NAME" >> "$MT_RUN_AREA_HOME/triggered"\n' }, config);
    expect((await dashboard.act("PATCH", "test", { ...bad, set: { status: "CHECK" } })).status).toBe(200);
    await area.until(() => existsSync(join(area.path, "triggered")), "the trigger");
    expect(area.read("triggered")).toBe("bad\n");
  });

  it("what runs is overwritten only by who says so; what commands use is refused", async () => {
    const area = makeArea({ "tests/slow/testconfig": step("sleep 30") });
    await area.megatest(["-run", "-target", "x/1", "-runname", "r1", "-testpatt", "%"]);
    const dashboard = await startDashboard(area).ready();
    await area.until(() => area.queryLive("SELECT state FROM tests")[0]?.["state"] === "RUNNING", "the test runs");
    const slow = { ...whole, n: "slow", i: "", expected: { state: "RUNNING", status: "n/a", comment: "" } };
    const reply = await dashboard.act("PATCH", "test", { ...slow, set: { state: "COMPLETED", status: "FAIL" } });
    expect([reply.status, messageOf(reply)]).toEqual([409, "slow is RUNNING: confirm that its state is to be overwritten"]);
    for (const state of ["DELETED", "REMOVING", "", "A,B", "A\nB"]) {
      expect((await dashboard.act("PATCH", "test", { ...slow, set: { state }, live: true })).status).toBe(400);
    }
    expect((await dashboard.act("PATCH", "test", { ...slow, set: { state: "KILLREQ", status: "n/a" }, live: true })).status).toBe(200);
    await area.until(() => area.queryLive("SELECT state FROM tests")[0]?.["state"] === "KILLED", "the test is killed");
  });

  it("a run: status, comment, lock; a locked run is told of in plans", async () => {
    const { dashboard } = await justified();
    const expected = { state: "new", status: "n/a", comment: "" };
    const set = await dashboard.act("PATCH", "run", { ...whole, set: { comment: "good one", status: "released" }, expected });
    expect(set.json()).toMatchObject({ run: { comment: "good one", status: "released" } });
    expect((await dashboard.act("PATCH", "run", { ...whole, set: { locked: true }, expected })).status).toBe(409);
    const now = { state: "new", status: "released", comment: "good one" };
    expect((await dashboard.act("PATCH", "run", { ...whole, set: { locked: true }, expected: now })).json()).toMatchObject({
      run: { state: "locked" },
    });
    const made = await plan(dashboard, { action: "remove", objects: [whole] });
    expect(made).toMatchObject({ affected: { count: 0, locked: ["x/1/r1"] }, warnings: ["x/1/r1 is locked: its tests are left alone"] });
    const open = await dashboard.act("PATCH", "run", { ...whole, set: { locked: false }, expected: { ...now, state: "locked" } });
    expect(open.json()).toMatchObject({ run: { state: "unlocked" } });
  });

  it("06-54: every change is on record: who, when, what, from and to, and how it went", async () => {
    const { area, dashboard } = await justified();
    await dashboard.act("PATCH", "test", { ...bad, set: { comment: "mine" } });
    await dashboard.act("PATCH", "run", { ...whole, set: { comment: "c" }, expected: { state: "new", status: "n/a", comment: "" } });
    const job = await carryOut(dashboard, { action: "continue", objects: [whole] });
    const lines = area.read("logs/dashboard-actions.jsonl").trim().split("\n");
    const entries = lines.map((line): TraceEntry => JSON.parse(line));
    const who = { user: expect.any(String), session: "own", address: "127.0.0.1", time: expect.any(Number) };
    expect(entries).toEqual([
      {
        ...who,
        action: "set test",
        test: { ...whole, n: "bad", i: "" },
        from: { comment: "Failed at step s" },
        to: { comment: "mine" },
        result: "done",
      },
      { ...who, action: "set run", run: whole, from: { comment: "" }, to: { comment: "c" }, result: "done" },
      { ...who, action: "continue", commands: job.commands, job: job.id, result: "started" },
    ]);
    expect((await dashboard.ask("trace")).json()).toMatchObject({ total: 3, items: entries.toReversed() });
    expect((await dashboard.ask("trace?t=x%2F1&r=r1&n=bad&i=")).json()).toMatchObject({ total: 1 });
  });
});
