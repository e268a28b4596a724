import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { Job, Plan, Window } from "../../src/view/index.js";
import {
  acting,
  carryOut,
  confirm,
  confirmed,
  detailOf,
  ended,
  makeToken,
  messageOf,
  namesOf,
  output,
  plan,
  some,
  step,
  whole,
} from "../kit/acting.js";
import { codeOf } from "../kit/web.js";

const { shown } = acting(afterEach);

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
