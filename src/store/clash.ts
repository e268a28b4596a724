import { type Connection, numberOf, textOf } from "./connection.js";
import { largestId } from "./id-floors.js";
import { judge, judged } from "./judge.js";
import { quoted } from "./schema.js";
import { rowOf, type SyncedTable, type ThreeDatabases } from "./three-databases.js";

/** Who refers to the ids of a table: table and column. */
const references: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  runs: [
    ["tests", "run_id"],
    ["run_stats", "run_id"],
    ["extradat", "run_id"],
  ],
  tests: [
    ["test_steps", "test_id"],
    ["test_data", "test_id"],
    ["test_rundat", "test_id"],
    ["test_owners", "test_id"],
    ["archives", "test_id"],
  ],
  archive_disks: [["archive_blocks", "archive_disk_id"]],
  archive_blocks: [
    ["archive_allocations", "archive_block_id"],
    ["tests", "archived"],
  ],
};

/** A row that got another id. */
export interface Renumbered {
  readonly text: string;
  /** Programs and files may know it by the old id. */
  readonly isKnown: boolean;
}

/**
 * Sees to it that no row of the area that stands pushes out one of the live database that is something else: two things under one id, or one thing under two
 * ids, which two programs made at the same time. The live one gets another id, and whatever refers to it follows. To be called in a transaction that has
 * the live database locked, after {@link judge}.
 *
 * @returns what was done
 */
export function makeWay(three: ThreeDatabases, table: SyncedTable, areaWins: boolean): Renumbered[] {
  const lines: string[] = [];
  for (;;) {
    const clashes = three.db.all(judged(table.name, "clash")).map((row) => numberOf(row["id"]));
    for (const id of clashes) lines.push(giveNewId(three, table, id));
    const twins = twinsOf(three, table);
    for (const twin of twins) lines.push(...settleTwin(three, table, twin, areaWins));
    if (clashes.length === 0 && twins.length === 0) return lines.map((text) => ({ text, isKnown: table.name in references }));
  }
}

function giveNewId({ db }: ThreeDatabases, { name, identity }: SyncedTable, id: number): string {
  const free = Math.max(...["main", "live", "ref"].map((schema) => largestId(db, name, schema))) + 1;
  const what = describe(db, name, identity, id);
  renumber(db, name, id, free);
  db.run("UPDATE temp.judged SET side = 'area' WHERE tbl = ? AND id = ?", name, id);
  return `${what} has the id ${free} now: the area database has something else under its id ${id}`;
}

interface Twin {
  readonly area_id: number;
  readonly live_id: number;
  /** Whether the live one has been judged: it stands. */
  readonly isJudged: boolean;
}

function twinsOf({ db }: ThreeDatabases, { name, identity, isUnique }: SyncedTable): Twin[] {
  if (identity === undefined || !isUnique) return [];
  const match = identity.map((column) => `l.${column} = a.${column}`).join(" AND ");
  return db
    .all(
      `SELECT a.id AS area_id, l.id AS live_id, j.side AS side FROM (${judged(name, "area")}) t JOIN main.${name} a ON a.id = t.id
        JOIN live.${name} l ON ${match} LEFT JOIN temp.judged j ON j.tbl = '${name}' AND j.id = l.id WHERE l.id <> a.id AND j.side IS NOT 'area'`,
    )
    .map((row) => ({ area_id: numberOf(row["area_id"]), live_id: numberOf(row["live_id"]), isJudged: row["side"] !== null }));
}

function settleTwin(three: ThreeDatabases, table: SyncedTable, { area_id, live_id, isJudged }: Twin, areaWins: boolean): string[] {
  const { db } = three;
  const { name, columns, identity } = table;
  if (!isJudged) {
    // It may not stand at all.
    db.run("INSERT OR IGNORE INTO temp.todo VALUES (?, ?)", name, live_id);
    judge(three, table, areaWins);
    return [];
  }
  const what = describe(db, name, identity, live_id);
  db.run(`DELETE FROM live.${name} WHERE id = ?`, area_id);
  renumber(db, name, live_id, area_id);
  db.run("DELETE FROM temp.judged WHERE tbl = ? AND id IN (?, ?)", name, area_id, live_id);
  const isChangedThere = `SELECT 1 FROM main.${name} a LEFT JOIN ref.${name} r ON r.id = a.id WHERE a.id = ? AND ${rowOf("a", columns)} IS NOT ${rowOf("r", columns)}`;
  if (db.get(isChangedThere, live_id) !== undefined) db.run("INSERT INTO temp.judged VALUES (?, ?, 'area')", name, live_id);
  judge(three, table, areaWins);
  return [`${what} has the id ${area_id} now, as in the area database, instead of ${live_id}`];
}

function renumber(db: Connection, name: string, from: number, to: number): void {
  db.run(`UPDATE live.${name} SET id = ? WHERE id = ?`, to, from);
  for (const [table, column] of references[name] ?? []) db.run(`UPDATE OR REPLACE live.${table} SET ${column} = ? WHERE ${column} = ?`, to, from);
}

/** A row of the live database for people: table, and what tells it from others. */
function describe(db: Connection, name: string, identity: readonly string[] | undefined, id: number): string {
  const row = db.get(`SELECT * FROM live.${name} WHERE id = ?`, id);
  const words = (identity ?? []).map((column) => textOf(row?.[column.replaceAll('"', "")]));
  return `${name} ${words.length === 0 ? id : words.map((word) => (word === "" ? quoted("") : word)).join(" ")}`;
}
