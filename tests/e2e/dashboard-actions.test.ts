import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Job, JobLog, JobRequest, JobView, LiveEvent, Plan, TraceEntry, Window } from "../../src/view/index.js";
import { areaMaker, runProgram, standardConfig, type TestArea } from "../kit/area.js";
import { dashboardMaker, type TestDashboard } from "../kit/dashboard.js";
import { codeOf, type WebReply } from "../kit/web.js";

const makeArea = areaMaker(afterEach);
const startDashboard = dashboardMaker(afterEach);

const step = (command: string) => `[ezsteps]\ns ${command}\n`;
const tests = {
  "tests/good/testconfig": step("echo hello"),
  "tests/bad/testconfig": step("exit 1"),
  "tests/many/testconfig": `[items]\nN 1 2\n${step('test "$N" = 1')}`,
};

async function shown(files: Readonly<Record<string, string>> = tests, config = ""): Promise<{ area: TestArea; dashboard: TestDashboard }> {
  const area = makeArea({ "megatest.config": standardConfig(config), ...files });
  const { stderr } = await area.run();
  expect(stderr).not.toContain("ERROR");
  return { area, dashboard: await startDashboard(area).ready() };
}

/** The run that {@link TestArea.run} makes, or some of its tests. */
const whole = { t: "x/1", r: "r1" };
const some = (...names: string[]) => ({
  ...whole,
  tests: names.map((name) => ({ n: name.split("/")[0] ?? "", i: name.split("/").slice(1).join("/") })),
});

interface Asked {
  readonly action: string;
  readonly objects?: readonly object[];
  readonly options?: object;
}

async function plan(dashboard: TestDashboard, asked: Asked): Promise<Plan> {
  const reply = await dashboard.act("POST", "plan", asked);
  expect(reply.status, reply.body.toString()).toBe(200);
  return reply.json() as Plan;
}

const confirmed = ({ confirm }: Plan) => (confirm.by === "count" ? { count: confirm.count } : confirm.by === "name" ? { name: confirm.name } : {});

async function begin(dashboard: TestDashboard, asked: Asked): Promise<Job> {
  const made = await plan(dashboard, asked);
  const reply = await dashboard.act("POST", "jobs", { plan: made.id, ...confirmed(made) });
  expect(reply.status, reply.body.toString()).toBe(200);
  return reply.json() as Job;
}

async function ended(dashboard: TestDashboard, id: string): Promise<Job> {
  for (;;) {
    const { job } = (await dashboard.ask(`jobs/${id}`)).json() as JobView;
    if (job.state === "ended" || job.state === "lost") return job;
    await new Promise((tick) => setTimeout(tick, 100));
  }
}

/** Starts what was planned and waits for its end: it works in an area that is removed after the test. */
async function confirm(dashboard: TestDashboard, body: JobRequest): Promise<void> {
  const reply = await dashboard.act("POST", "jobs", body);
  expect(reply.status, reply.body.toString()).toBe(200);
  await ended(dashboard, (reply.json() as Job).id);
}

async function makeToken(area: TestArea, level: string): Promise<string> {
  return (await runProgram("dashboard", ["-make-token", level, "-label", level], { cwd: area.path, env: { HOME: area.path } })).stdout.trim();
}

const carryOut = async (dashboard: TestDashboard, asked: Asked) => ended(dashboard, (await begin(dashboard, asked)).id);
const output = async (dashboard: TestDashboard, id: string) => ((await dashboard.ask(`jobs/${id}/log`)).json() as JobLog).text;
const namesOf = ({ affected }: Plan) =>
  affected.items.map(({ testname, item_path }) => (item_path === "" ? testname : `${testname}/${item_path}`)).sort();
const detailOf = (reply: WebReply) => (reply.json() as { error: { detail: Record<string, unknown> } }).error.detail;
const messageOf = (reply: WebReply) => (reply.json() as { error: { message: string } }).error.message;

