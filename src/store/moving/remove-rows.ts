import type { Connection } from "../connection.js";
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
  const tests = "SELECT id FROM tests WHERE run_id = ?";
  const isLive = columnsOf(db, "test_owners").length > 0;
  if (isLive) for (const table of ["item_verdicts", "run_verdicts"]) db.run(`DELETE FROM ${table} WHERE run_id = ?`, runId);
  const children = runTables.filter(({ owner }) => owner === "tests").map(({ name }) => name);
  for (const table of isLive ? [...children, "test_owners"] : children) db.run(`DELETE FROM ${table} WHERE test_id IN (${tests})`, runId);
  for (const table of ["tests", "run_stats", "extradat", "moved_in"]) db.run(`DELETE FROM ${table} WHERE run_id = ?`, runId);
}
