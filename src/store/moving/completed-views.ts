import { existsSync } from "node:fs";
import { Failure, messageOf } from "../../base/index.js";
import { type Connection, textOf } from "../connection.js";
import { openAreaForReading } from "../read-only.js";
import { columnName, columnsOf, keyNames, quoted, type Table, tablesOf } from "../schema.js";
import { completedFile } from "./completed-runs.js";

/** SQL: whether a run of `main`, under an alias, is seen there. */
const isSeen = (alias: string) => `ifnull(${alias}.state, '') NOT IN ('deleted', 'MOVED', 'INCOMING')`;

/** Runs of the file that `main` has too, maybe since a move was interrupted: those of `main` count. */
const superseded = "SELECT id FROM temp.superseded_runs";

const shownTest = `EXISTS (SELECT 1 FROM completed.tests t WHERE t.id = c.test_id AND t.run_id NOT IN (${superseded}))`;

/** The tables that are read, and which rows of the completed runs, as `c`, are shown beside those of `main`. */
const shown: Readonly<Record<string, string>> = {
  runs: `c.id NOT IN (${superseded})`,
  tests: `c.run_id NOT IN (${superseded})`,
  moved_in: `c.run_id NOT IN (${superseded})`,
  run_stats: `c.run_id NOT IN (${superseded})`,
  test_steps: shownTest,
  test_data: shownTest,
  test_rundat: shownTest,
  test_meta: "NOT EXISTS (SELECT 1 FROM main.test_meta m WHERE m.testname = c.testname)",
  archive_disks: "NOT EXISTS (SELECT 1 FROM main.archive_disks m WHERE m.id = c.id)",
  archive_blocks: "NOT EXISTS (SELECT 1 FROM main.archive_blocks m WHERE m.id = c.id)",
};

/**
 * Lays the completed runs of an area over a connection that only reads: temporary views, named like the tables, show the rows of both, so that the same queries
 * serve. Nothing happens where there are none.
 *
 * @param db to a live or an area database
 * @throws Failure `corrupt` or `io` when the file of the completed runs cannot be read
 * @see spec 04 § 26.3
 */
export function uniteCompleted(db: Connection, toppath: string): void {
  const file = completedFile(toppath);
  if (!existsSync(file)) return;
  try {
    // Half a transaction that a killed move has left is undone by that, if this process may.
    if (existsSync(`${file}-journal`)) openAreaForReading(file, db.options.busyTimeoutMs).close();
    db.run("ATTACH ? AS completed", file);
    db.get("SELECT max(id) FROM completed.runs");
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw new Failure(error.reason, `${file} cannot be read: ${messageOf(error)}\n   without -full-db the other runs are shown`, 1, { cause: error });
  }
  const keys = keyNames(db);
  db.exec(`CREATE TEMP VIEW superseded_runs AS ${supersededRuns(db, keys)}`);
  for (const table of tablesOf(db, undefined)) unite(db, table, keys);
  uniteVerdicts(db);
}

/** Ids of the completed runs that are shown over such a connection. */
export function completedRunIds(db: Connection): number[] {
  if (db.get("SELECT 1 FROM sqlite_temp_master WHERE name = 'superseded_runs'") === undefined) return [];
  return db.tuples<readonly [number]>(`SELECT c.id FROM completed.runs c WHERE ${shown["runs"]}`).map(([id]) => id);
}

function supersededRuns(db: Connection, keys: readonly string[]): string {
  const there = new Set(columnsOf(db, "runs", "completed"));
  const sameName = ["runname", ...keys].map((name) => `m.${quoted(name)} = ${there.has(name) ? `c.${quoted(name)}` : emptyPart}`).join(" AND ");
  return `SELECT m.id FROM main.runs m WHERE ${isSeen("m")} UNION ALL SELECT c.id FROM completed.runs c JOIN main.runs m ON ${sameName} WHERE ${isSeen("m")}`;
}

/** A key that the file does not have yet; spec 04 § 2.2. */
const emptyPart = "'x'";

function unite(db: Connection, { name, columns }: Table, keys: readonly string[]): void {
  const where = shown[name];
  if (where === undefined || columnsOf(db, name, "completed").length === 0) return;
  const there = new Set(columnsOf(db, name, "completed"));
  const defaults = new Map(columns.map((column) => [bare(columnName(column)), / DEFAULT ([^(].*)$/.exec(column)?.[1] ?? "NULL"]));
  const missing = (column: string) => (keys.includes(column) ? emptyPart : (defaults.get(column) ?? "NULL"));
  const { source, names } = mainSource(db, name);
  const completed = names.map((column) => (there.has(column) ? `c.${quoted(column)}` : `${missing(column)} AS ${quoted(column)}`));
  db.exec(
    `CREATE TEMP VIEW ${name} AS SELECT ${names.map(quoted).join(", ")} FROM ${source}
      UNION ALL SELECT ${completed.join(", ")} FROM completed.${name} c WHERE ${where}`,
  );
}

const bare = (name: string) => name.replaceAll('"', "");

/** An area database of before may have a view or a table laid over it already. */
function mainSource(db: Connection, table: string): { readonly source: string; readonly names: readonly string[] } {
  const overlay = db.get("SELECT type, sql FROM sqlite_temp_master WHERE name = ?", table);
  const names = columnsOf(db, table, overlay === undefined ? "main" : "temp");
  if (overlay === undefined) return { source: `main.${table}`, names };
  if (overlay["type"] === "table") {
    db.exec(`ALTER TABLE temp.${table} RENAME TO main_${table}`);
    return { source: `temp.main_${table}`, names };
  }
  db.exec(`DROP VIEW temp.${table}`);
  return { source: `(${textOf(overlay["sql"]).replace(/^.*? AS /s, "")})`, names };
}

/** The counts of verdicts that a live database keeps; where there are none they are counted over the view of the tests. */
function uniteVerdicts(db: Connection): void {
  if (columnsOf(db, "item_verdicts", "main").length === 0) return;
  db.exec(
    `CREATE TEMP VIEW item_verdicts AS SELECT run_id, testname, state, status, count FROM main.item_verdicts
      UNION ALL SELECT c.run_id, c.testname, c.state, c.status, 1 FROM completed.tests c WHERE c.item_path <> '' AND ${shown["tests"]}`,
  );
}
