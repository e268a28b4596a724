import { type Connection, epochNow, numberOf, textOf } from "./connection.js";
import { columnsOf, quoted } from "./schema.js";
import { createSyncState } from "./sync-state.js";
import { createCounts } from "./verdict-counts.js";

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
  "moved_in",
];

/** Condition of the partial index on occupied tests; a query must repeat it word for word to use the index. */
export const occupied = "state IN ('LAUNCHED','REMOTEHOSTSTART','RUNNING','KILLREQ')";

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
      CREATE TABLE IF NOT EXISTS pusher
        (only_row INTEGER PRIMARY KEY CHECK (only_row = 1), host TEXT, pid INTEGER, started INTEGER, fresh_until INTEGER);
      CREATE TABLE IF NOT EXISTS requests (id TEXT PRIMARY KEY, result TEXT, at INTEGER) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS pulled (tbl TEXT, id INTEGER, seq INTEGER, content TEXT, PRIMARY KEY (tbl, id)) WITHOUT ROWID;
      CREATE TABLE IF NOT EXISTS test_owners (test_id INTEGER PRIMARY KEY, host TEXT, pid INTEGER, started INTEGER);
      CREATE INDEX IF NOT EXISTS occupied_tests ON tests (run_id, state) WHERE ${occupied};
      CREATE INDEX IF NOT EXISTS deleted_tests ON tests (event_time) WHERE state = 'DELETED';
      CREATE INDEX IF NOT EXISTS test_rundat_index ON test_rundat (test_id);
    `);
    dropSpareIndexes(live);
    createSyncState(live, { area_stamp: stamp, pushed: startJournal(live) });
    createJournalTriggers(live);
    createCounts(live);
  });
}

/** The constraint of the table has an index that begins with the same columns. Only the area database must look like that of 1.65. */
export function dropSpareIndexes(db: Connection): void {
  db.exec("DROP INDEX IF EXISTS tests_index; DROP INDEX IF EXISTS teststeps_index");
}

/**
 * The journal of a new live database begins above any that an earlier one at this place can have reached, so that a mark of that one is
 * known as lost. Returns what was given out last.
 */
function startJournal(live: Connection): number {
  const given = live.get("SELECT seq FROM sqlite_sequence WHERE name = 'changes'");
  if (given !== undefined) return numberOf(given["seq"]);
  const start = epochNow() * 1000;
  live.run("INSERT INTO sqlite_sequence (name, seq) VALUES ('changes', ?)", start);
  return start;
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
    live.exec(`
      DROP TRIGGER IF EXISTS note_move_${table};
      CREATE TRIGGER note_move_${table} AFTER UPDATE OF id ON ${table} WHEN old.id <> new.id
        BEGIN INSERT INTO changes (tbl, row_id, op) VALUES ('${table}', old.id, 'delete'); END;
    `);
  }
}

/** Takes away whatever {@link createLiveSchema} has made. */
export function dropLiveSchema(db: Connection): void {
  const made = db.all(
    `SELECT type, name FROM sqlite_master WHERE (type = 'trigger' AND (name LIKE 'note\\_%' ESCAPE '\\' OR name LIKE 'count\\_%' ESCAPE '\\'))
      OR (type = 'index' AND name IN ('occupied_tests', 'deleted_tests', 'test_rundat_index'))
      OR (type = 'table' AND name IN ('changes', 'sync_state', 'pusher', 'pulled', 'requests', 'test_owners', 'item_verdicts', 'run_verdicts'))
      ORDER BY type DESC`,
  );
  for (const { type, name } of made) db.exec(`DROP ${textOf(type)} ${quoted(textOf(name))}`);
}
