import { areaKey, type RunRecord, type TestDataRecord, type TestMeta, textPattern } from "../../model/index.js";
import { formatRef, type GraphEdge, leavesOf, type RunRef, type RunRow } from "../../view/index.js";
import { RunColumns } from "../queries/matrix/run-columns.js";
import type { ResultsReader, ResultTest } from "../queries/results-reader.js";
import { Refused } from "../refused.js";
import { cellOfRow, type TestRow, testOfRow } from "./test-rows.js";

/** What a copy has of all its runs. */
export interface CopiedResults {
  readonly keys: readonly string[];
  readonly firstSort: string | undefined;
  readonly historyLimit: number;
  readonly areTwoConditions: boolean;
  /** Newest first. */
  readonly runs: readonly RunRow[];
  /** Of each run, by id. */
  readonly tests: ReadonlyMap<number, readonly TestRow[]>;
  readonly testMeta: readonly TestMeta[];
  readonly edges: readonly Pick<GraphEdge, "from" | "to">[];
  /** Measured values of a run. */
  readonly values: (run: RunRecord) => Promise<readonly TestDataRecord[]>;
}

/** Reads results from a static copy, for the queries that the server has too. Nothing ever changes. */
export class CopyReader implements ResultsReader {
  readonly keys: readonly string[];
  readonly firstSort: string | undefined;
  readonly historyLimit: number;
  readonly areTwoConditions: boolean;
  readonly records: ResultsReader["records"];
  readonly columns: RunColumns;
  readonly #copied: CopiedResults;

  constructor(copied: CopiedResults) {
    this.#copied = copied;
    ({ keys: this.keys, firstSort: this.firstSort, historyLimit: this.historyLimit, areTwoConditions: this.areTwoConditions } = copied);
    this.records = recordsOf(copied);
    this.columns = new RunColumns(this.records);
  }

  async run({ t, r }: RunRef): Promise<RunRecord> {
    const run = this.#copied.runs.find(({ target, runname }) => runname === r && target.join("/") === t);
    if (run === undefined) throw new Refused("not-found", `run ${formatRef({ t, r })} is not part of this copy`);
    return run;
  }

  get hasAreas(): boolean {
    return this.keys[0] === areaKey;
  }

  async completedIds(): Promise<ReadonlySet<number>> {
    return new Set(this.#copied.runs.flatMap(({ id, completed }) => (completed === true ? [id] : [])));
  }

  requirements(): ReturnType<ResultsReader["requirements"]> {
    const requirements = new Map<string, { waitons: string[] }>();
    for (const { from, to } of this.#copied.edges) {
      const known = requirements.get(to);
      if (known === undefined) requirements.set(to, { waitons: [from] });
      else known.waitons.push(from);
    }
    return requirements;
  }
}

function recordsOf({ runs, tests, testMeta, values }: CopiedResults): ResultsReader["records"] {
  const oldestFirst = [...runs].reverse();
  const rowsOf = (id: number) => tests.get(id) ?? [];
  return {
    runs: async ({ target = [], runname = "%" }) => {
      const parts = target.map(textPattern);
      const isMeant = textPattern(runname);
      return oldestFirst.filter((run) => isMeant(run.runname) && parts.every((matches, at) => matches(run.target[at] ?? "")));
    },
    wholeRuns: {
      nextCells: (runId, after) => (after === undefined ? rowsOf(runId).map(cellOfRow) : []),
      dataVersion: () => 1,
      newsSince: () => ({ mark: 1, gap: true, tests: [], goneTests: [], runs: [], goneRuns: [], steps: [], data: [] }),
    },
    testMeta: async () => [...testMeta],
    listData: async (ids) => {
      const wanted = new Set(ids);
      const concerned = runs.filter(({ id }) => rowsOf(id).some(([testId]) => wanted.has(testId)));
      return (await Promise.all(concerned.map(values))).flat().filter(({ test_id }) => wanted.has(test_id));
    },
    verdictCounts: async (ids) =>
      ids.flatMap((run_id) =>
        leavesOf(rowsOf(run_id).map(testOfRow)).map(({ state, status, event_time, run_duration }) => ({
          ...{ run_id, state, status, count: 1, first_start: event_time, last_end: event_time + run_duration },
        })),
      ),
    sameTests: async ({ testname, item_path }) =>
      runs.flatMap(({ id }) =>
        rowsOf(id).flatMap((row): ResultTest[] => (row[1] === testname && row[2] === item_path ? [{ ...testOfRow(row), run_id: id }] : [])),
      ),
  };
}
