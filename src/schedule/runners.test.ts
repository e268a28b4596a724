import { once } from "node:events";
import { afterEach, describe, expect, it } from "vitest";
import { makeLog } from "../base/index.js";
import type { Records, RunnerTask } from "../store/index.js";
import { currentEnv, hostName, isAlive, type Running, start, startTimeOf } from "../sys/index.js";
import { registerRunner, stopRunners } from "./runners.js";

const started: Running[] = [];
afterEach(() => {
  for (const { child } of started.splice(0)) child.kill("SIGKILL");
});

async function startRunner(): Promise<Running> {
  const script = "echo ready; while :; do sleep 0.05; done";
  const running = await start("/bin/sh", ["-c", script], { env: currentEnv(), cwd: "/", stdio: ["ignore", "pipe", "inherit"] });
  started.push(running);
  if (running.child.stdout !== null) await once(running.child.stdout, "data");
  return running;
}

const scope = { target: "x/1", runname: "r1", testpatt: "%" };

/** A `tasks_queue` with running rows of these processes. */
function queue(...rows: (Partial<RunnerTask> & { params: string })[]) {
  const tasks = rows.map((row, index) => ({ id: index + 1, owner: "ann", state: "running", target: "x/1", name: "r1", testpatt: "a,b/%", ...row }));
  const states: [number, string][] = [];
  const records: Partial<Records> = {
    runningTasks: async () => tasks,
    addTask: async (task) => tasks.push({ ...task, id: tasks.length + 1, state: "new" }),
    setTaskState: async (id, state) => {
      states.push([id, state]);
    },
  };
  const lines: string[] = [];
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  return { records: records as Records, tasks, states, lines, log };
}

const paramsOf = (pid: number, started = startTimeOf(pid)) => `started=${started} ${hostName()} ${pid}`;

describe("registerRunner", () => {
  it("02-50: adds a running row that names this process last", async () => {
    const { records, tasks, states } = queue();
    expect(await registerRunner(records, { ...scope, testpatt: "a%" })).toBe(1);
    expect(tasks).toEqual([expect.objectContaining({ target: "x/1", name: "r1", testpatt: "a%" })]);
    expect(tasks[0]?.params.split(" ").slice(-2)).toEqual([hostName(), String(process.pid)]);
    expect(states).toEqual([[1, "running"]]);
  });
});

describe("stopRunners", () => {
  it("interrupts a runner of the run and closes its row", async () => {
    const { pid, ended } = await startRunner();
    const { records, states, lines, log } = queue({ params: paramsOf(pid) });
    await stopRunners(records, scope, log);
    expect(await ended).toEqual({ kind: "signal", signal: 2 });
    expect(states).toEqual([[1, "killed"]]);
    expect(lines).toEqual(["Found 1 run(s) to kill."]);
  });

  it.each([
    ["of another run", { name: "r2" }],
    ["of another target", { target: "x/10" }],
    ["with another test pattern", { testpatt: "c" }],
  ])("leaves a runner %s alone", async (_what, row) => {
    const { pid } = await startRunner();
    const { records, states, lines, log } = queue({ ...row, params: paramsOf(pid) });
    await stopRunners(records, { ...scope, testpatt: "A,%" }, log);
    expect(isAlive(pid, 0)).toBe(true);
    expect(states).toEqual([]);
    expect(lines).toEqual(["INFO: (1) No run launching processes found for x/1 / r1 with testpatt A,%"]);
  });

  it("closes the row of a runner that is gone, and never signals a later process with its pid", async () => {
    const { pid } = await startRunner();
    const { records, states, log } = queue({ params: paramsOf(pid, startTimeOf(pid) - 1) });
    await stopRunners(records, scope, log);
    expect(isAlive(pid, 0)).toBe(true);
    expect(states).toEqual([[1, "killed"]]);
  });

  it("does not signal a process that it cannot tell apart, nor itself", async () => {
    const { pid } = await startRunner();
    const { records, states, lines, log } = queue({ params: `((-run)) ${hostName()} ${pid}` }, { params: paramsOf(process.pid) });
    await stopRunners(records, scope, log);
    expect(isAlive(pid, 0)).toBe(true);
    expect(states).toEqual([]);
    expect(lines[1]).toMatch(/^WARNING: not stopping process \d+ on /);
  });
});
