import { type Connection, numberOf, textOf } from "./connection.js";

/** How far the live database is in step with the area database, and who it belongs to. One row. */
export interface SyncState {
  /** The area database as it was left by the last push or pull; empty when unknown. */
  readonly area_stamp: string;
  /** Journal entries up to this one are in the area database. */
  readonly pushed: number;
  /** Of the homehost under which it was opened last; see `areaEpoch`. */
  readonly epoch: number;
  /** The epoch of the homehost to which it was handed over: then it takes no more writes. */
  readonly closed: number | undefined;
  /** When all rows were compared last, in epoch seconds. */
  readonly compared_at: number;
  /** When a push was begun, and is not noted yet: the version of the area database before it, and the mark in that; else empty. */
  readonly push_stamp: string;
  readonly push_mark: number;
}

/** Raised when the tables and triggers of a live database change: an older one is then brought up to date when it is opened. */
const liveVersion = 6;

const columns = {
  version: "INTEGER DEFAULT 0",
  area_stamp: "TEXT DEFAULT ''",
  pushed: "INTEGER DEFAULT 0",
  epoch: "INTEGER DEFAULT 0",
  closed: "INTEGER",
  compared_at: "INTEGER DEFAULT 0",
  push_mark: "INTEGER DEFAULT 0",
  push_stamp: "TEXT DEFAULT ''",
};

/** Makes the table, or brings it up to date; the row is made when there is none. */
export function createSyncState(live: Connection, initial: { readonly area_stamp: string; readonly pushed: number }): void {
  live.exec("CREATE TABLE IF NOT EXISTS sync_state (only_row INTEGER PRIMARY KEY CHECK (only_row = 1))");
  const present = new Set(live.all("SELECT name FROM pragma_table_info('sync_state')").map((row) => row["name"]));
  for (const [name, type] of Object.entries(columns)) if (!present.has(name)) live.exec(`ALTER TABLE sync_state ADD COLUMN ${name} ${type}`);
  live.run("INSERT OR IGNORE INTO sync_state (only_row, area_stamp, pushed) VALUES (1, ?, ?)", initial.area_stamp, initial.pushed);
  live.run("UPDATE sync_state SET version = ?, push_stamp = ''", liveVersion);
}

/** Undefined when the database is none of ours or of another version. */
export function syncStateOf(live: Connection, schema = "main"): SyncState | undefined {
  if (live.get(`SELECT 1 FROM ${schema}.sqlite_master WHERE name = 'sync_state'`) === undefined) return undefined;
  const row = live.get(`SELECT * FROM ${schema}.sync_state`);
  if (row === undefined || row["version"] !== liveVersion) return undefined;
  return {
    area_stamp: textOf(row["area_stamp"]),
    pushed: numberOf(row["pushed"]),
    epoch: numberOf(row["epoch"]),
    closed: row["closed"] === null ? undefined : numberOf(row["closed"]),
    compared_at: numberOf(row["compared_at"]),
    push_mark: numberOf(row["push_mark"]),
    push_stamp: textOf(row["push_stamp"]),
  };
}

/** Sets some of it, within or without a transaction. */
export function setSyncState(live: Connection, state: Partial<Record<keyof SyncState, string | number | null>>, schema = "main"): void {
  const entries = Object.entries(state);
  live.run(`UPDATE ${schema}.sync_state SET ${entries.map(([name]) => `${name} = ?`).join(", ")}`, ...entries.map(([, value]) => value));
}

/** Number of the newest entry of the change journal; 0 when there is none. */
export function lastChange(live: Connection): number {
  return numberOf(live.get("SELECT max(seq) AS seq FROM changes")?.["seq"]);
}

/** Whether the live database holds what the area database does not. */
export function isDirty(live: Connection): boolean {
  return live.get("SELECT 1 FROM sync_state WHERE pushed < (SELECT max(seq) FROM changes)") !== undefined;
}

/** How many rows of the live database the area database does not have as they are. */
export function unsyncedCount(live: Connection): number {
  return numberOf(live.get("SELECT count(*) AS count FROM (SELECT DISTINCT tbl, row_id FROM changes, sync_state WHERE seq > pushed)")?.["count"]);
}
