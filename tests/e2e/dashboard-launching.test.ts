import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { acting, messageOf, namesOf, plan, some, step, tests, whole } from "../kit/acting.js";
import { standardConfig } from "../kit/area.js";

const { makeArea, shown, startDashboard } = acting(afterEach);

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
