import { Failure, messageOf } from "../base/index.js";
import { type Item, settingNumber } from "../config/index.js";
import { writeVerdict } from "../execute/index.js";
import { type LaunchJob, type LaunchSettings, LocalExecutor, prepareLaunch, runLaunchCommand } from "../launch/index.js";
import { fullName, type TestRecord } from "../model/index.js";
import type { LaunchLimits, ProcessIdentity } from "../store/index.js";
import type { DiscoveredTest } from "./definitions.js";
import { skipReason } from "./skip.js";
import type { TestState } from "./state.js";

/** What became of a launch. */
export type LaunchOutcome =
  /** Launched or skipped. */
  | "settled"
  /** The record was no longer as it was when the launch was decided, or another runner has taken the slot. */
  | "lost"
  /** It could not be launched; its record says why. */
  | "failed"
  /** No test can be launched: there is no usable disk. */
  | "hopeless";

/** Launches the tests of one run: claims, prepares and hands them to the local executor or to their launch command. */
export class TestLauncher {
  readonly #settings: LaunchSettings;
  readonly #identity: ProcessIdentity;
  readonly #executorProgram: readonly [string, ...string[]];
  readonly #onTestEnded: () => void;
  readonly #onExecutorEnded: () => void;
  #executor: Promise<LocalExecutor> | undefined;
  #nextCommandAt = 0;

  constructor(options: {
    readonly settings: LaunchSettings;
    readonly identity: ProcessIdentity;
    /** Program and arguments that start megatest. */
    readonly executorProgram: readonly [string, ...string[]];
    readonly onTestEnded: () => void;
    readonly onExecutorEnded: () => void;
  }) {
    this.#settings = options.settings;
    this.#identity = options.identity;
    this.#executorProgram = options.executorProgram;
    this.#onTestEnded = options.onTestEnded;
    this.#onExecutorEnded = options.onExecutorEnded;
  }

  /**
   * Launches one test, or skips it by `[skip]` of its testconfig. Trouble with the test ends in its record as COMPLETED/ABORT.
   *
   * @see spec 03 § 5
   */
  async launch(decided: TestState, discovered: DiscoveredTest, item: Item, limits: LaunchLimits): Promise<LaunchOutcome> {
    const { area, records } = this.#settings;
    const reason = await skipReason(records, decided, discovered.testconfig, discovered.directory, Math.floor(Date.now() / 1000));
    if (reason !== undefined) return this.#skip(decided, reason);
    const claimed = await records.claimTest(decided.id, decided, this.#identity, limits);
    const own = claimed.find((change) => change.after.id === decided.id)?.after;
    if (own === undefined) return "lost";
    try {
      // The run directory of the launch before is what -preclean removes.
      await this.#handOver(own, await prepareLaunch(this.#settings, own, discovered.directory, item));
      return "settled";
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      area.log.error(`cannot launch ${fullName(own)}: ${error.message}`);
      const comment = error.message.split("\n")[0] ?? "";
      await writeVerdict(this.#services, own.id, { state: "COMPLETED", status: "ABORT", comment }, { ifState: ["LAUNCHED"] });
      return error.reason === "no-disk" ? "hopeless" : "failed";
    }
  }

  /** No more launches will come; the executor ends when its tests have. */
  release(): void {
    void this.#executor?.then((executor) => executor.release());
  }

  get #services() {
    const { area, records, runEnv } = this.#settings;
    return { area, records, log: area.log, env: { ...runEnv, MT_MEGATEST: this.#settings.program } };
  }

  async #skip(decided: TestState, comment: string): Promise<LaunchOutcome> {
    const change = { state: "COMPLETED", status: "SKIP", comment };
    const changed = await writeVerdict(this.#services, decided.id, change, { ifState: [decided.state] });
    if (changed.length === 0) return "lost";
    this.#settings.area.log.info(1, `SKIPPING Test ${fullName(decided)} due to ${comment}`);
    return "settled";
  }

  async #handOver(test: TestRecord, job: LaunchJob): Promise<void> {
    const { area, records } = this.#settings;
    if (job.launcher.kind === "local") {
      await (await this.#localExecutor()).handOver(job, job.launcher.name, this.#identity);
      return;
    }
    await this.#throttle();
    await runLaunchCommand(area, job);
    // From here a batch system may keep it waiting longer than we live; unless its executor has begun and answers for it.
    if ((await records.test(test.id))?.state === "LAUNCHED") await records.setOwner(test.id, { host: "", pid: 0, started: 0 });
  }

  /** Seconds between two launch commands: `[setup] launch-delay`; spec 03 § 5 step 1. The local executor needs no such care. */
  async #throttle(): Promise<void> {
    const { area } = this.#settings;
    const delayMs = settingNumber(area.config, "setup", "launch-delay", area.log) * 1000;
    const now = Date.now();
    // Taken before the wait: of several launches at once each gets a moment of its own.
    this.#nextCommandAt = Math.max(now, this.#nextCommandAt) + delayMs;
    const wait = this.#nextCommandAt - delayMs - now;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  }

  #localExecutor(): Promise<LocalExecutor> {
    this.#executor ??= this.#startExecutor();
    return this.#executor;
  }

  async #startExecutor(): Promise<LocalExecutor> {
    const { area, runEnv, passedOn } = this.#settings;
    try {
      const executor = await LocalExecutor.start({ program: this.#executorProgram, toppath: area.toppath, env: runEnv, passedOn });
      executor.onTestEnded(this.#onTestEnded);
      void executor.ended.then(() => {
        this.#executor = undefined;
        this.#onExecutorEnded();
      });
      return executor;
    } catch (error) {
      this.#executor = undefined;
      throw new Failure("io", `cannot start the local executor: ${messageOf(error)}`, 1, { cause: error });
    }
  }
}
