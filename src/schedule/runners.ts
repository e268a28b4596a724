import { setTimeout as sleep } from "node:timers/promises";
import { type Log, shellQuote } from "../base/index.js";
import type { Records, RunnerTask } from "../store/index.js";
import { currentEnv, hostName, isAlive, start, startTimeOf, userName } from "../sys/index.js";

/** What a runner works on. */
export interface RunnerScope {
  /** `a/b/c`. */
  readonly target: string;
  readonly runname: string;
  readonly testpatt: string;
}

/** A process that a row of `tasks_queue` names. */
interface RunnerProcess {
  readonly host: string;
  readonly pid: number;
  /** 0: unknown, as in rows written by 1.65. */
  readonly started: number;
}

/** Notes in `tasks_queue` that this process runs tests; give the id to `setTaskState` with `done` or `killed` at the end. Spec 02 § 16 */
export async function registerRunner(records: Records, scope: RunnerScope): Promise<number> {
  const params = `started=${startTimeOf(process.pid)} ${hostName()} ${process.pid}`;
  const id = await records.addTask({ owner: userName(), target: scope.target, name: scope.runname, testpatt: scope.testpatt, params });
  await records.setTaskState(id, "running");
  return id;
}

/** A process that is registered as runner, and what it works on. */
export interface Runner extends RunnerScope, RunnerProcess {
  /** User. */
  readonly owner: string;
}

/** The processes that are registered as runners of any run; those of this host only if they are alive. */
export async function livingRunners(records: Records): Promise<Runner[]> {
  const runners = (await records.runningTasks()).flatMap((task): Runner[] => {
    const runner = processOf(task);
    const { target, name, testpatt, owner } = task;
    return runner === undefined ? [] : [{ ...runner, target, runname: name, testpatt, owner }];
  });
  return runners.filter(({ host, pid, started }) => host !== hostName() || isAlive(pid, started));
}

/** The same of one run. */
export async function runnersOf(records: Records, { target, runname }: Omit<RunnerScope, "testpatt">): Promise<Runner[]> {
  return (await livingRunners(records)).filter((runner) => runner.target === target && runner.runname === runname);
}

/**
 * Stops the other processes that run tests of this run: SIGINT, after 5 s SIGKILL. A process is signalled only when it is surely the one that
 * registered itself; rows of processes that are gone are closed.
 *
 * @see spec 02 § 16
 */
export async function stopRunners(records: Records, scope: RunnerScope, log: Log): Promise<void> {
  const tasks = (await records.runningTasks()).filter((task) => concerns(task, scope));
  const here = hostName();
  const runners: { task: RunnerTask; runner: RunnerProcess }[] = [];
  for (const task of tasks) {
    const runner = processOf(task);
    if (runner === undefined || (runner.host === here && runner.pid === process.pid)) continue;
    if (runner.host !== here || isAlive(runner.pid, runner.started)) runners.push({ task, runner });
    else await records.setTaskState(task.id, "killed");
  }
  if (runners.length === 0) {
    log.info(1, `No run launching processes found for ${scope.target} / ${scope.runname} with testpatt ${scope.testpatt}`);
    return;
  }
  log.print(0, `Found ${runners.length} run(s) to kill.`);
  await Promise.all(
    runners.map(async ({ task, runner }) => {
      if (runner.started === 0) {
        log.warn(`not stopping process ${runner.pid} on ${runner.host}: cannot tell whether it is still the runner of ${task.target}/${task.name}`);
        return;
      }
      await (runner.host === here ? stopHere(runner) : stopElsewhere(runner));
      await records.setTaskState(task.id, "killed");
    }),
  );
}

function concerns(task: RunnerTask, { target, runname, testpatt }: RunnerScope): boolean {
  return task.target === target && task.name === runname && isLike(task.testpatt, testpatt);
}

/** LIKE, with `%` as the only wildcard. */
function isLike(text: string, pattern: string): boolean {
  const literal = (part: string) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^${pattern.split("%").map(literal).join("[^]*")}$`, "i").test(text);
}

function processOf(task: RunnerTask): RunnerProcess | undefined {
  const [, host, pid] = /(\S+) (\d+)\s*$/.exec(task.params) ?? [];
  if (host === undefined || !/^[A-Za-z0-9._-]+$/.test(host)) return undefined;
  return { host, pid: Number(pid), started: Number(/started=(\d+) /.exec(task.params)?.[1] ?? 0) };
}

async function stopHere({ pid, started }: RunnerProcess): Promise<void> {
  const signal = (name: NodeJS.Signals) => {
    try {
      if (isAlive(pid, started)) process.kill(pid, name);
    } catch {
      // It ended by itself meanwhile.
    }
  };
  signal("SIGINT");
  for (let waited = 0; waited < 5000 && isAlive(pid, started); waited += 100) await sleep(100);
  signal("SIGKILL");
}

/** The same on another host, by `nbfake`, without waiting. */
async function stopElsewhere({ host, pid, started }: RunnerProcess): Promise<void> {
  const same = `[ "$(sed 's/.*) //' /proc/${pid}/stat | cut -d' ' -f20)" = ${started} ]`;
  const command = `${same} && kill -INT ${pid} && sleep 5; ${same} && kill -KILL ${pid}`;
  const env = { ...currentEnv(), TARGETHOST: host, TARGETHOST_LOGF: "/dev/null" };
  const running = await start("nbfake", ["sh", "-c", shellQuote(command)], { env, cwd: "/", stdio: ["ignore", "ignore", "ignore"] });
  await running.ended;
}
