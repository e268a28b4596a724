import { setImmediate as others } from "node:timers/promises";
import type { RunRecord } from "../../model/index.js";
import type { LocalRecords } from "../../store/index.js";
import { type ClassCounts, countClasses, type RunRow } from "../../view/index.js";

type Source = Pick<LocalRecords, "verdictCounts" | "wholeRuns">;

interface Sum {
  readonly counts: ClassCounts;
  readonly duration?: number;
}

/** What the tests of runs add up to, remembered until something in them changes: adding up takes some milliseconds for each run. */
export class RunSums {
  readonly #records: Source;
  readonly #known = new Map<number, Sum>();
  #mark = 0;
  #dataVersion: number | undefined;

  constructor(records: Source) {
    this.#records = records;
  }

  async rows(runs: readonly RunRecord[]): Promise<RunRow[]> {
    this.#forgetChanged();
    const rows: RunRow[] = [];
    for (const run of runs) {
      const known = this.#known.get(run.id);
      if (known === undefined) await others();
      rows.push({ ...run, ...(known ?? (await this.#sumOf(run.id))) });
    }
    return rows;
  }

  async #sumOf(runId: number): Promise<Sum> {
    const version = this.#dataVersion;
    const verdicts = await this.#records.verdictCounts([runId]);
    const sum = { counts: countClasses(verdicts), ...durationOf(verdicts) };
    if (version === this.#dataVersion) this.#known.set(runId, sum);
    return sum;
  }

  #forgetChanged(): void {
    const { wholeRuns } = this.#records;
    const version = wholeRuns.dataVersion();
    if (version === this.#dataVersion) return;
    const { gap, tests, goneTests, goneRuns, mark } = wholeRuns.newsSince(this.#mark);
    if (gap || goneTests.length > 0) this.#known.clear();
    for (const [, , , , , , , , , runId] of tests) this.#known.delete(runId);
    for (const runId of goneRuns) this.#known.delete(runId);
    this.#mark = mark;
    this.#dataVersion = version;
  }
}

function durationOf(verdicts: readonly { readonly first_start: number; readonly last_end: number }[]): Pick<Sum, "duration"> {
  if (verdicts.length === 0) return {};
  return { duration: Math.max(...verdicts.map(({ last_end }) => last_end)) - Math.min(...verdicts.map(({ first_start }) => first_start)) };
}
