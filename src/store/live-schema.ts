import { type Connection, epochNow, numberOf, textOf } from "./connection.js";
import { columnsOf, quoted } from "./schema.js";

/** Tables that are copied between the live database and the area's; the others stay where they are. Spec 04 § 6. */
export const syncedTables: readonly string[] = [
  "keys",
  "metadat",
  "runs",
  "tests",
  "test_steps",
  "test_data",
  "run_stats",
  "test_meta",
  "archive_disks",
  "archive_blocks",
  "archive_allocations",
  "archives",
  "extradat",
  "access_log",
];

/** Raised when the tables and triggers below change: an older live database is then brought up to date when it is opened. */
const liveVersion = 2;

/** Condition of the partial index on occupied tests; a query must repeat it word for word to use the index. */
export const occupied = "state IN ('LAUNCHED','REMOTEHOSTSTART','RUNNING','KILLREQ')";

/** How far the live database has been pushed. */
export interface SyncState {
  /** The area database as it was left by the last push or pull; empty when unknown. */
  readonly area_stamp: string;
  /** Journal entries up to this one are in the area database. */
  readonly pushed: number;
}

/** Undefined when the database is none of ours or of another version. */
export function syncStateOf(live: Connection): SyncState | undefined {
  if (live.get("SELECT 1 FROM sqlite_master WHERE name = 'sync_state'") === undefined) return undefined;
  const row = live.get("SELECT version, area_stamp, pushed FROM sync_state");
  if (row === undefined || row["version"] !== liveVersion) return undefined;
  return { area_stamp: textOf(row["area_stamp"]), pushed: numberOf(row["pushed"]) };
}

/** Number of the newest entry of the change journal; 0 when there is none. */
export function lastChange(live: Connection): number {
  return numberOf(live.get("SELECT max(seq) AS seq FROM changes")?.["seq"]);
}

/** Whether the live database holds what the area database does not. */
export function isDirty(live: Connection): boolean {
  return live.get("SELECT 1 FROM sync_state WHERE pushed < (SELECT max(seq) FROM changes)") !== undefined;
}

/**
 * Turns a copy of an area database into a live database, or brings a live database up to date: adds the change journal, the counts of
 * verdicts, owners, the push lease, and the triggers and indexes that serve them.
 *
 * @param stamp of the area database that this is a copy of; empty when unknown
 */
export function createLiveSchema(live: Connection, stamp: string): void {
  live.write(() => {
    live.exec(`
      CREATE TABLE IF NOT EXISTS changes (seq INTEGER PRIMARY KEY AUTOINCREMENT, tbl TEXT, row_id INTEGER, op TEXT);
      CREATE TABLE IF NOT EXISTS sync_state
        (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), version INTEGER, area_stamp TEXT, pushed INTEGER);
      CREATE TABLE IF NOT EXISTS pusher
        (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), host TEXT, pid INTEGER, started INTEGER, fresh_until INTEGER);
      CREATE TABLE IF NOT EXISTS requests (id TEXT PRIMARY KEY, result TEXT, at INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS test_owners (test_id INTEGER PRIMARY KEY, host TEXT, pid INTEGER, started INTEGER);
      CREATE INDEX IF NOT EXISTS occupied_tests ON tests (run_id, state) WHERE ${occupied};
      CREATE INDEX IF NOT EXISTS deleted_tests ON tests (event_time) WHERE state = 'DELETED';
      CREATE INDEX IF NOT EXISTS test_rundat_index ON test_rundat (test_id);
    `);
    if (live.get("SELECT 1 FROM sync_state") === undefined) startJournal(live, stamp);
    live.run("UPDATE sync_state SET version = ?", liveVersion);
    createJournalTriggers(live);
    createCounts(live);
  });
}

/**
 * The journal of a new live database begins above any that an earlier one at this place can have reached, so that a mark of that one is
 * known as lost.
 */
function startJournal(live: Connection, stamp: string): void {
  const start = epochNow() * 1000;
  live.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', ?)", start);
  live.run("INSERT INTO sync_state VALUES (1, 0, ?, ?)", stamp, start);
}