describe("06 § 32.3: actions", () => {
  it("06-45: what is planned is what is done: words and tests", async () => {
    const { area, dashboard } = await shown();
    const made = await plan(dashboard, { action: "rerun", objects: [some("bad", "many/2")] });
    const words = "-set-state-status NOT_STARTED,n/a -run -target x/1 -runname r1 -testpatt bad/%,many/2 -preclean -clean-cache";
    expect(made.text).toBe(`megatest ${words}`);
    expect(made.commands).toEqual([[expect.stringMatching(/\/bin\/megatest$/), ...words.split(" ")]]);
    expect(namesOf(made)).toEqual(["bad", "many/2"]);
    expect(made).toMatchObject({ level: "operate", confirm: { by: "click" }, affected: { count: 2, live: 0, known: true }, preview: { total: 2 } });

    const before = area.query("SELECT id, event_time, testname, item_path FROM tests");
    await new Promise((tick) => setTimeout(tick, 1100));
    const started = (await dashboard.act("POST", "jobs", { plan: made.id })).json() as Job;
    expect(await ended(dashboard, started.id)).toMatchObject({
      commands: made.commands,
      code: 0,
      count: 2,
      user: expect.any(String),
      session: "own",
    });
    const log = await output(dashboard, started.id);
    expect(log).toContain(`$ ${made.commands[0]?.join(" ")}`);
    await area.megatest(["-sync-to-megatest.db"]);
    const after = new Map(area.query("SELECT id, event_time FROM tests").map((row) => [row["id"], row["event_time"]]));
    const again = before.filter(({ id, event_time }) => after.get(id) !== event_time).map(({ testname, item_path }) => `${testname}/${item_path}`);
    expect(again.sort()).toEqual(["bad/", "many/2"]);
  });

  it("each action becomes the command of the table", async () => {
    const { dashboard } = await shown({ "tests/good/testconfig": step("true") });
    const table: readonly (readonly [string, readonly object[], object, string])[] = [
      ["continue", [whole], {}, "-run -target x/1 -runname r1 -testpatt % -clean-cache"],
      ["rerun-failed", [whole], {}, "-rerun-clean -target x/1 -runname r1 -testpatt %"],
      ["rerun-all", [whole], {}, "-set-state-status NOT_STARTED,n/a -run -target x/1 -runname r1 -testpatt % -preclean -clean-cache"],
      ["rerun-last", [whole], {}, "-run -target x/1 -runname r1 -testpatt % -preclean -clean-cache"],
      ["kill", [some("many")], {}, "-set-state-status KILLREQ,n/a -target x/1 -runname r1 -testpatt many/% -state RUNNING,REMOTEHOSTSTART,LAUNCHED"],
      [
        "kill",
        [whole],
        { notStarted: true },
        "-set-state-status KILLREQ,n/a -target x/1 -runname r1 -testpatt % -state RUNNING,REMOTEHOSTSTART,LAUNCHED,NOT_STARTED",
      ],
      ["remove-data", [some("good")], {}, "-remove-runs -target x/1 -runname r1 -testpatt good/% -keep-records"],
      [
        "remove",
        [whole],
        { states: ["COMPLETED"], statuses: ["FAIL", "ABORT"] },
        "-remove-runs -target x/1 -runname r1 -testpatt % -state COMPLETED -status FAIL,ABORT",
      ],
      ["move", [whole], { destination: "/somewhere/else" }, "-destination /somewhere/else -target x/1 -runname r1"],
      ["reduce", [whole], {}, "-reduce-records -target x/1 -runname r1"],
      ["restore", [whole], {}, "-restore-records -target x/1 -runname r1"],
      ["remove-old", [], { keep: 3, target: "x/%", age: "7d" }, "-remove-keep 3 -actions remove-runs -target x/% -runname % -age 7d"],
      ["command", [], { command: `-list-runs 'a b' -testpatt "%"` }, "-list-runs 'a b' -testpatt %"],
    ];
    for (const [action, objects, options, line] of table) {
      expect((await plan(dashboard, { action, objects, options })).text, action).toBe(`megatest ${line}`);
    }
  });

  it("06-46: a whole run is removed by who types its name, and then it is gone", async () => {
    const { area, dashboard } = await shown();
    const made = await plan(dashboard, { action: "remove", objects: [whole] });
    expect(made).toMatchObject({ level: "admin", confirm: { by: "name", name: "r1" }, affected: { count: 5, effects: { remove: 5 } } });
    for (const wrong of [{}, { name: "r" }, { count: 5 }]) {
      const reply = await dashboard.act("POST", "jobs", { plan: made.id, ...wrong });
      expect([reply.status, messageOf(reply)]).toEqual([400, "Remove: type the name of the run: r1"]);
    }
    const edited = await plan(dashboard, { action: "command", options: { command: made.text } });
    expect(edited.confirm).toEqual({ by: "name", name: "r1" });
    expect(area.verdicts()).toMatchObject({ good: "COMPLETED/PASS" });
    const started = (await dashboard.act("POST", "jobs", { plan: made.id, name: "r1" })).json() as Job;
    expect((await ended(dashboard, started.id)).code).toBe(0);
    await area.megatest(["-sync-to-megatest.db"]);
    expect(area.query("SELECT state FROM runs")).toEqual([{ state: "deleted" }]);
  });

  it("06-46: other removals are done by who acknowledges how many tests they touch", async () => {
    const { dashboard } = await shown();
    const made = await plan(dashboard, { action: "remove-data", objects: [some("many")] });
    expect(made.confirm).toEqual({ by: "count", count: 3 });
    expect((await dashboard.act("POST", "jobs", { plan: made.id, count: 2 })).status).toBe(400);
    await confirm(dashboard, { plan: made.id, count: 3 });
  });

  it("06-47: when the tests are not those of the plan any more: 409, a new plan, and nothing ran", async () => {
    const { area, dashboard } = await shown();
    const made = await plan(dashboard, { action: "remove", objects: [some("many", "bad")] });
    expect(made.affected.count).toBe(4);
    expect((await area.megatest(["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "bad"])).code).toBe(0);
    const reply = await dashboard.act("POST", "jobs", { plan: made.id, ...confirmed(made) });
    expect([reply.status, codeOf(reply)]).toEqual([409, "conflict"]);
    const { plan: again } = detailOf(reply) as { plan: Plan };
    expect(namesOf(again)).toEqual(["many", "many/1", "many/2"]);
    expect(((await dashboard.ask("jobs")).json() as Window<Job>).total).toBe(0);
    expect(area.verdicts()).toMatchObject({ "many/1": "COMPLETED/PASS" });
    expect((await dashboard.act("POST", "jobs", { plan: made.id, ...confirmed(made) })).status).toBe(410);
    await confirm(dashboard, { plan: again.id, ...confirmed(again) });
  });

  it("a plan is good for one job, of its own session", async () => {
    const { area, dashboard } = await shown();
    const token = await makeToken(area, "admin");
    const made = await plan(dashboard, { action: "continue", objects: [whole] });
    expect((await dashboard.act("POST", "jobs", { plan: made.id }, token)).status).toBe(410);
    await confirm(dashboard, { plan: made.id });
    expect((await dashboard.act("POST", "jobs", { plan: made.id })).status).toBe(410);
  });

  it("06-48: no shell ever sees a name", async () => {
    const nasty = `a;touch pwned'"$(touch pwned)`;
    const { area, dashboard } = await shown({ [`tests/${nasty}/testconfig`]: step("true") });
    const made = await plan(dashboard, { action: "rerun", objects: [some(nasty)] });
    expect(made.commands[0]).toContain(`${nasty}/%`);
    expect(namesOf(made)).toEqual([nasty]);
    const job = await carryOut(dashboard, { action: "rerun", objects: [some(nasty)] });
    expect(job.code, await output(dashboard, job.id)).toBe(0);
    expect(existsSync(join(area.path, "pwned"))).toBe(false);
  });

  it("names that a pattern cannot hold are refused, and that is said", async () => {
    const { dashboard } = await shown({ "tests/good/testconfig": step("true") });
    for (const name of ["a,b", "50%", "x*y", "a~b", "[ab]"]) {
      const reply = await dashboard.act("POST", "plan", { action: "kill", objects: [some(name)] });
      expect([reply.status, messageOf(reply)]).toEqual([400, expect.stringContaining(`${name} cannot be named on a command line`)]);
    }
    const reply = await dashboard.act("POST", "plan", { action: "remove", objects: [{ t: "x/1", r: "r%" }] });
    expect([reply.status, messageOf(reply)]).toEqual([400, expect.stringContaining("so that other runs could be meant")]);
  });

  it("more than 100 kB of pattern become several commands, one after the other", async () => {
    const { dashboard } = await shown({ "tests/good/testconfig": step("true") });
    const names = ["a", "b", "c"].flatMap((test) => Array.from({ length: 500 }, (_, at) => `${test}/${"x".repeat(100)}${at}`));
    const made = await plan(dashboard, { action: "kill", objects: [some(...names)] });
    expect(made.commands.map((command) => command[command.indexOf("-testpatt") + 1]?.slice(0, 2))).toEqual(["a/", "b/", "c/"]);
    const many = Array.from({ length: 1500 }, (_, at) => `a/${"x".repeat(100)}${at}`);
    expect((await dashboard.act("POST", "plan", { action: "kill", objects: [some(...many)] })).status).toBe(413);
  });
});

describe("06 § 32.3: jobs", () => {
  it("06-49: a job outlives its dashboard, and the next one shows it with its output and how it ended", async () => {
    const area = makeArea({ "tests/slow/testconfig": step("sleep 2") });
    const first = await startDashboard(area).ready();
    const form = { target: "x/1", runname: "r1", wait: true };
    const { id } = await begin(first, { action: "launch", options: { launch: form } });
    expect(await first.stop()).toBe(0);
    const second = await startDashboard(area).ready();
    const { items } = (await second.ask("jobs")).json() as Window<Job>;
    expect(items).toMatchObject([{ id, action: "launch", state: "running" }]);
    expect(await ended(second, id)).toMatchObject({ state: "ended", code: 0 });
    expect(await output(second, id)).toContain("1 passed");
    expect(area.read(`logs/ui-job-${id}.log`)).toContain("1 passed");
  });

  it("is stopped by TERM; MT_ variables of the dashboard do not reach it; its events are told", async () => {
    const area = makeArea({ "megatest.config": standardConfig("[dashboard]\nfree-commands yes\n"), "tests/a/testconfig": step("true") });
    const dashboard = await startDashboard(area, ["-no-browser"], { MT_TARGET: "x/1", MT_MINE: "1" }).ready();
    const job = await carryOut(dashboard, { action: "command", options: { command: "env" } });
    expect(await output(dashboard, job.id)).not.toMatch(/^MT_/m);
    const { id } = await begin(dashboard, {
      action: "command",
      options: { command: "sh -c 'trap : TERM; sleep 60 & wait; echo ended by itself; exit 3'" },
    });
    await expect.poll(async () => ((await dashboard.ask(`jobs/${id}`)).json() as JobView).job.state).toBe("running");
    await expect.poll(() => output(dashboard, id)).toContain("$ ");
    expect((await dashboard.act("DELETE", `jobs/${id}`, {})).status).toBe(200);
    expect(await ended(dashboard, id)).toMatchObject({ code: 3 });
    expect(await output(dashboard, id)).toContain("ended by itself");
    expect((await dashboard.act("DELETE", `jobs/${id}`, {})).status).toBe(409);
    expect((await dashboard.act("DELETE", "jobs/nonsense", {})).status).toBe(404);
    const told = async () => ((await dashboard.ask("changes?topics=jobs")).json() as { events: readonly LiveEvent[] }).events;
    await expect.poll(told, { timeout: 10_000 }).toContainEqual(expect.objectContaining({ kind: "job", id, state: "ended", code: 3 }));
  });

  it("a command that was typed begins with megatest, and is split without expanding anything", async () => {
    const { dashboard } = await shown({ "tests/good/testconfig": step("true") });
    const reply = await dashboard.act("POST", "plan", { action: "command", options: { command: "rm -rf ." } });
    expect([reply.status, codeOf(reply)]).toEqual([403, "forbidden"]);
    const job = await carryOut(dashboard, { action: "command", options: { command: `megatest -list-runs "$HOME" '*'` } });
    expect(job.commands[0]?.slice(1)).toEqual(["-list-runs", "$HOME", "*"]);
    const made = await plan(dashboard, { action: "command", options: { command: "-remove-runs -target x/1 -runname r1 -testpatt good" } });
    expect(made).toMatchObject({ affected: { known: true, count: 1, effects: { remove: 1 } }, confirm: { by: "count", count: 1 } });
    expect(await plan(dashboard, { action: "command", options: { command: "-cleanup-db" } })).toMatchObject({ affected: { known: false, count: 0 } });
  });

  it("[dashboard] pre-command surrounds the command, quoted once", async () => {
    const config = '[dashboard]\npre-command env OUTER=1 sh -c \'printf "%s|" "$OUTER" "$@"\' sh \n';
    const { dashboard } = await shown({ "tests/it's/testconfig": step("true") }, config);
    const made = await plan(dashboard, { action: "kill", objects: [some("it's")] });
    expect(made.external).toBe(true);
    const job = await carryOut(dashboard, { action: "kill", objects: [some("it's")] });
    expect(job.external).toBe(true);
    expect(await output(dashboard, job.id)).toContain("1|");
    expect(await output(dashboard, job.id)).toContain("|it's/%|");
  });
});

describe("06 § 32.1: launching", () => {
  it("the form becomes a command, and the preview says what would be run", async () => {
    const { dashboard } = await shown({ ...tests, "tests/after/testconfig": `[requirements]\nwaiton good\n${step("true")}` });
    const launch = {
      target: "x/1",
      runname: "new",
      testpatt: "after",
      preclean: true,
      cleanCache: true,
      rerun: ["FAIL", "ABORT"],
      setvars: "A=1 2",
      wait: true,
    };
    const made = await plan(dashboard, { action: "launch", options: { launch } });
    expect(made.text).toBe(
      "megatest -run -testpatt after -target x/1 -runname new -rerun FAIL,ABORT -preclean -clean-cache -setvars 'A=1 2' -run-wait",
    );
    expect(made.preview).toMatchObject({ named: ["after"], upstream: ["good"], total: 2, left: { count: 0 } });
    expect(made.affected).toMatchObject({ count: 2, effects: { launch: 2 } });
    const again = await plan(dashboard, { action: "launch", options: { launch: { target: "x/1", runname: "r1" } } });
    expect(again).toMatchObject({ affected: { count: 0 }, preview: { total: 5, left: { count: 5 } } });
    const failed = await plan(dashboard, { action: "launch", options: { launch: { target: "x/1", runname: "r1", rerun: ["FAIL"] } } });
    expect(namesOf(failed)).toEqual(["bad", "many/2"]);
  });

  it("06-55: [setup] allow-runs no: refused with that reason, and there is no job", async () => {
    const area = makeArea({ ...tests, "megatest.config": standardConfig().replace("[jobtools]", "allow-runs no\n\n[jobtools]") });
    const dashboard = await startDashboard(area).ready();
    for (const action of ["launch", "continue", "rerun"] as const) {
      const objects = action === "launch" ? [] : action === "rerun" ? [some("good")] : [whole];
      const reply = await dashboard.act("POST", "plan", { action, objects, options: { launch: { target: "x/1", runname: "r1" } } });
      expect([reply.status, messageOf(reply)]).toEqual([403, "runs are not allowed in this area ([setup] allow-runs no)"]);
    }
    expect((await dashboard.ask("acting")).json()).toMatchObject({ noRunsBecause: "runs are not allowed in this area ([setup] allow-runs no)" });
    expect(existsSync(join(area.path, "logs")) ? readdirSync(join(area.path, "logs")).filter((name) => name.startsWith("ui-job")) : []).toEqual([]);
  });

  it.each([
    [{ target: "x", runname: "r" }, 400],
    [{ target: "x/1", runname: "" }, 400],
    [{ target: "x/1", runname: "a/b" }, 400],
    [{ target: "no/such", reqtarg: true, runname: "r" }, 404],
  ])("%j is refused with %i", async (launch, status) => {
    const area = makeArea(tests);
    const dashboard = await startDashboard(area).ready();
    expect((await dashboard.act("POST", "plan", { action: "launch", options: { launch } })).status).toBe(status);
  });
});

describe("06 § 33: who may", () => {
  it("06-50: without a token 401; with level view 403; from another site nothing changes; operate may not remove", async () => {
    const { area, dashboard } = await shown();
    const [view, operate] = [await makeToken(area, "view"), await makeToken(area, "operate")];
    const expected = { state: "COMPLETED", status: "PASS", comment: "" };
    const change = { ...whole, n: "good", i: "", set: { status: "FAIL" }, expected };
    const requests: [string, string, object][] = [
      ["PATCH", "test", change],
      ["PATCH", "run", { ...whole, set: { comment: "x" }, expected: { state: "new", status: "n/a", comment: "" } }],
      ["POST", "plan", { action: "kill", objects: [whole] }],
      ["POST", "jobs", { plan: "x" }],
      ["DELETE", "jobs/1-1", {}],
    ];
    for (const [method, path, body] of requests) {
      expect((await dashboard.act(method, path, body, "wrong")).status).toBe(401);
      expect((await dashboard.act(method, path, body, view)).status).toBe(403);
      expect((await dashboard.act(method, path, body, dashboard.token, { origin: "http://evil.example" })).status).toBe(403);
    }
    for (const [action, objects] of [
      ["remove", [whole]],
      ["remove-data", [some("good")]],
      ["command", []],
      ["reduce", [whole]],
    ] as const) {
      expect((await dashboard.act("POST", "plan", { action, objects, options: { command: "-h" } }, operate)).status).toBe(403);
    }
    expect(
      (await dashboard.act("PATCH", "run", { ...whole, set: { locked: false }, expected: { state: "new", status: "n/a", comment: "" } }, operate))
        .status,
    ).toBe(403);
    expect(area.verdicts()).toMatchObject({ good: "COMPLETED/PASS" });
    expect((await dashboard.act("PATCH", "test", change, operate)).status).toBe(200);
  });
});

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
