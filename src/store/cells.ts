import type { RunRecord } from "../model/index.js";
import { type Connection, numberOf } from "./connection.js";
import { hiddenRuns, run } from "./runs.js";
import { lastChange } from "./sync-state.js";

/**
 * What a view of whole runs keeps of a test, in the order of {@link cellColumns}: id, testname, item_path, state, status, event_time, run_duration, host,
 * comment. A tuple, as the driver gives it, since millions of them are read. Times and durations are whole seconds.
 */
export type TestCell = readonly [
  id: number,
  testname: string,
  item_path: string,
  state: string,
  status: string,
  event_time: number,
  run_duration: number,
  host: string,
  comment: string,
];

/** A cell and its run. */
export type ChangedCell = readonly [...TestCell, run_id: number];

/** Which test of which run. */
export type NamedTest = readonly [run_id: number, testname: string, item_path: string];

/** What has changed in all runs since a mark. */
export interface News {
  /** Hand it in the next time. */
  readonly mark: number;
  /** Marks were lost, or there are none: everything must be read anew. The rest is then empty. */
  readonly gap: boolean;
  readonly tests: readonly ChangedCell[];
  /** Ids of tests that are gone, or DELETED. */
  readonly goneTests: readonly number[];
  readonly runs: readonly RunRecord[];
  /** Ids of runs that are gone, deleted or moved away. */
  readonly goneRuns: readonly number[];
  /** Tests with new or changed steps, and with new or changed data. */
  readonly steps: readonly NamedTest[];
  readonly data: readonly NamedTest[];
}

/** Reading for programs that keep whole runs in memory, and follow them. */
export interface WholeRuns {
  /** Some thousand tests of a run that are not DELETED, by test name and item path, both ascending by their bytes; those after `after`; none at the end. */
  nextCells(runId: number, after?: TestCell): TestCell[];
  /** Differs from the answer before when another program has written since. Costs next to nothing. */
  dataVersion(): number;
  /** What has changed since the mark of an earlier answer; 0 gives a gap and the mark to begin with. */
  newsSince(mark: number): News;
}

/** @param db only reads; it may be a live or an area database, which has no journal: there all news are gaps */
export function wholeRuns(db: Connection): WholeRuns {
  return {
    nextCells: (runId, after) => nextCells(db, runId, after),
    dataVersion: () => numberOf(db.get("PRAGMA data_version")?.["data_version"]),
    newsSince: (mark) => db.transaction("BEGIN", () => newsSince(db, mark)),
  };
}

const textColumn = (name: string) => `ifnull(${name}, '')`;
const numberColumn = (name: string) => `ifnull(CAST(${name} AS INTEGER), 0)`;
const cellColumns = [
  "id",
  ...["testname", "item_path", "state", "status"].map(textColumn),
  ...["event_time", "run_duration"].map(numberColumn),
  ...["host", "comment"].map(textColumn),
].join(", ");

/** Some ten milliseconds of work. */
const chunkSize = 4000;

function nextCells(db: Connection, runId: number, after: TestCell | undefined): TestCell[] {
  const rest = after === undefined ? "" : "AND (testname, item_path) > (?, ?)";
  const params = after === undefined ? [runId] : [runId, after[1], after[2]];
  return db.tuples<TestCell>(
    `SELECT ${cellColumns} FROM tests WHERE run_id = ? AND state <> 'DELETED' ${rest} ORDER BY testname, item_path LIMIT ${chunkSize}`,
    ...params,
  );
}

function newsSince(db: Connection, mark: number): News {
  const newest = lastChange(db);
  const oldest = numberOf(db.get("SELECT min(seq) AS seq FROM changes")?.["seq"]);
  const nothing = { tests: [], goneTests: [], runs: [], goneRuns: [], steps: [], data: [] };
  if (mark === 0 || mark > newest || mark < oldest - 1) return { mark: newest, gap: true, ...nothing };
  if (mark === newest) return { mark, gap: false, ...nothing };
  const tests = changedCells(db, mark);
  const runs = changedRuns(db, mark);
  return { mark: newest, gap: false, ...tests, ...runs, steps: testsOf(db, "test_steps", mark), data: testsOf(db, "test_data", mark) };
}

const changedRows = "SELECT DISTINCT row_id AS changed FROM changes WHERE seq > ? AND tbl = ?";

function changedCells(db: Connection, mark: number): Pick<News, "tests" | "goneTests"> {
  const tests = db.tuples<ChangedCell>(
    `SELECT ${cellColumns}, run_id FROM (${changedRows}) CROSS JOIN tests WHERE id = changed AND state <> 'DELETED' ORDER BY id`,
    ...[mark, "tests"],
  );
  const gone = db.tuples<readonly [number]>(
    `SELECT changed FROM (${changedRows}) WHERE NOT EXISTS (SELECT 1 FROM tests WHERE id = changed AND state <> 'DELETED') ORDER BY 1`,
    ...[mark, "tests"],
  );
  return { tests, goneTests: gone.map(([id]) => id) };
}

function changedRuns(db: Connection, mark: number): Pick<News, "runs" | "goneRuns"> {
  const changed = db.tuples<readonly [number, number]>(
    `SELECT changed, EXISTS (SELECT 1 FROM runs WHERE id = changed AND NOT ${hiddenRuns}) FROM (${changedRows}) ORDER BY 1`,
    ...[mark, "runs"],
  );
  const runs = changed.filter(([, isShown]) => isShown === 1).flatMap(([id]) => run(db, id) ?? []);
  return { runs, goneRuns: changed.filter(([, isShown]) => isShown === 0).map(([id]) => id) };
}

function testsOf(db: Connection, table: "test_steps" | "test_data", mark: number): NamedTest[] {
  return db.tuples<NamedTest>(
    `SELECT run_id, testname, item_path FROM (SELECT DISTINCT test_id FROM (${changedRows}) CROSS JOIN ${table} WHERE id = changed) CROSS JOIN tests
      WHERE id = test_id ORDER BY id`,
    ...[mark, table],
  );
}
