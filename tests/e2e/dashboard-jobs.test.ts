import { afterEach, describe, expect, it } from "vitest";
import type { Job, JobView, LiveEvent, Window } from "../../src/view/index.js";
import { acting, begin, carryOut, ended, output, plan, some, step } from "../kit/acting.js";
import { standardConfig } from "../kit/area.js";
import { codeOf } from "../kit/web.js";

const { makeArea, shown, startDashboard } = acting(afterEach);

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
