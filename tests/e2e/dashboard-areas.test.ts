import { afterEach, describe, expect, it } from "vitest";
import type { Hello, Job, JobView, LiveEvent, MatrixWindow, Missing, Plan, RunRow, RunView, TestView, Window } from "../../src/view/index.js";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";
import { dashboardMaker, type TestDashboard } from "../kit/dashboard.js";
import { whileReadOnly } from "../kit/read-only.js";
import { codeOf } from "../kit/web.js";

const makeArea = areaMaker(afterEach);
const startDashboard = dashboardMaker(afterEach);

const tests = { "tests/a/testconfig": "[ezsteps]\ns exit 1\n", "runconfigs.config": "[default]\nWHERE $MT_RUN_AREA_HOME\n" };
const named = (name: string, more = "") => standardConfig(more).replace("[setup]", `[setup]\narea-name ${name}`);

/** An area "here" with run r1, an attic that it knows with run old, and a dashboard of both. */
async function shown(atticConfig = ""): Promise<{ here: TestArea; attic: TestArea; dashboard: TestDashboard }> {
  const attic = makeArea({ ...tests, "megatest.config": named("proj-attic", atticConfig) });
  const here = makeArea({ ...tests, "megatest.config": named("here", `[areas]\nattic path=${attic.path}\n`) });
  await here.run("-runname", "r1");
  await attic.run("-runname", "old");
  const dashboard = await startDashboard(here, ["-no-browser", "-areas", "attic,here"]).ready();
  return { here, attic, dashboard };
}

const old = { t: "attic/x/1", r: "old" };

async function answer<T>(dashboard: TestDashboard, question: string): Promise<T> {
  const reply = await dashboard.ask(question);
  expect(reply.status, reply.body.toString()).toBe(200);
  return reply.json() as T;
}

async function ended(dashboard: TestDashboard, id: string): Promise<Job> {
  for (;;) {
    const { job } = await answer<JobView>(dashboard, `jobs/${id}`);
    if (job.state === "ended" || job.state === "lost") return job;
    await new Promise((tick) => setTimeout(tick, 100));
  }
}

