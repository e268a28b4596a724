import { judged } from "./judge.js";
import type { SyncedTable, ThreeDatabases } from "./three-databases.js";

/** Notes the rows of the area database that stand, in the transaction that takes them over: as which content, and the newest journal entry then. */
export function notePulled({ db }: ThreeDatabases, table: SyncedTable): void {
  db.run(
    `INSERT OR REPLACE INTO live.pulled SELECT '${table.name}', j.id, (SELECT ifnull(max(seq), 0) FROM live.changes), ${contentOf(table)}
      FROM (${judged(table.name, "area")}) j LEFT JOIN main.${table.name} a ON a.id = j.id`,
  );
}

/** Whether the reference lags behind. */
export const hasPulled = ({ db }: ThreeDatabases): boolean => db.get("SELECT 1 FROM live.pulled LIMIT 1") !== undefined;

/**
 * Brings the reference up to date with what was taken over: also by a process that was killed before it could do so, though either side may have changed again
 * since. Where both have, neither is what they agreed on, and the reference need not know more than that. To be called under the lock, before anything is judged.
 */
export function agreeOnPulled(three: ThreeDatabases): void {
  if (!hasPulled(three)) return;
  const { db } = three;
  db.transaction("BEGIN", () => {
    for (const table of three.tables) {
      const changedAgain = "SELECT 1 FROM live.changes c WHERE c.tbl = p.tbl AND c.row_id = p.id AND c.seq > p.seq";
      const ofTable = `FROM live.pulled p LEFT JOIN main.${table.name} a ON a.id = p.id WHERE p.tbl = '${table.name}'`;
      adopt(three, table, "live", `SELECT p.id ${ofTable} AND NOT EXISTS (${changedAgain})`);
      adopt(three, table, "main", `SELECT p.id ${ofTable} AND EXISTS (${changedAgain}) AND ${contentOf(table)} IS p.content`);
    }
  });
  db.run("DELETE FROM live.pulled");
}

function adopt({ db }: ThreeDatabases, { name, columns }: SyncedTable, schema: "live" | "main", ids: string): void {
  if (db.get(`${ids} LIMIT 1`) === undefined) return;
  db.run(`DELETE FROM ref.${name} WHERE id IN (${ids})`);
  db.run(`INSERT OR REPLACE INTO ref.${name} (${columns}) SELECT ${columns} FROM ${schema}.${name} WHERE id IN (${ids})`);
}

/** The row `a` as one text, by which another version of it is told; null when there is none. */
const contentOf = ({ columns }: SyncedTable) =>
  `CASE WHEN a.id IS NOT NULL THEN ${columns.map((column) => `quote(a.${column})`).join(" || ',' || ")} END`;
