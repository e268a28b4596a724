import type { Connection } from "./connection.js";
import { rowOf, type SyncedTable, type ThreeDatabases } from "./three-databases.js";

/** Whose version of a row stands where the three databases differ. */
export type Side =
  /** The live one: what it has, or has not, goes to the area database. */
  | "live"
  | "area"
  /** Both have it the same; the reference may lag behind. */
  | "same"
  /** Two different things under one id. */
  | "clash";

/** The rows to be judged, and the judgements, for the connection's own use. */
export function prepareJudging(db: Connection): void {
  db.exec(`
    CREATE TEMP TABLE IF NOT EXISTS todo (tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
    CREATE TEMP TABLE IF NOT EXISTS judged (tbl TEXT, id INTEGER, side TEXT, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
    DELETE FROM temp.todo;
  `);
}

/**
 * Judges the rows of one table that are in `todo` and not judged yet, by what was changed since both databases agreed: one changed, so that one stands. Both changed the same
 * thing: the larger `last_update` stands, the live one in a tie or where one was deleted; with `areaWins` always the area's.
 *
 * @see spec 04 § 6
 */
export function judge({ db }: ThreeDatabases, table: SyncedTable, areaWins: boolean): void {
  const { name, columns, identity, isTimed } = table;
  const same = (one: string, other: string) => `${rowOf(one, columns)} IS ${rowOf(other, columns)}`;
  const isClash = identity === undefined ? "r.id IS NULL" : `${rowOf("a", identity)} IS NOT ${rowOf("l", identity)}`;
  const isYounger = isTimed ? "ifnull(a.last_update > l.last_update, 0)" : "0";
  db.run(
    `INSERT OR IGNORE INTO temp.judged SELECT t.tbl, t.id, CASE
        WHEN ${same("a", "l")} THEN 'same'
        WHEN ${same("a", "r")} THEN 'live'
        WHEN ${same("l", "r")} THEN 'area'
        WHEN a.id IS NULL OR l.id IS NULL THEN ${areaWins ? "'area'" : "'live'"}
        WHEN ${isClash} THEN 'clash'
        WHEN ${areaWins ? "1" : isYounger} THEN 'area'
        ELSE 'live' END
      FROM temp.todo t LEFT JOIN main.${name} a ON a.id = t.id LEFT JOIN live.${name} l ON l.id = t.id LEFT JOIN ref.${name} r ON r.id = t.id
      WHERE t.tbl = ?`,
    name,
  );
}

export function forgetJudgements(db: Connection): void {
  db.run("DELETE FROM temp.judged");
}

/** Ids of a table with one judgement, as a subquery. */
export const judged = (name: string, side: Side): string => `SELECT id FROM temp.judged WHERE tbl = '${name}' AND side = '${side}'`;

export function hasJudged(db: Connection, ...sides: readonly Side[]): boolean {
  return db.get(`SELECT 1 FROM temp.judged WHERE side IN (${sides.map((side) => `'${side}'`).join(", ")}) LIMIT 1`) !== undefined;
}
