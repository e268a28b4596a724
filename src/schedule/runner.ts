import { type Area, runEnvironment, testsPaths } from "../area/index.js";
import { Failure, type Log } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import { fireTriggers, type VerdictServices } from "../execute/index.js";
import type { LaunchSettings } from "../launch/index.js";
import { missingCounterpartText, type Plan, planRun } from "../plan/index.js";
import type { ProcessIdentity, Records } from "../store/index.js";
import { type Env, hostName, startTimeOf, userName } from "../sys/index.js";
import { LiveTestCare } from "./dead.js";
import { type Definitions, readDefinitions } from "./definitions.js";
import { runPostHook, runPreHook } from "./hooks.js";
import { TestLauncher } from "./launching.js";
import { loadGate } from "./load-gate.js";
import { Pass, type PassResult } from "./pass.js";
import { checkBeforeRun } from "./preflight.js";
import type { RunProgress } from "./progress.js";
import { applyAutoRerun, resetTests } from "./resets.js";
import { needsAnotherPass, type RunResults, resultsOf, retriedStatuses, selectionOf } from "./results.js";
import { registerRunner } from "./runners.js";
import { updateTestMeta } from "./test-meta.js";
import { waitForLiveTests } from "./wait.js";
import { Waker } from "./waker.js";

/** What `-run` is asked to do. */
export interface RunRequest {
  readonly area: Area;
  readonly records: Records;
  readonly log: Log;
  readonly target: readonly string[];
  readonly runname: string;
  readonly contour: string | undefined;
  readonly patterns: string;
  readonly tagexpr: string | undefined;
  readonly rerun: readonly string[];
  readonly force: boolean;
  readonly preclean: boolean;
  /** `-rerun-clean`, `-rerun-all`. */
  readonly reset: "clean" | "all" | undefined;
  readonly setVars: string | undefined;
  readonly wait: boolean;
  readonly onePass: boolean;
  readonly homehost: string | undefined;
  /** Whether tests use the server also on the homehost. */
  readonly throughServer: boolean;
  readonly homehostIsHere: boolean;
  /** Absolute path of `bin/megatest`. */
  readonly program: string;
  /** Program and arguments that start megatest without a detour. */
  readonly executorProgram: readonly [string, ...string[]];
  /** Options passed on to executors. */
  readonly passedOn: readonly string[];
  readonly progress: RunProgress;
  readonly stdout: (text: string) => void;
  /** Ends the launching; what runs goes on. */
  readonly stop: AbortSignal;
}

/** How `-run` went. */
export interface RunReport {
  readonly runId: number;
  /** Tests that the selectors name. */
  readonly named: readonly string[];
  readonly results: RunResults;
  readonly failedLaunches: number;
  readonly hopeless: boolean;
  /** Mistakes in testconfigs that planning found. */
  readonly mistakes: number;
}

const looksBeforeOnePassLeaves = 20;

/** Runs tests: registers the run, plans it, drives the queue until it is empty, waits if asked to. Spec 02 § 2. */
export async function runTests(request: RunRequest): Promise<RunReport> {
  const { area, records, target, runname, stop } = request;
  if (runname === "" || runname.includes("/")) throw new Failure("usage", `the run name "${runname}" must not be empty nor hold a /`, 3);
  checkBeforeRun(area, records, request.homehostIsHere);
  const runId = await records.registerRun({ target, runname, owner: userName(), ...(request.contour !== undefined && { contour: request.contour }) });
  const task = await registerRunner(records, { target: target.join("/"), runname, testpatt: request.patterns });
  try {
    const report = await new RunSession(request, runId, runEnvironment(area, target, runname)).run();
    await records.setTaskState(task, stop.aborted ? "killed" : "done");
    return report;
  } catch (error) {
    await records.setTaskState(task, "killed");
    throw error;
  }
}

class RunSession {
  readonly #request: RunRequest;
  readonly #runId: number;
  readonly #env: Env;
  readonly #identity: ProcessIdentity = { host: hostName(), pid: process.pid, started: startTimeOf(process.pid) };
  readonly #waker = new Waker();
  readonly #services: VerdictServices;
  readonly #care: LiveTestCare;
  #isOver = false;

  constructor(request: RunRequest, runId: number, env: Env) {
    this.#request = request;
    this.#runId = runId;
    this.#env = env;
    const { area, records, log, program } = request;
    this.#services = { area, records, log, env: { ...env, MT_MEGATEST: program } };
    this.#care = new LiveTestCare(this.#services);
  }

