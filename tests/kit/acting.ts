import { expect } from "vitest";
import type { Job, JobLog, JobRequest, JobView, Plan } from "../../src/view/index.js";
import { areaMaker, runProgram, standardConfig, type TestArea } from "./area.js";
import { dashboardMaker, type TestDashboard } from "./dashboard.js";
import type { WebReply } from "./web.js";

export const step = (command: string) => `[ezsteps]\ns ${command}\n`;
export const tests = {
  "tests/good/testconfig": step("echo hello"),
  "tests/bad/testconfig": step("exit 1"),
  "tests/many/testconfig": `[items]\nN 1 2\n${step('test "$N" = 1')}`,
};

/** Makes areas with a run of these tests, and their dashboards; all is gone after the test. */
export function acting(afterEach: (work: () => Promise<void> | void) => void) {
  const [makeArea, startDashboard] = [areaMaker(afterEach), dashboardMaker(afterEach)];
  const shown = async (files: Readonly<Record<string, string>> = tests, config = ""): Promise<{ area: TestArea; dashboard: TestDashboard }> => {
    const area = makeArea({ "megatest.config": standardConfig(config), ...files });
    const { stderr } = await area.run();
    expect(stderr).not.toContain("ERROR");
    return { area, dashboard: await startDashboard(area).ready() };
  };
  return { makeArea, startDashboard, shown };
}

/** The run that {@link TestArea.run} makes, or some of its tests. */
export const whole = { t: "x/1", r: "r1" };
export const some = (...names: string[]) => ({
  ...whole,
  tests: names.map((name) => ({ n: name.split("/")[0] ?? "", i: name.split("/").slice(1).join("/") })),
});

interface Asked {
  readonly action: string;
  readonly objects?: readonly object[];
  readonly options?: object;
}

export async function plan(dashboard: TestDashboard, asked: Asked): Promise<Plan> {
  const reply = await dashboard.act("POST", "plan", asked);
  expect(reply.status, reply.body.toString()).toBe(200);
  return reply.json() as Plan;
}

export const confirmed = ({ confirm }: Plan) =>
  confirm.by === "count" ? { count: confirm.count } : confirm.by === "name" ? { name: confirm.name } : {};

export async function begin(dashboard: TestDashboard, asked: Asked): Promise<Job> {
  const made = await plan(dashboard, asked);
  const reply = await dashboard.act("POST", "jobs", { plan: made.id, ...confirmed(made) });
  expect(reply.status, reply.body.toString()).toBe(200);
  return reply.json() as Job;
}

export async function ended(dashboard: TestDashboard, id: string): Promise<Job> {
  for (;;) {
    const { job } = (await dashboard.ask(`jobs/${id}`)).json() as JobView;
    if (job.state === "ended" || job.state === "lost") return job;
    await new Promise((tick) => setTimeout(tick, 100));
  }
}

/** Starts what was planned and waits for its end: it works in an area that is removed after the test. */
export async function confirm(dashboard: TestDashboard, body: JobRequest): Promise<void> {
  const reply = await dashboard.act("POST", "jobs", body);
  expect(reply.status, reply.body.toString()).toBe(200);
  await ended(dashboard, (reply.json() as Job).id);
}

export async function makeToken(area: TestArea, level: string): Promise<string> {
  return (await runProgram("dashboard", ["-make-token", level, "-label", level], { cwd: area.path, env: { HOME: area.path } })).stdout.trim();
}

export const carryOut = async (dashboard: TestDashboard, asked: Asked) => ended(dashboard, (await begin(dashboard, asked)).id);
export const output = async (dashboard: TestDashboard, id: string) => ((await dashboard.ask(`jobs/${id}/log`)).json() as JobLog).text;
export const namesOf = ({ affected }: Plan) =>
  affected.items.map(({ testname, item_path }) => (item_path === "" ? testname : `${testname}/${item_path}`)).sort();
export const detailOf = (reply: WebReply) => (reply.json() as { error: { detail: Record<string, unknown> } }).error.detail;
export const messageOf = (reply: WebReply) => (reply.json() as { error: { message: string } }).error.message;
