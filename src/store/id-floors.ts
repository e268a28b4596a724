import { setMetadata } from "./area-database.js";
import { type Connection, numberOf } from "./connection.js";

// SQLite gives out the id of the last row again when that row is gone. Ids of runs that were moved away must not come back: their test pages, archives and
// late messages still name them. So the highest id that a table ever held is kept in `metadat`; spec 04 § 23.4.

/** Tables whose ids are known outside of the database. */
const tables = ["runs", "tests", "test_steps", "test_data", "test_rundat", "run_stats"] as const;
export type FlooredTable = (typeof tables)[number];

const variableOf = (table: string) => `ID_FLOOR_${table}`;

/** SQL: the id of one new row; NULL, for the next one as SQLite gives it, unless the floor says otherwise. Looking for a floor takes no microsecond. */
export const newId = (table: FlooredTable) => `${floorAbove(table)} + 1`;

/** SQL: the floor of a table where that is above all of its ids, else NULL. */
export function floorAbove(table: FlooredTable): string {
  return `(SELECT val + 0 FROM metadat WHERE var = '${variableOf(table)}' AND val + 0 > ifnull((SELECT max(id) FROM ${table}), 0))`;
}

/** The largest id that a table holds or ever held. */
export function largestId(db: Connection, table: string, schema = "main"): number {
  const largest = db.get(
    `SELECT max(ifnull((SELECT max(id) FROM ${schema}.${table}), 0), ifnull((SELECT val + 0 FROM ${schema}.metadat WHERE var = ?), 0)) AS id`,
    variableOf(table),
  );
  return numberOf(largest?.["id"]);
}

/** Before rows with the largest ids go: notes those ids. To be called in the transaction that deletes the run. */
export function raiseFloors(db: Connection, runId: number): void {
  for (const table of tables) {
    const largest = numberOf(db.get(`SELECT id FROM ${table} WHERE id = (SELECT max(id) FROM ${table}) AND ${ofRun[table]} = ?`, runId)?.["id"]);
    if (largest > 0) setMetadata(db, variableOf(table), String(largestId(db, table)));
  }
}

const ofTest = "(SELECT run_id FROM tests t WHERE t.id = test_id)";
const ofRun: Readonly<Record<FlooredTable, string>> = {
  runs: "id",
  tests: "run_id",
  run_stats: "run_id",
  test_steps: ofTest,
  test_data: ofTest,
  test_rundat: ofTest,
};

/** SQL: the variables that {@link raiseFloors} sets. */
export const floorVariables = tables.map((table) => `'${variableOf(table)}'`).join(", ");
