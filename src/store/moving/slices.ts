import { existsSync, readdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Connection, type Param, type SqlValue } from "../connection.js";
import type { Place } from "../place.js";
import { columnsOf, quoted } from "../schema.js";
import { keptTests, movesWithRun, runTables } from "./run-tables.js";

// How a run gets to the live database of another host: its rows travel in slices, are kept in a file beside that database, and are taken in from there like
// those of a database.

/** A value of a row; bytes in base64. */
export type SliceValue = string | number | null | { readonly bytes: string };

/** Some rows of one table; plain JSON but for infinite numbers. */
export interface RunSlice {
  readonly table: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly SliceValue[])[];
}

const rowsPerSlice = 2000;

/** Of some hundred kilobytes each. */
const slicesPerRequest = 8;

/** The slices of a run of a live database, as it is at one moment, some at a time. */
export function* requestsOf(liveFile: string, runId: number): Generator<RunSlice[]> {
  const live = new Connection(liveFile, { busyTimeoutMs: 10_000 });
  try {
    live.exec("BEGIN");
    let slices: RunSlice[] = [];
    for (const slice of slicesOf(live, runId)) {
      slices.push(slice);
      if (slices.length < slicesPerRequest) continue;
      yield slices;
      slices = [];
    }
    if (slices.length > 0) yield slices;
  } finally {
    live.close();
  }
}

/** The rows of a run, and those that they refer to, table by table. @param db where they are */
export function* slicesOf(db: Connection, runId: number): Generator<RunSlice> {
  yield* sliced(db, "keys", "1", []);
  yield* sliced(db, "runs", "id = ?", [runId]);
  for (const table of runTables) yield* sliced(db, table.name, movesWithRun(table, "main", table.name), [runId]);
  yield* sliced(db, "test_meta", `testname IN (SELECT testname FROM tests WHERE id IN (${keptTests("main")}))`, [runId]);
  const blocks = `SELECT archived FROM tests WHERE id IN (${keptTests("main")})`;
  yield* sliced(db, "archive_blocks", `id IN (${blocks})`, [runId]);
  yield* sliced(db, "archive_disks", `id IN (SELECT archive_disk_id FROM archive_blocks WHERE id IN (${blocks}))`, [runId]);
}

function* sliced(db: Connection, table: string, where: string, params: readonly Param[]): Generator<RunSlice> {
  const columns = columnsOf(db, table);
  let from = Number.MIN_SAFE_INTEGER;
  for (let rows: SliceValue[][], isFirst = true; ; isFirst = false) {
    const found = db.all(`SELECT * FROM ${table} WHERE (${where}) AND id > ? ORDER BY id LIMIT ${rowsPerSlice}`, ...params, from);
    rows = found.map((row) => columns.map((column) => encoded(row[column])));
    // An empty one too: it brings the columns.
    if (rows.length > 0 || isFirst) yield { table, columns, rows };
    if (rows.length < rowsPerSlice) return;
    from = Number(found.at(-1)?.["id"]);
  }
}

function encoded(value: SqlValue | undefined): SliceValue {
  if (value === undefined || typeof value === "bigint") return value === undefined ? null : Number(value);
  return Buffer.isBuffer(value) ? { bytes: value.toString("base64") } : value;
}

const stagingPrefix = "incoming-";

/** Of one move, on the receiving host. */
export function stagingFile(place: Place, moveId: string): string {
  return join(place.liveDirectory, `${stagingPrefix}${basename(moveId)}.db`);
}

/** Keeps slices for the run to be taken in. Done again it does nothing. */
export function stage(place: Place, moveId: string, slices: readonly RunSlice[]): void {
  const db = new Connection(stagingFile(place, moveId), { busyTimeoutMs: 10_000, create: true });
  try {
    // If it is lost, the source sends it again.
    db.exec("PRAGMA synchronous = OFF");
    db.write(() => {
      for (const slice of slices) keep(db, slice);
    });
  } finally {
    db.close();
  }
}

function keep(db: Connection, { table, columns, rows }: RunSlice): void {
  const names = columns.filter((name) => name !== "id").map(quoted);
  db.exec(`CREATE TABLE IF NOT EXISTS ${quoted(table)} (${["id INTEGER PRIMARY KEY", ...names].join(", ")})`);
  const insert = `INSERT OR REPLACE INTO ${quoted(table)} (${columns.map(quoted).join(", ")}) VALUES (${columns.map(() => "?").join(", ")})`;
  for (const row of rows) db.run(insert, ...row.map(decoded));
}

const decoded = (value: SliceValue): Param => (typeof value === "object" && value !== null ? Buffer.from(value.bytes, "base64") : value);

/** Removes what was staged for a move. */
export function unstage(place: Place, moveId: string): void {
  const own = basename(stagingFile(place, moveId));
  if (!existsSync(join(place.liveDirectory, own))) return;
  for (const name of readdirSync(place.liveDirectory)) if (name.startsWith(own)) rmSync(join(place.liveDirectory, name), { force: true });
}
