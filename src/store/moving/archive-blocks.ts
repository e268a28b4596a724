import { type Connection, numberOf, type Param, type Row, type SqlValue } from "../connection.js";
import { isKept, schemaColumns } from "./run-tables.js";

/**
 * Finds or makes in `main` the archive blocks to which tests of a run in `src` refer, for the transaction that copies it; afterwards {@link blockOf} leads to them.
 *
 * @returns ids in `src` that lead to no block: a 1.65 keeps blocks only in /tmp. They are kept as negative numbers, so that people may find the data still.
 * @see spec 04 § 23.7
 */
export function bringBlocks(db: Connection, runId: number): number[] {
  db.exec("CREATE TEMP TABLE IF NOT EXISTS blocks (old INTEGER PRIMARY KEY, new INTEGER); DELETE FROM temp.blocks");
  const used = db.all(`SELECT DISTINCT archived AS id FROM src.tests WHERE run_id = ? AND ${isKept} AND archived > 0`, runId);
  const missing: number[] = [];
  for (const id of used.map((row) => numberOf(row["id"]))) {
    const block = db.get("SELECT * FROM src.archive_blocks WHERE id = ?", id);
    if (block === undefined) missing.push(id);
    db.run("INSERT INTO temp.blocks VALUES (?, ?)", id, block === undefined ? -id : bringBlock(db, block));
  }
  return missing;
}

/** SQL: where a reference to a block leads in `main`. */
export const blockOf = (id: string) => `ifnull((SELECT new FROM temp.blocks WHERE old = ${id}), ${id})`;

function bringBlock(db: Connection, block: Row): number {
  const disk = db.get("SELECT * FROM src.archive_disks WHERE id = ?", numberOf(block["archive_disk_id"]));
  const diskId = disk === undefined ? null : findOrInsert(db, "archive_disks", disk, ["archive_area_name", "disk_path"]);
  return findOrInsert(db, "archive_blocks", { ...block, archive_disk_id: diskId }, ["archive_disk_id", "disk_path"]);
}

/** Under the id that it has in `src` if that is free. */
function findOrInsert(db: Connection, table: string, row: Row, identity: readonly string[]): number {
  const value = (column: string): Param => paramOf(row[column]);
  const match = identity.map((column) => `${column} IS ?`).join(" AND ");
  const found = db.get(`SELECT id FROM main.${table} WHERE ${match}`, ...identity.map(value));
  if (found !== undefined) return numberOf(found["id"]);
  const columns = schemaColumns(table, []);
  const isFree = db.get(`SELECT 1 FROM main.${table} WHERE id = ?`, value("id")) === undefined;
  return db.insert(
    `INSERT INTO main.${table} (id, ${columns.join(", ")}) VALUES (?, ${columns.map(() => "?").join(", ")})`,
    ...[isFree ? value("id") : null, ...columns.map(value)],
  );
}

const paramOf = (value: SqlValue | undefined): Param => (typeof value === "number" ? value : value == null ? null : String(value));