  async run(): Promise<RunReport> {
    const { area, records, log, target, runname, progress, patterns, tagexpr, stop } = this.#request;
    progress.phase("planning");
    await this.#care.lookAtAll();
    const definitions = readDefinitions(area, this.#env);
    await updateTestMeta(records, definitions.tests, (test, field, value) => this.#request.stdout(`Updating ${test} ${field} to ${value}\n`));
    const known = new Map([...definitions.tests].map(([name, test]) => [name, test.definition]));
    const plan = planRun(known, { patterns, ...(tagexpr !== undefined && { tagexpr }) });
    this.#describe(definitions, plan);
    progress.planned(selectionOf(plan));

    await this.#markWithoutItems(plan);
    let passResults: PassResult[] = [];
    if (plan.named.length > 0) {
      const hooks = { area, records, run: { id: this.#runId, target, runname }, env: this.#env };
      await this.#reset(plan);
      await runPreHook(hooks);
      passResults = await this.#passes(definitions, plan);
      if (!stop.aborted) await runPostHook(hooks);
    } else {
      log.info(0, "No tests to run");
    }
    this.#isOver = true;
    return {
      runId: this.#runId,
      named: plan.named,
      results: await resultsOf(records, this.#runId, plan),
      failedLaunches: passResults.reduce((sum, pass) => sum + pass.failedLaunches, 0),
      hopeless: passResults.some((pass) => pass.hopeless),
      mistakes: definitions.mistakes,
    };
  }

  /** One pass, and more as long as there is something to try again; spec 02 § 14.2. Who waits also tries what died meanwhile. */
  async #passes(definitions: Definitions, plan: Plan): Promise<PassResult[]> {
    const { area, records, rerun, force, preclean, stop, log, wait } = this.#request;
    const extra = Math.max(0, settingNumber(area.config, "setup", "reruns", log));
    const results: PassResult[] = [];
    for (let pass = 0; pass <= extra && !stop.aborted && results.at(-1)?.hopeless !== true; pass++) {
      if (pass > 0 && !needsAnotherPass(await resultsOf(records, this.#runId, plan), plan)) break;
      if (pass > 0) log.info(0, `trying again what was not run (pass ${pass + 1})`);
      results.push(
        await this.#pass(definitions, plan, pass === 0 ? { rerun, force, preclean } : { rerun: retriedStatuses, force: false, preclean: true }),
      );
      if (wait && !stop.aborted) await this.#wait();
    }
    return results;
  }

  async #pass(definitions: Definitions, plan: Plan, options: { rerun: readonly string[]; force: boolean; preclean: boolean }): Promise<PassResult> {
    const { area, records, log, homehost, homehostIsHere, progress, stop, onePass } = this.#request;
    progress.phase("running");
    const launcher = new TestLauncher({
      settings: this.#launchSettings(options.preclean),
      identity: this.#identity,
      executorProgram: this.#request.executorProgram,
      onTestEnded: () => this.#waker.wake(),
      onExecutorEnded: () => this.#executorEnded(),
    });
    const pass = new Pass({
      area,
      records,
      log,
      runId: this.#runId,
      runEnv: this.#env,
      plan,
      tests: definitions.tests,
      rerun: options,
      launcher,
      load: loadGate(area, homehostIsHere ? undefined : homehost),
      waker: this.#waker,
      progress,
      stop,
      lookAfterLive: () => this.#care.lookAt(this.#runId),
      ...(onePass && { impatientAfter: looksBeforeOnePassLeaves }),
    });
    return pass.run().finally(() => launcher.release());
  }

  #launchSettings(preclean: boolean): LaunchSettings {
    const { area, records, target, runname, homehost, throughServer, program, setVars, passedOn } = this.#request;
    const run = { id: this.#runId, target, runname };
    return { area, records, run, runEnv: this.#env, homehost, throughServer, program, preclean, setVars, passedOn };
  }

  async #reset(plan: Plan): Promise<void> {
    const { area, records, reset } = this.#request;
    if (reset !== undefined) await fireTriggers(this.#services, 0, await resetTests(area, records, this.#runId, reset), false);
    await fireTriggers(this.#services, 0, await applyAutoRerun(area, records, this.#runId, plan.named), false);
  }

  async #wait(): Promise<void> {
    const { records, log, progress, stop } = this.#request;
    progress.phase("waiting");
    await waitForLiveTests({
      records,
      log,
      runId: this.#runId,
      progress,
      stop,
      waker: this.#waker,
      lookAfterLive: () => this.#care.lookAt(this.#runId),
    });
  }

  /** When it ended before its tests did, they must be settled; when all is over, that is as it should be. */
  #executorEnded(): void {
    if (!this.#isOver) void this.#care.lookAt(this.#runId).then(() => this.#waker.wake());
  }

  /** Plain tests of which the pattern asks for items are not run; as 1.65 does, a record says so. */
  async #markWithoutItems({ nodes, without_items }: Plan): Promise<void> {
    const { records } = this.#request;
    const inRun = new Set(nodes.map((node) => node.test.testname));
    const names = without_items.filter((testname) => !inRun.has(testname)).map((testname) => ({ testname, item_path: "" }));
    for (const { id } of await records.registerTests(this.#runId, names)) {
      const change = { state: "NOT_STARTED", status: "ZERO_ITEMS", comment: "This test has no items which match test pattern." };
      await records.setVerdict(id, change, ["NOT_STARTED"]);
    }
  }

  /** The four lines of spec 02 § 2 step 10, and what planning noticed. */
  #describe(definitions: Definitions, plan: Plan): void {
    const { area, log } = this.#request;
    const list = (names: Iterable<string>) => [...names].sort().join(" ");
    log.print(0, `tests search path: ${testsPaths(area).join(" ")}`);
    log.print(0, `all tests:         ${list(definitions.tests.keys())}`);
    log.print(0, `test names:        ${list(plan.named)}`);
    log.print(0, `required tests:    ${list(plan.nodes.map((node) => node.test.testname))}`);
    for (const warning of plan.warnings) log.warn(missingCounterpartText(warning));
  }
}
