import type { Log } from "../../base/index.js";
import { type Connection, textOf } from "../connection.js";
import { columnsOf, createRuns, type Key, keyNames, quoted } from "../schema.js";

/** A part of a target may not be empty: it is the name of a directory. */
const emptyPart = "x";

/**
 * Makes the target keys of a database those of the configuration: a new key gets a column, empty parts become `x`, and a key that is gone keeps its column.
 * One transaction.
 *
 * @see spec 04 § 2.2
 */
export function adjustTarget(db: Connection, keys: readonly Key[], log: Log): void {
  db.write(() => {
    // What follows are no changes that somebody made: they leave last_update alone, and are the same in each database.
    for (const { name } of db.all("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('runs', 'keys')")) {
      db.exec(`DROP TRIGGER ${quoted(textOf(name))}`);
    }
    const before = keyNames(db);
    addColumns(db, keys);
    for (const { name } of keys) db.run(`UPDATE runs SET ${quoted(name)} = '${emptyPart}' WHERE ifnull(${quoted(name)}, '') = ''`);
    db.run("DELETE FROM keys");
    for (const [number, { name, type }] of keys.entries()) db.run("INSERT INTO keys (id, fieldname, fieldtype) VALUES (?, ?, ?)", number, name, type);
    if (sorted(before) !== sorted(keys.map(({ name }) => name))) rebuildRuns(db, keys, before, log);
  });
}

const lower = (name: string) => name.toLowerCase();
const sorted = (names: readonly string[]) => names.map(lower).sort().join();

function addColumns(db: Connection, keys: readonly Key[]): void {
  const present = new Set(columnsOf(db, "runs").map(lower));
  for (const { name, type } of keys) if (!present.has(lower(name))) db.exec(`ALTER TABLE runs ADD COLUMN ${quoted(name)} ${type}`);
}

/** The constraint of a table cannot be changed: it gets a new table. What others have added to the old one comes along. */
function rebuildRuns(db: Connection, keys: readonly Key[], before: readonly string[], log: Log): void {
  const gone = before.filter((name) => !keys.some((key) => lower(key.name) === lower(name)));
  const isAmbiguous =
    db.get(`SELECT 1 FROM runs GROUP BY runname, ${keys.map(({ name }) => quoted(name)).join(", ")} HAVING count(*) > 1`) !== undefined;
  if (isAmbiguous) log.warn(`some runs in ${db.file} differ only in keys that are gone: ${gone.join(", ")} still tell them apart`);
  const old = db.all("SELECT name, type FROM pragma_table_info('runs')").map((row) => ({ name: textOf(row["name"]), type: textOf(row["type"]) }));
  db.exec("PRAGMA legacy_alter_table = ON; DROP INDEX IF EXISTS runs_index; ALTER TABLE runs RENAME TO runs_before");
  db.exec(createRuns(keys, isAmbiguous ? gone : []));
  const made = new Set(columnsOf(db, "runs").map(lower));
  for (const { name, type } of old) if (!made.has(lower(name))) db.exec(`ALTER TABLE runs ADD COLUMN ${quoted(name)} ${type}`);
  const columns = old.map(({ name }) => quoted(name)).join(", ");
  db.exec(`INSERT INTO runs (${columns}) SELECT ${columns} FROM runs_before; DROP TABLE runs_before; PRAGMA legacy_alter_table = OFF`);
}
