import { type Connection, numberOf } from "../connection.js";
import { columnsOf } from "../schema.js";
import { runTables } from "./run-tables.js";

/**
 * Deletes every row of a run, removed tests included, and the note of where it came from, in the transaction at hand.
 *
 * @param db an area database, a reference, a live database or the completed runs
 */
export function removeRun(db: Connection, runId: number): void {
  removeTests(db, runId);
  db.run("DELETE FROM runs WHERE id = ?", runId);
}

/** As {@link removeRun}, but the row of the run itself stays. */
export function removeTests(db: Connection, runId: number): void {
  removeResults(db, "SELECT id FROM tests WHERE run_id = ?", runId);
  removeTestRecords(db, runId);
}

/** The records of the tests themselves, and what else belongs to the run at once. */
export function removeTestRecords(db: Connection, runId: number): void {
  // Before the triggers count each test down.
  if (isLive(db)) for (const table of ["item_verdicts", "run_verdicts"]) db.run(`DELETE FROM ${table} WHERE run_id = ?`, runId);
  for (const table of ["tests", "run_stats", "extradat", "moved_in"]) db.run(`DELETE FROM main.${table} WHERE run_id = ?`, runId);
}

/** Steps, data and so on of some tests, in the transaction at hand. @param tests SQL for their ids, with one parameter */
export function removeResults(db: Connection, tests: string, param: number | string): void {
  const tables = runTables.filter(({ owner }) => owner === "tests").map(({ name }) => name);
  for (const table of isLive(db) ? [...tables, "test_owners"] : tables) db.run(`DELETE FROM main.${table} WHERE test_id IN (${tests})`, param);
}

const isLive = (db: Connection) => columnsOf(db, "test_owners").length > 0;

/** Ids of all tests of a run, removed ones too. */
export function testIds(db: Connection, runId: number, schema = "main"): number[] {
  return db.all(`SELECT id FROM ${schema}.tests WHERE run_id = ?`, runId).map((row) => numberOf(row["id"]));
}
