import { type Connection, numberOf } from "./connection.js";
import { hiddenRuns, run } from "./runs.js";
import { lastChange } from "./sync-state.js";
import type { ChangedCell, NamedTest, News, TestCell, WholeRuns } from "./whole-runs.js";

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
