import { Failure } from "../base/index.js";
import { metadataOf, stampOf } from "./area-database.js";
import { Connection, numberOf, type Row, textOf } from "./connection.js";
import { recount, syncedTables, syncStateOf } from "./live-schema.js";
import { disowned, type Place } from "./place.js";
import { columnsOf, quoted, type Table, tablesOf } from "./schema.js";

export interface PullOptions {
  readonly busyTimeoutMs: number;
  /** Called before a pull that deletes a large share of the tests: copies the live database. */
  readonly keepCopy: () => void;
}

/** A pull that deletes more than this share of the tests copies the live database first; spec 04 § 6. */
const largeShare = 0.2;

/**
 * Brings what others have written to the area database into the live database, row by row. The change journal tells whose rows they are: what
 * is not in it since the last push has not changed here, so the area's row stands, or its absence. Of a row changed on both sides the one with
 * the larger `last_update` stands, the live one in a tie. All or nothing; the area database is not changed.
 *
 * @throws Failure `database` when both sides have given one id to different runs or tests, or the area database has another owner now
 */
export function pull(place: Place, options: PullOptions): void {
  const db = new Connection(place.liveFile, options);
  try {
    db.run("ATTACH ? AS area", place.areaFile);
    const removal = db.write(() => pullRows(db, place, false));
    if (removal === "done") return;
    options.keepCopy();
    db.write(() => pullRows(db, place, true));
  } finally {
    db.close();
  }
}

function pullRows(db: Connection, place: Place, allowLarge: boolean): "done" | "large-removal" {
  const state = syncStateOf(db);
  const stamp = stampOf(place.areaFile);
  const cacheId = textOf(db.get("SELECT val FROM area.metadat WHERE var = 'CACHE_ID'")?.["val"]);
  if (state === undefined || stamp === undefined || cacheId !== metadataOf(db, "CACHE_ID")) throw disowned(place);
  const tables = tablesOf(db, undefined).filter((table) => syncedTables.includes(table.name) && columnsOf(db, table.name, "area").length > 0);
  for (const table of tables) addForeignColumns(db, table.name);

  db.exec(`
    DROP TABLE IF EXISTS temp.ours;
    DROP TABLE IF EXISTS temp.theirs;
    DROP TABLE IF EXISTS temp.gone;
    CREATE TEMP TABLE ours (tbl TEXT, id INTEGER, is_new INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
    CREATE TEMP TABLE theirs (tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
    CREATE TEMP TABLE gone (tbl TEXT, id INTEGER, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
  `);
  db.run(
    "INSERT INTO ours SELECT tbl, row_id, max(op = 'insert') AND NOT max(op = 'delete') FROM changes WHERE seq > ? GROUP BY tbl, row_id",
    state.pushed,
  );
  for (const table of tables) compare(db, table);
  if (!allowLarge && isLargeRemoval(db)) return "large-removal";
  for (const table of tables) replace(db, table.name);
  recount(db);
  db.run("UPDATE sync_state SET area_stamp = ?", stamp.text);
  return "done";
}

/** Columns that somebody added to the area database. */
function addForeignColumns(db: Connection, table: string): void {
  const present = new Set(columnsOf(db, table));
  for (const row of db.all("SELECT name, type FROM pragma_table_info(?, 'area')", table)) {
    const name = textOf(row["name"]);
    if (!present.has(name)) db.exec(`ALTER TABLE main.${table} ADD COLUMN ${quoted(name)} ${textOf(row["type"])}`);
  }
}

