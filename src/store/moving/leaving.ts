import { type Connection, numberOf } from "../connection.js";
import { floorVariables } from "../id-floors.js";
import { forwardingVariable } from "./forwarding.js";
import { runTables } from "./run-tables.js";

/**
 * A run that is on its way out has left the live database, but not yet the area database: the move takes it out there itself, and a sync in between must neither
 * delete it there nor bring it back. Takes its rows, and the notes of the move, out of those that are to be settled. To be called under the lock of the sync.
 *
 * @param db the area database as `main`, the live one as `live`, the reference as `ref`; the rows are in `temp.todo`
 * @see spec 04 § 6 and § 23.5
 */
export function leaveOutLeavingRuns(db: Connection): void {
  // Not by `columnsOf`: that does not notice tables which another connection has made.
  if (db.get("SELECT 1 FROM main.sqlite_master WHERE name = 'run_moves'") === undefined) return;
  const leaving = db.all(
    `SELECT m.run_id AS id FROM main.run_moves m LEFT JOIN live.runs r ON r.id = m.run_id
      WHERE m.phase = 'remove' AND m.op <> 'restore' AND (r.id IS NULL OR r.state = 'MOVED')`,
  );
  if (leaving.length === 0) return;
  const ids = leaving.map((row) => numberOf(row["id"]));
  // The move has written these to the reference before the area database: they are not gone from there.
  const notes = `var IN (${[floorVariables, ...ids.map(() => "?")].join(", ")})`;
  for (const schema of ["main", "live", "ref"]) {
    db.run(`DELETE FROM temp.todo WHERE tbl = 'metadat' AND id IN (SELECT id FROM ${schema}.metadat WHERE ${notes})`, ...ids.map(forwardingVariable));
  }
  for (const id of ids) {
    db.run("DELETE FROM temp.todo WHERE tbl = 'runs' AND id = ?", id);
    for (const { name, owner, column } of [...runTables, { name: "moved_in", owner: "runs", column: "run_id" }]) {
      const ofRun = owner === "runs" ? `a.${column} = ?` : `EXISTS (SELECT 1 FROM main.tests t WHERE t.id = a.${column} AND t.run_id = ?)`;
      db.run(`DELETE FROM temp.todo WHERE tbl = '${name}' AND EXISTS (SELECT 1 FROM main.${name} a WHERE a.id = temp.todo.id AND ${ofRun})`, id);
    }
  }
}