describe("06 § 34: several areas in one dashboard", () => {
  it("every question has the area as the first key, or as parameter `a`", async () => {
    const { here, attic, dashboard } = await shown();
    const { keys, areas } = await answer<Hello>(dashboard, "hello");
    expect(keys).toEqual(["MT_AREA", "SYS", "RELEASE"]);
    expect(areas).toEqual([
      { name: "here", toppath: here.path },
      { name: "attic", toppath: attic.path },
    ]);
    const { items } = await answer<Window<RunRow>>(dashboard, "runs");
    expect(items.map(({ target, runname, counts }) => [target.join("/"), runname, counts.fail]).toSorted()).toEqual([
      ["attic/x/1", "old", 1],
      ["here/x/1", "r1", 1],
    ]);
    for (const question of ["run?t=attic/x/1&r=old", "run?a=attic&t=x/1&r=old"]) {
      expect((await answer<RunView>(dashboard, question)).run).toMatchObject({ target: ["attic", "x", "1"], runname: "old" });
    }
    expect(codeOf(await dashboard.ask("run?a=cellar&t=x/1&r=old"))).toBe("not-found");
    expect(codeOf(await dashboard.ask("run?t=cellar/x/1&r=old"))).toBe("not-found");
    expect((await answer<MatrixWindow>(dashboard, "matrix?target=attic/%25")).colHead.map(({ runname }) => runname)).toEqual(["old"]);
    const { test } = await answer<TestView>(dashboard, "test?a=attic&t=x/1&r=old&n=a");
    expect(test).toMatchObject({ status: "FAIL", rundir: `${attic.path}/links/x/1/old/a` });
    expect(await answer(dashboard, "test/lines?t=attic/x/1&r=old&n=a&f=s.log&from=1")).toBeDefined();
    expect(await answer(dashboard, "run/meta?t=attic/x/1&r=old")).toMatchObject({
      directory: `${attic.path}/links/x/1/old`,
      variables: expect.arrayContaining([expect.objectContaining({ name: "WHERE" })]),
    });
    for (const question of ["test/config", "test/env", "test/data", "test/steps", "test/files", "test/page"]) {
      await answer(dashboard, `${question}?t=attic/x/1&r=old&n=a`);
    }
    for (const question of ["run/tests", "run/why", "run/graph", "run/times", "run/critical", "run/stats", "run/curves", "run/load", "run/page"]) {
      await answer(dashboard, `${question}?t=attic/x/1&r=old`);
    }
    for (const question of ["activity", "graph", "failures", "targets", "runnames", "tests", "tags", "servers", "config", "slots", "jobs", "trace"]) {
      await answer(dashboard, question);
    }
    expect(await answer(dashboard, "diff?src=@here/x/1/r1&dst=attic/x/1/old")).toMatchObject({ src: { run: { t: "here/x/1", r: "r1" } } });
    expect(await answer(dashboard, "history?n=a&target=attic/%25")).toMatchObject({ items: [{ t: "attic/x/1", r: "old" }] });
    expect(attic.query("SELECT count(*) AS n FROM runs")).toEqual([{ n: 1 }]);
  });

  it("each area is live", async () => {
    const { here, attic, dashboard } = await shown();
    const changes = async (since: string) =>
      answer<{ id: string; events: LiveEvent[] }>(dashboard, `changes?topics=run:@attic/x/1/old,runs&since=${since}`);
    const { id } = await changes("");
    await answer(dashboard, "matrix");
    for (const [area, runname] of [
      [attic, "old"],
      [here, "r1"],
    ] as const) {
      await area.megatest(["-set-state-status", "COMPLETED,PASS", "-target", "x/1", "-runname", runname, "-testpatt", "%"]);
    }
    const seen = async () => JSON.stringify((await changes(id)).events);
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/"t":"attic\/x\/1","r":"old","n":"a".*"status":"PASS"/);
    await expect.poll(seen, { timeout: 20_000 }).toMatch(/counts.*"t":"here\/x\/1","r":"r1"|"t":"here\/x\/1","r":"r1".*counts/);
  });

  it("an action in another area is a command with -start-dir", async () => {
    const { here, attic, dashboard } = await shown();
    const asked = { action: "kill", objects: [{ ...old, tests: [{ n: "a", i: "" }] }] };
    const kill = (await dashboard.act("POST", "plan", asked)).json() as Plan;
    expect(kill.text).toContain(`megatest -start-dir ${attic.path} -set-state-status KILLREQ,n/a -target x/1 -runname old`);
    const both = { action: "rerun-failed", objects: [old, { t: "here/x/1", r: "r1" }] };
    const reply = await dashboard.act("POST", "plan", both);
    expect(reply.status, reply.body.toString()).toBe(200);
    const plan = reply.json() as Plan;
    expect(plan.commands.map((words) => words.includes("-start-dir"))).toEqual([true, false]);
    expect(plan.affected.items.map(({ t, r }) => `${t}/${r}`).toSorted()).toEqual(["attic/x/1/old", "here/x/1/r1"]);
    const removal = { action: "remove", objects: [old] };
    const remove = (await dashboard.act("POST", "plan", removal)).json() as Plan;
    expect(remove.confirm).toEqual({ by: "name", name: "old" });
    const started = await dashboard.act("POST", "jobs", { plan: remove.id, name: "old" });
    expect(started.status, started.body.toString()).toBe(200);
    expect(await ended(dashboard, (started.json() as Job).id)).toMatchObject({ code: 0 });
    expect(attic.query("SELECT count(*) AS n FROM runs WHERE state <> 'deleted'")).toEqual([{ n: 0 }]);
    expect(here.query("SELECT count(*) AS n FROM runs WHERE state <> 'deleted'")).toEqual([{ n: 1 }]);
  });

  it("a result is set in its own area only", async () => {
    const { attic, dashboard } = await shown();
    const set = { comment: "seen" };
    const change = async (t: string, r: string) => {
      const { test } = await answer<TestView>(dashboard, `test?t=${t}&r=${r}&n=a`);
      const { state, status, comment } = test;
      return dashboard.act("PATCH", "test", { t, r, n: "a", i: "", set, expected: { state, status, comment } });
    };
    expect((await change("here/x/1", "r1")).status).toBe(200);
    expect(await answer(dashboard, "trace?t=here/x/1&r=r1&n=a")).toMatchObject({ items: [{ action: "set test", test: { t: "x/1", r: "r1" } }] });
    const refused = await change("attic/x/1", "old");
    expect(codeOf(refused)).toBe("forbidden");
    expect(refused.body.toString()).toContain(`dashboard -start-dir ${attic.path}`);
  });

  it("another area says itself what may be done there", async () => {
    const { dashboard } = await shown("[dashboard]\nmax-level view\n");
    const refused = await dashboard.act("POST", "plan", { action: "kill", objects: [old] });
    expect(codeOf(refused)).toBe("forbidden");
    expect(refused.body.toString()).toContain("area attic allows no more than view");
  });

  it("nothing is done in an area that cannot be written", async () => {
    const { attic, dashboard } = await shown();
    await whileReadOnly(attic.path, async () => {
      const refused = await dashboard.act("POST", "plan", { action: "kill", objects: [old] });
      expect(codeOf(refused)).toBe("read-only");
    });
  });

  it("a run that was moved leads to where it is now", async () => {
    const { here, attic, dashboard } = await shown();
    const { code, stderr } = await here.megatest(["-destination", attic.path, "-target", "x/1", "-runname", "r1"]);
    expect(code, stderr).toBe(0);
    const page = async () => answer<Missing>(dashboard, "run/page?t=here/x/1&r=r1");
    await expect.poll(page, { timeout: 20_000 }).toMatchObject({ state: "moved", movedTo: attic.path, now: { t: "attic/x/1", r: "r1" } });
    const rows = async () => (await answer<Window<RunRow>>(dashboard, "runs")).items.map(({ target, runname }) => [...target, runname].join("/"));
    await expect.poll(rows, { timeout: 20_000 }).toEqual(expect.arrayContaining(["attic/x/1/r1", "attic/x/1/old"]));
    expect(await rows()).toHaveLength(2);
  });

  it("completed runs carry a mark with -full-db, and are restored before something is done to them", async () => {
    const here = makeArea({ ...tests, "megatest.config": named("here") });
    await here.run("-runname", "r1");
    const { code, stderr } = await here.megatest(["-reduce-records", "-target", "x/1", "-runname", "r1"]);
    expect(code, stderr).toBe(0);
    const dashboard = await startDashboard(here, ["-no-browser", "-full-db"]).ready();
    expect(await answer(dashboard, "runs")).toMatchObject({ items: [{ runname: "r1", completed: true }] });
    expect(await answer(dashboard, "run?t=x/1&r=r1")).toMatchObject({ completed: true });
    expect((await answer<MatrixWindow>(dashboard, "matrix")).colHead).toMatchObject([{ runname: "r1", completed: true }]);
    const asked = { action: "rerun", objects: [{ t: "x/1", r: "r1", tests: [{ n: "a", i: "" }] }] };
    const reply = await dashboard.act("POST", "plan", asked);
    expect(reply.status, reply.body.toString()).toBe(200);
    const plan = reply.json() as Plan;
    expect(plan.warnings).toContain("x/1/r1 is a completed run: it will be restored first");
    expect(plan.affected.items).toMatchObject([{ t: "x/1", r: "r1", testname: "a" }]);
    const started = await dashboard.act("POST", "jobs", { plan: plan.id });
    expect(started.status, started.body.toString()).toBe(200);
    expect(await ended(dashboard, (started.json() as Job).id)).toMatchObject({ state: "ended" });
    expect(here.query("SELECT runname FROM runs WHERE state NOT IN ('deleted', 'MOVED')")).toEqual([{ runname: "r1" }]);
  });

  it("an area that is none stops it", async () => {
    const here = makeArea({ ...tests, "megatest.config": named("here") });
    const dashboard = startDashboard(here, ["-no-browser", "-areas", "here,cellar"]);
    expect(await dashboard.ended).toBe(1);
    expect(dashboard.stderr).toContain("no area cellar");
  });
});