/** Notes in `theirs` which rows are to be taken from the area, in `gone` which are to be deleted here. */
function compare(db: Connection, table: Table): void {
  const { name } = table;
  const columns = columnsOf(db, name, "area");
  const row = (alias: string) => `(${columns.map((column) => `${alias}.${quoted(column)}`).join(", ")})`;
  const isTimed = columns.includes("last_update");
  const isNewer = isTimed ? "a.last_update > l.last_update" : "0";
  const isOurs = (alias: string) => `EXISTS (SELECT 1 FROM ours WHERE tbl = '${name}' AND id = ${alias}.id)`;
  db.run(
    `INSERT INTO theirs SELECT '${name}', a.id FROM area.${name} a LEFT JOIN main.${name} l ON l.id = a.id
      WHERE (l.id IS NULL OR ${row("a")} IS NOT ${row("l")}) AND (NOT ${isOurs("a")} OR ifnull(${isNewer}, 0))`,
  );
  db.run(
    `INSERT INTO gone SELECT '${name}', l.id FROM main.${name} l
      WHERE NOT EXISTS (SELECT 1 FROM area.${name} a WHERE a.id = l.id) AND NOT ${isOurs("l")}`,
  );
  if (isTimed && table.unique !== undefined) settleClashes(db, table, table.unique.columns);
  else if (table.unique !== undefined) leaveTwins(db, name, table.unique.columns);
}

/** One id for two different rows: both sides inserted since the last push, before which they were equal. */
function settleClashes(db: Connection, { name }: Table, identity: readonly string[]): void {
  const key = (alias: string) => `(${identity.map((column) => `${alias}.${column}`).join(", ")})`;
  const clashes = db.all(
    `SELECT a.id FROM area.${name} a JOIN main.${name} l ON l.id = a.id JOIN ours o ON o.tbl = '${name}' AND o.id = a.id
      WHERE o.is_new AND ${key("a")} IS NOT ${key("l")}`,
  );
  const twins = twinsOf(db, name, identity);
  if (clashes.length === 0 && twins.length === 0) return;
  if (name === "runs" || name === "tests") throw clash(db, name, [...clashes, ...twins]);
  // Nobody remembers ids of steps and data: our row moves on.
  for (const row of clashes) {
    const id = numberOf(row["id"]);
    const free = numberOf(db.get(`SELECT max((SELECT max(id) FROM main.${name}), (SELECT max(id) FROM area.${name})) + 1 AS id`)?.["id"]);
    db.run(`UPDATE main.${name} SET id = ? WHERE id = ?`, free, id);
    db.run("INSERT OR IGNORE INTO theirs VALUES (?, ?)", name, id);
  }
  leaveTwins(db, name, identity);
}

/** Rows of the area that are new here and have the identity of a row that is new there. */
function twinsOf(db: Connection, name: string, identity: readonly string[]): Row[] {
  const match = identity.map((column) => `l.${column} = a.${column}`).join(" AND ");
  return db.all(
    `SELECT a.id, l.id AS live_id FROM theirs t JOIN area.${name} a ON a.id = t.id JOIN main.${name} l ON ${match}
      JOIN ours o ON o.tbl = '${name}' AND o.id = l.id WHERE t.tbl = '${name}' AND l.id <> a.id`,
  );
}

/** The live twin stands: it takes the place of the area's at the next push. */
function leaveTwins(db: Connection, name: string, identity: readonly string[]): void {
  for (const twin of twinsOf(db, name, identity)) db.run("DELETE FROM theirs WHERE tbl = ? AND id = ?", name, numberOf(twin["id"]));
}

function clash(db: Connection, name: string, rows: readonly Row[]): Failure {
  const ids = rows.map((row) => numberOf(row["id"])).join(", ");
  return new Failure(
    "database",
    `two programs wrote different ${name} under one id, or one of the ${name} under two ids, at the same time: id ${ids} in megatest.db and in ${db.file}\n` +
      `   nothing was changed; end all megatest programs of this area, then move the latter file away: the next command starts from megatest.db`,
  );
}

function isLargeRemoval(db: Connection): boolean {
  const row = db.get("SELECT (SELECT count(*) FROM gone WHERE tbl = 'tests') AS gone, (SELECT count(*) FROM main.tests) AS present");
  return numberOf(row?.["gone"]) > largeShare * numberOf(row?.["present"]);
}

function replace(db: Connection, name: string): void {
  const columns = columnsOf(db, name, "area").map(quoted).join(", ");
  const theirs = `SELECT id FROM theirs WHERE tbl = '${name}'`;
  db.run(`DELETE FROM main.${name} WHERE id IN (SELECT id FROM gone WHERE tbl = '${name}' UNION ${theirs})`);
  db.run(`INSERT INTO main.${name} (${columns}) SELECT ${columns} FROM area.${name} WHERE id IN (${theirs})`);
}