/** An update of `last_update` alone comes from the triggers of the schema: the change itself is noted already. */
function createJournalTriggers(live: Connection): void {
  for (const table of syncedTables) {
    const columns = columnsOf(live, table).filter((name) => name !== "last_update");
    const events = { insert: "INSERT", update: `UPDATE OF ${columns.map(quoted).join(", ")}`, delete: "DELETE" };
    for (const [event, clause] of Object.entries(events)) {
      const row = event === "delete" ? "old" : "new";
      live.exec(`
        DROP TRIGGER IF EXISTS note_${event}_${table};
        CREATE TRIGGER note_${event}_${table} AFTER ${clause} ON ${table}
          BEGIN INSERT INTO changes (tbl, row_id, op) VALUES ('${table}', ${row}.id, '${event}'); END;
      `);
    }
  }
}

/** A kept count of verdicts: the table, what its rows are counted for, and which tests count. */
interface Count {
  readonly table: string;
  readonly group: readonly string[];
  readonly counts: (row: string) => string;
}

const kept: readonly Count[] = [
  { table: "item_verdicts", group: ["run_id", "testname", "state", "status"], counts: (row) => `${row}.item_path <> ''` },
  { table: "run_verdicts", group: ["run_id", "state", "status"], counts: (row) => `NOT (${row}.uname = 'n/a' AND ${row}.item_path = '')` },
];

/**
 * So that a roll-up or a count costs as much as there are different verdicts, not as much as there are items. A count that has come down to 0
 * stays: whoever reads must leave it out.
 */
function createCounts(live: Connection): void {
  for (const { table, group } of kept) {
    live.exec(`
      DROP TABLE IF EXISTS ${table};
      CREATE TABLE ${table} (${group.join(", ")}, count INTEGER, PRIMARY KEY (${group.join(", ")})) WITHOUT ROWID;
    `);
  }
  recount(live);
  const watched = ["run_id", "testname", "item_path", "state", "status", "uname"];
  const changed = watched.map((name) => `old.${name} IS NOT new.${name}`).join(" OR ");
  live.exec(`
    DROP TRIGGER IF EXISTS count_insert_tests;
    DROP TRIGGER IF EXISTS count_update_tests;
    DROP TRIGGER IF EXISTS count_delete_tests;
    CREATE TRIGGER count_insert_tests AFTER INSERT ON tests BEGIN ${countIn()} END;
    CREATE TRIGGER count_update_tests AFTER UPDATE OF ${watched.join(", ")} ON tests WHEN ${changed} BEGIN ${countOut()} ${countIn()} END;
    CREATE TRIGGER count_delete_tests AFTER DELETE ON tests BEGIN ${countOut()} END;
  `);
}

/** Counts all tests anew. A 1.65 that replaces rows in the live database passes the triggers by. */
export function recount(live: Connection): void {
  for (const { table, group, counts } of kept) {
    const values = groupValues(group, "tests");
    live.exec(`
      DELETE FROM ${table};
      INSERT INTO ${table} SELECT ${values}, count(*) FROM tests WHERE ${counts("tests")} GROUP BY ${values};
    `);
  }
}

const countIn = () =>
  kept
    .map(
      ({ table, group, counts }) =>
        `INSERT INTO ${table} SELECT ${groupValues(group, "new")}, 1 WHERE ${counts("new")} ON CONFLICT DO UPDATE SET count = count + 1;`,
    )
    .join("\n");

const countOut = () =>
  kept
    .map(({ table, group, counts }) => {
      const match = group.map((name) => `${name} = ${keyValue(name, "old")}`).join(" AND ");
      return `UPDATE ${table} SET count = count - 1 WHERE ${match} AND ${counts("old")};`;
    })
    .join("\n");

const groupValues = (group: readonly string[], row: string) => group.map((name) => keyValue(name, row)).join(", ");

/** Foreign rows may hold NULL, which is no key. */
const keyValue = (name: string, row: string) => `ifnull(${row}.${name}, '')`;
