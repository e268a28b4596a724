import { type Connection, numberOf } from "../connection.js";
import { largestId } from "../id-floors.js";
import { movesWithRun, runTables } from "./run-tables.js";

/** SQL for the id that a row of `src` gets in `main`; `id` is SQL for its id there. */
export type NewId = (table: string, id: string) => string;

// How the rows of a run in `src` are numbered in `main`, in the transaction that copies them; spec 04 § 23.4.

/** As they are. */
export const sameIds: NewId = (_table, id) => id;

/** Above all ids that `main` ever held: one number for each table is added, so the order of the rows stays. */
export function idsAbove(db: Connection, runId: number): NewId {
  db.exec("CREATE TEMP TABLE IF NOT EXISTS shifts (tbl TEXT PRIMARY KEY, by INTEGER) WITHOUT ROWID; DELETE FROM temp.shifts");
  for (const table of tables) {
    const least = numberOf(db.get(`SELECT min(id) AS id FROM (${idsOf(table)})`, runId)?.["id"]);
    db.run("INSERT INTO temp.shifts VALUES (?, ?)", table, largestId(db, table) + 1 - least);
  }
  return (table, id) => `${id} + (SELECT by FROM temp.shifts WHERE tbl = '${table}')`;
}

/** As they are, but for those that something else has in `main`: those rows get ids that neither database ever held. */
export function freeIds(db: Connection, runId: number): NewId {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS exceptions (tbl TEXT, old INTEGER, new INTEGER, PRIMARY KEY (tbl, old)) WITHOUT ROWID;
    DELETE FROM temp.exceptions;
  `);
  for (const table of tables) {
    const free = Math.max(largestId(db, table), largestId(db, table, "src"));
    db.run(
      `INSERT INTO temp.exceptions SELECT '${table}', id, ? + row_number() OVER (ORDER BY id) FROM (${idsOf(table)}) s
        WHERE EXISTS (SELECT 1 FROM main.${table} d WHERE d.id = s.id)`,
      ...[free, runId],
    );
  }
  return (table, id) => `ifnull((SELECT new FROM temp.exceptions WHERE tbl = '${table}' AND old = ${id}), ${id})`;
}

const tables = ["runs", ...runTables.map(({ name }) => name)];

function idsOf(table: string): string {
  const runTable = runTables.find(({ name }) => name === table);
  if (runTable === undefined) return "SELECT id FROM src.runs WHERE id = ?";
  return `SELECT s.id FROM src.${table} s WHERE ${movesWithRun(runTable, "src", "s")}`;
}
