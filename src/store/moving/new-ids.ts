import { type Connection, numberOf } from "../connection.js";
import { largestId } from "../id-floors.js";
import { keptTests, movesWithRun, runTables } from "./run-tables.js";

/**
 * `new`: all rows get ids above any that the receiving database ever held. `kept`: only a row whose id is taken there by something else gets a new one.
 *
 * @see spec 04 § 23.4
 */
export type IdRule = "new" | "kept";

/** SQL for the id that a row of `src` gets in `main`; `id` is SQL for its id there. */
export type NewId = (table: string, id: string) => string;

/**
 * Lays down the ids under which a run of `src` comes into `main`, for the transaction that copies it.
 *
 * @param db has the run's database attached as `src`
 */
export function layDownIds(db: Connection, runId: number, rule: IdRule): NewId {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS shifts (tbl TEXT PRIMARY KEY, by INTEGER) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS exceptions (tbl TEXT, old INTEGER, new INTEGER, PRIMARY KEY (tbl, old)) WITHOUT ROWID;
    DELETE FROM temp.shifts; DELETE FROM temp.exceptions;
  `);
  return rule === "new" ? shifted(db, runId) : kept(db, runId);
}

/** One number for each table is added to its ids, so the order of rows stays. */
function shifted(db: Connection, runId: number): NewId {
  for (const table of ["runs", ...runTables.map(({ name }) => name)]) {
    const least = numberOf(db.get(`SELECT min(id) AS id FROM (${idsOf(table)})`, runId)?.["id"]);
    db.run("INSERT INTO temp.shifts VALUES (?, ?)", table, largestId(db, table) + 1 - least);
  }
  return (table, id) => `${id} + (SELECT by FROM temp.shifts WHERE tbl = '${table}')`;
}

function kept(db: Connection, runId: number): NewId {
  const withExceptions = new Set<string>();
  for (const table of ["runs", ...runTables.map(({ name }) => name)]) {
    const taken = `SELECT id FROM (${idsOf(table)}) s WHERE EXISTS (SELECT 1 FROM main.${table} d WHERE d.id = s.id)`;
    if (db.get(`${taken} LIMIT 1`, runId) === undefined) continue;
    const free = Math.max(largestId(db, table), largestId(db, table, "src"));
    db.run(`INSERT INTO temp.exceptions SELECT '${table}', id, ? + row_number() OVER (ORDER BY id) FROM (${taken})`, free, runId);
    withExceptions.add(table);
  }
  return (table, id) => (withExceptions.has(table) ? `ifnull((SELECT new FROM temp.exceptions WHERE tbl = '${table}' AND old = ${id}), ${id})` : id);
}

function idsOf(table: string): string {
  const runTable = runTables.find(({ name }) => name === table);
  if (runTable === undefined) return "SELECT id FROM src.runs WHERE id = ?";
  return table === "tests" ? keptTests("src") : `SELECT id FROM src.${table} s WHERE ${movesWithRun(runTable, "src", "s")}`;
}
