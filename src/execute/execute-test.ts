import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { readTestconfig } from "../area/index.js";
import { Failure, type Log, messageOf } from "../base/index.js";
import { dumpSexp, itemPath } from "../config/index.js";
import { copySources, type Payload } from "../launch/index.js";
import type { ProcessIdentity } from "../store/index.js";
import {
  type Env,
  encodeText,
  freeKiB,
  hostName,
  isDirectory,
  killTree,
  makeDirectories,
  normalisedLoad,
  systemDescription,
  writeFileAtomic,
} from "../sys/index.js";
import type { TestContext } from "./context.js";
import { ProcessControl } from "./control.js";
import { testEnvironment } from "./environment.js";
import { environmentFile } from "./environment-file.js";
import { finishTest } from "./finish.js";
import type { ExecutorHost } from "./host.js";
import { testMarker } from "./marker.js";
import { Monitor } from "./monitor.js";
import { runTest } from "./run-test.js";
import { takeOver } from "./take-over.js";
import { writeVerdict } from "./verdict.js";

/** A test to be executed. */
export interface ExecuteJob {
  readonly payload: Payload;
  /** The same as text: `MT_CMDINFO`. */
  readonly encoded: string;
  /** Environment passed on by the launcher. */
  readonly env: Env;
  /** Log of this test, and the file or descriptor behind it. */
  readonly log: Log;
  readonly output: string | number;
  /** The launching process, when it is known. */
  readonly claimant?: ProcessIdentity;
}

/** A test that is being executed; `interrupt` ends it as INCOMPLETE. */
export interface Execution {
  readonly ended: Promise<{ readonly exitCode: 0 | 1 | 4 }>;
  interrupt(): Promise<void>;
}

/**
 * Executes one test from its take-over to its final record. Trouble with the test itself ends in its record (COMPLETED/ABORT with the reason), never
 * in an exception.
 *
 * @see spec 03 § 8
 */
export function executeTest(host: ExecutorHost, job: ExecuteJob): Execution {
  let control: ProcessControl | undefined;
  let interrupted = false;
  const ended = execute(host, job, (started) => {
    control = started;
    return interrupted;
  });
  return {
    ended,
    async interrupt() {
      interrupted = true;
      await control?.stop({ kind: "interrupted" });
    },
  };
}

async function execute(host: ExecutorHost, job: ExecuteJob, onControl: (control: ProcessControl) => boolean): Promise<{ exitCode: 0 | 1 | 4 }> {
  const { payload } = job;
  const refusal = await takeOver(host, payload, job.claimant);
  if (refusal !== undefined) {
    job.log.error(`not running ${payload.testName} ${itemPath(payload.item)}: ${refusal}`);
    return { exitCode: 1 };
  }
  try {
    const context = await prepare(host, job);
    const control = new ProcessControl(context.env, host.start);
    if (onControl(control)) await control.stop({ kind: "interrupted" });
    const monitor = new Monitor(context, control);
    const outcome = await runTest(host, context, control).finally(() => monitor.stop());
    await finishTest(host, context, outcome, monitor.duration);
    return {
      exitCode: outcome.kind === "stopped" && outcome.reason.kind === "interrupted" ? 1 : outcome.kind === "ran" && outcome.diedFromSignal ? 4 : 0,
    };
  } catch (error) {
    job.log.error(
      `${payload.testName} ${itemPath(payload.item)}: ${error instanceof Failure ? error.message : error instanceof Error ? error.stack : String(error)}`,
    );
    // Whatever of it still runs would go on without anybody who answers for it.
    await killTree([], { marker: testMarker(payload.toppath, payload.testId), graceMs: 2000 });
    await writeVerdict(host, payload.testId, { state: "COMPLETED", status: "ABORT", comment: messageOf(error).split("\n")[0] ?? "" });
    return { exitCode: 1 };
  }
}

/** Waits for the run directory, builds the environment and leaves it in the files from which a user can go on by hand. */
async function prepare(host: ExecutorHost, job: ExecuteJob): Promise<TestContext> {
  const { payload } = job;
  const { area, records } = host;
  await awaitWorkArea(host, payload, job.env);
  const env = testEnvironment(area, payload, job.encoded, job.env);
  const rundir = payload.workArea;
  const blacklist = area.config
    .lookup("setup", "blacklistvars")
    ?.split(/\s+/)
    .filter((name) => name !== "");
  for (const shell of ["sh", "csh"] as const) {
    writeFileSync(join(rundir, `megatest.${shell}`), encodeText(environmentFile(env, { shell, ...(blacklist !== undefined && { blacklist }) })));
  }
  await Promise.all([
    records.setTestFields(payload.testId, { uname: systemDescription(), host: hostName() }),
    records.addUsage(payload.testId, { cpuload: normalisedLoad(), diskfree: freeKiB(rundir), run_duration: 0 }),
    writeVerdict(host, payload.testId, { state: "RUNNING" }, { ifState: ["REMOTEHOSTSTART"] }),
  ]);
  const testconfig = readTestconfig(area, payload.testpath, env, "running");
  area.caches?.leaveIn(rundir);
  writeFileAtomic(join(rundir, ".testconfig"), dumpSexp(testconfig, { fullData: true }));
  if (payload.ezsteps) makeDirectories(join(rundir, ".ezsteps"));
  makeExecutable(join(rundir, payload.runscript ?? ""), payload.runscript !== undefined);
  return { area, records, log: job.log, output: job.output, payload, env, rundir, testconfig };
}

/** A network file system may show the run directory late, or not all of it; spec 03 § 8 step 6. */
async function awaitWorkArea(host: ExecutorHost, payload: Payload, env: Env): Promise<void> {
  for (let look = 0; !isDirectory(payload.workArea); look++) {
    if (look >= 11) throw new Failure("work-area", `run directory ${payload.workArea} does not appear on this host`);
    await sleep(look < 5 ? 200 : 10_000);
  }
  if (payload.workArea.startsWith(`${payload.testpath}/`)) return;
  const present = new Set(readdirSync(payload.workArea));
  const isComplete = readdirSync(payload.testpath).every((name) => name.startsWith(".") || present.has(name));
  if (!isComplete) copySources(host.area, payload.testpath, payload.workArea, env);
}

/** Gives the run script the execute bits it lacks; it may also be a command line or on PATH, then there is no such file. */
function makeExecutable(file: string, isNamed: boolean): void {
  const entry = isNamed ? statSync(file, { throwIfNoEntry: false }) : undefined;
  if (entry?.isFile() === true && (entry.mode & 0o110) !== 0o110) chmodSync(file, entry.mode | 0o110);
}
