import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { Records } from "../store/index.js";
import type { TestContext } from "./context.js";
import { RollupPages } from "./rollup-page.js";

/** Milliseconds between two refreshes of a run's statistics. */
const statsPeriodMs = 5000;

/**
 * What follows from the end of a test but concerns its run: roll-up pages and statistics. Refreshed now and then instead of after every test,
 * because each refresh reads the whole run.
 */
export class AfterTests {
  readonly #records: Records;
  readonly #pages: RollupPages;
  readonly #staleStats = new Set<number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(area: Area, records: Records, log: Log) {
    this.#records = records;
    this.#pages = new RollupPages({ area, records, log });
  }

  testEnded({ payload }: TestContext): void {
    if (payload.item.length > 0) this.#pages.itemEnded(payload.runId, payload.testName);
    this.#staleStats.add(payload.runId);
    this.#timer ??= setTimeout(() => void this.#refreshStats(), statsPeriodMs);
  }

  /** Brings everything up to date; before the process ends. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#refreshStats();
    await this.#pages.flush();
  }

  async #refreshStats(): Promise<void> {
    this.#timer = undefined;
    const runs = [...this.#staleStats];
    this.#staleStats.clear();
    for (const runId of runs) await this.#records.refreshRunStats(runId);
  }
}
