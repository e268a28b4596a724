import type { Connection } from "../connection.js";
import { runTables, sharedColumns } from "./run-tables.js";

/**
 * Inserts into `main` all rows of a run that an attached database has, as they are, in the transaction at hand.
 *
 * @param verb `INSERT` stops at a row whose id or name `main` has already
 */
export function copyAsIs(db: Connection, runId: number, from: string, verb: "INSERT" | "INSERT OR REPLACE"): void {
  const insert = (table: string, where: string) => {
    const columns = sharedColumns(db, table, from).join(", ");
    db.run(`${verb} INTO main.${table} (${columns}) SELECT ${columns} FROM ${from}.${table} WHERE ${where}`, runId);
  };
  insert("runs", "id = ?");
  insert("moved_in", "run_id = ?");
  for (const { name, owner, column } of runTables) {
    insert(name, owner === "runs" ? `${column} = ?` : `${column} IN (SELECT id FROM ${from}.tests WHERE run_id = ?)`);
  }
}
