import type { Connection } from "../connection.js";
import { columnName, columnsOf, fixedTables, quoted } from "../schema.js";

/** A table whose rows belong to a run: by its id, or by the id of one of its tests. Spec 04 § 23.4. */
export interface RunTable {
  readonly name: string;
  readonly owner: "runs" | "tests";
  /** Holds the id of the owner. */
  readonly column: "run_id" | "test_id";
}

/** Tests come first: the rows of the others are found through them. */
export const runTables: readonly RunTable[] = [
  { name: "tests", owner: "runs", column: "run_id" },
  { name: "run_stats", owner: "runs", column: "run_id" },
  { name: "extradat", owner: "runs", column: "run_id" },
  { name: "test_steps", owner: "tests", column: "test_id" },
  { name: "test_data", owner: "tests", column: "test_id" },
  { name: "test_rundat", owner: "tests", column: "test_id" },
  { name: "archives", owner: "tests", column: "test_id" },
];

/** A test that was removed stays as a row for some time, but does not move. */
export const isKept = "state IS NOT 'DELETED'";

/** SQL: ids of the tests of a run that move; one parameter, the run. */
export const keptTests = (schema: string) => `SELECT id FROM ${schema}.tests WHERE run_id = ? AND ${isKept}`;

/** SQL condition on the rows of a table, under an alias, that move with a run; one parameter, the run. */
export function movesWithRun({ name, owner, column }: RunTable, schema: string, alias: string): string {
  if (owner === "tests") return `${alias}.${column} IN (${keptTests(schema)})`;
  return name === "tests" ? `${alias}.run_id = ? AND ${alias}.${isKept}` : `${alias}.run_id = ?`;
}

/** The columns that a table has in both databases, quoted, as `main` names them. */
export function sharedColumns(db: Connection, table: string, other: string): string[] {
  const there = new Set(columnsOf(db, table, other).map((name) => name.toLowerCase()));
  return columnsOf(db, table, "main")
    .filter((name) => there.has(name.toLowerCase()))
    .map(quoted);
}

/** The columns of a table that every database of our schema has, but some. */
export function schemaColumns(table: string, but: readonly string[]): string[] {
  const columns = fixedTables.find(({ name }) => name === table)?.columns ?? [];
  return columns.map(columnName).filter((column) => !but.includes(column));
}
