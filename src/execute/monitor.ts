import { settingNumber } from "../config/index.js";
import { freeKiB, normalisedLoad } from "../sys/index.js";
import type { TestContext } from "./context.js";
import type { ProcessControl } from "./control.js";

/** Milliseconds between two looks at a running test; spec 03 § 12. */
const periodMs = 3000;

/** Watches a running test: reports its use of the machine, and ends it on request or at its time limit. */
export class Monitor {
  readonly #context: TestContext;
  readonly #control: ProcessControl;
  readonly #began = Date.now();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #reportEveryMs: number;
  #reported = { at: Date.now(), load: 0, disk: 0 };
  #looking = false;

  constructor(context: TestContext, control: ProcessControl) {
    this.#context = context;
    this.#control = control;
    this.#reportEveryMs = settingNumber(context.area.config, "setup", "test-stats-update-period", context.log) * 1000;
    this.#timers.push(setInterval(() => void this.#look(), periodMs));
    const limit = context.payload.runtlim;
    if (limit !== undefined) {
      const comment = `time limit of ${limit}s exceeded`;
      this.#timers.push(setTimeout(() => void control.stop({ kind: "killed", comment }), limit * 1000));
    }
  }

  /** Whole seconds since the test began. */
  get duration(): number {
    return Math.floor((Date.now() - this.#began) / 1000);
  }

  /** Ends the watching. */
  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  async #look(): Promise<void> {
    // A slow database must not pile up looks.
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#report();
      const { records, payload } = this.#context;
      const state = (await records.test(payload.testId))?.state;
      if (state === "KILLREQ") await this.#control.stop({ kind: "killed", comment: "killed on request" });
    } catch (error) {
      this.#context.log.warn(`cannot report on the running test: ${String(error)}`);
    } finally {
      this.#looking = false;
    }
  }

  /** The heartbeat by which others judge the test alive: when load or disk changed much, and at least once a period. */
  async #report(): Promise<void> {
    const now = Date.now();
    const load = normalisedLoad();
    const isDue = now - this.#reported.at > this.#reportEveryMs;
    const disk = isDue ? freeKiB(this.#context.rundir) : this.#reported.disk;
    const loadChanged = Math.abs(load - this.#reported.load) > 0.1;
    const diskChanged = Math.abs(disk - this.#reported.disk) > this.#reported.disk * 0.1;
    if (!isDue && !loadChanged) return;
    this.#reported = { at: isDue ? now : this.#reported.at, load, disk };
    await this.#context.records.addUsage(this.#context.payload.testId, {
      cpuload: loadChanged ? load : -1,
      diskfree: diskChanged ? disk : -1,
      run_duration: this.duration,
    });
  }
}
