import { Failure } from "../base/index.js";
import { type Connection, textOf } from "./connection.js";

/** A key as `[fields]` declares it; the type is a column declaration that was checked when the configuration was read. */
export interface Key {
  readonly name: string;
  readonly type: string;
}

/** A table: columns after `id INTEGER PRIMARY KEY`, each as `name declaration`. */
export interface Table {
  readonly name: string;
  readonly columns: readonly string[];
  /** What identifies a row apart from its id. */
  readonly unique?: { readonly constraint: string; readonly columns: readonly string[] };
}

const now = "(strftime('%s','now'))";

/** The tables of 1.65 and ours, in the order in which they are copied; spec 04 § 2. */
function tablesFor(keys: readonly Key[]): Table[] {
  return [
    { name: "keys", columns: ["fieldname TEXT", "fieldtype TEXT"], unique: { constraint: "keyconstraint", columns: ["fieldname"] } },
    {
      name: "runs",
      columns: [
        ...keys.map((key) => `${quoted(key.name)} ${key.type}`.trimEnd()),
        "runname TEXT DEFAULT 'norun'",
        "contour TEXT DEFAULT ''",
        "state TEXT DEFAULT ''",
        "status TEXT DEFAULT ''",
        "owner TEXT DEFAULT ''",
        `event_time TIMESTAMP DEFAULT ${now}`,
        "comment TEXT DEFAULT ''",
        "fail_count INTEGER DEFAULT 0",
        "pass_count INTEGER DEFAULT 0",
        `last_update INTEGER DEFAULT ${now}`,
      ],
      unique: { constraint: "runsconstraint", columns: ["runname", ...keys.map((key) => quoted(key.name))] },
    },
    ...fixedTables,
  ];
}

/** All but `runs`, whose columns begin with the keys, and `keys`. */
export const fixedTables: readonly Table[] = [
  {
    name: "tests",
    columns: [
      "run_id INTEGER DEFAULT -1",
      "testname TEXT DEFAULT 'noname'",
      "host TEXT DEFAULT 'n/a'",
      "cpuload REAL DEFAULT -1",
      "diskfree INTEGER DEFAULT -1",
      "uname TEXT DEFAULT 'n/a'",
      "rundir TEXT DEFAULT '/tmp/badname'",
      "shortdir TEXT DEFAULT '/tmp/badname'",
      "item_path TEXT DEFAULT ''",
      "state TEXT DEFAULT 'NOT_STARTED'",
      "status TEXT DEFAULT 'FAIL'",
      "attemptnum INTEGER DEFAULT 0",
      "final_logf TEXT DEFAULT 'logs/final.log'",
      "logdat TEXT DEFAULT ''",
      "run_duration INTEGER DEFAULT 0",
      "comment TEXT DEFAULT ''",
      `event_time TIMESTAMP DEFAULT ${now}`,
      "fail_count INTEGER DEFAULT 0",
      "pass_count INTEGER DEFAULT 0",
      "archived INTEGER DEFAULT 0",
      `last_update INTEGER DEFAULT ${now}`,
    ],
    unique: { constraint: "testsconstraint", columns: ["run_id", "testname", "item_path"] },
  },
  {
    name: "test_steps",
    columns: [
      "test_id INTEGER",
      "stepname TEXT",
      "state TEXT DEFAULT 'NOT_STARTED'",
      "status TEXT DEFAULT 'n/a'",
      "event_time TIMESTAMP",
      "comment TEXT DEFAULT ''",
      "logfile TEXT DEFAULT ''",
      `last_update INTEGER DEFAULT ${now}`,
    ],
    unique: { constraint: "test_steps_constraint", columns: ["test_id", "stepname", "state"] },
  },
  {
    name: "test_data",
    columns: [
      "test_id INTEGER",
      "category TEXT DEFAULT ''",
      "variable TEXT",
      "value REAL",
      "expected REAL",
      "tol REAL",
      "units TEXT",
      "comment TEXT DEFAULT ''",
      "status TEXT DEFAULT 'n/a'",
      "type TEXT DEFAULT ''",
      `last_update INTEGER DEFAULT ${now}`,
    ],
    unique: { constraint: "test_data_constraint", columns: ["test_id", "category", "variable"] },
  },
  {
    name: "run_stats",
    columns: ["run_id INTEGER", "state TEXT", "status TEXT", "count INTEGER", `last_update INTEGER DEFAULT ${now}`],
  },
  {
    name: "test_meta",
    columns: [
      "testname TEXT DEFAULT ''",
      "author TEXT DEFAULT ''",
      "owner TEXT DEFAULT ''",
      "description TEXT DEFAULT ''",
      "reviewed TIMESTAMP",
      "iterated TEXT DEFAULT ''",
      "avg_runtime REAL",
      "avg_disk REAL",
      "tags TEXT DEFAULT ''",
      "jobgroup TEXT DEFAULT 'default'",
    ],
    unique: { constraint: "test_meta_constraint", columns: ["testname"] },
  },
  {
    name: "test_rundat",
    columns: [
      "test_id INTEGER",
      "update_time TIMESTAMP",
      "cpuload INTEGER DEFAULT -1",
      "diskfree INTEGER DEFAULT -1",
      // The slip of 1.65 is part of its schema; the affinity is the same.
      "diskusage INTGER DEFAULT -1",
      "run_duration INTEGER DEFAULT 0",
    ],
  },
  {
    name: "tasks_queue",
    columns: [
      "action TEXT DEFAULT ''",
      "owner TEXT",
      "state TEXT DEFAULT 'new'",
      "target TEXT DEFAULT ''",
      "name TEXT DEFAULT ''",
      "testpatt TEXT DEFAULT ''",
      "keylock TEXT",
      "params TEXT",
      `creation_time TIMESTAMP DEFAULT ${now}`,
      "execution_time TIMESTAMP",
    ],
  },
  {
    name: "archive_disks",
    columns: [
      "archive_area_name TEXT",
      "disk_path TEXT",
      "last_df INTEGER DEFAULT -1",
      `last_df_time TIMESTAMP DEFAULT ${now}`,
      "creation_time TIMESTAMP",
    ],
  },
  {
    name: "archive_blocks",
    columns: [
      "archive_disk_id INTEGER",
      "disk_path TEXT",
      "last_du INTEGER DEFAULT -1",
      `last_du_time TIMESTAMP DEFAULT ${now}`,
      "creation_time TIMESTAMP",
    ],
  },
  { name: "archive_allocations", columns: ["archive_block_id INTEGER", "testname TEXT", "item_path TEXT", "creation_time TIMESTAMP"] },
  {
    name: "archives",
    columns: [
      "test_id INTEGER",
      "state TEXT DEFAULT 'new'",
      "status TEXT DEFAULT 'n/a'",
      "archive_type TEXT DEFAULT 'bup'",
      "du INTEGER",
      "archive_path TEXT",
    ],
  },
  { name: "extradat", columns: ["run_id INTEGER", "key TEXT", "val TEXT"] },
  { name: "metadat", columns: ["var TEXT", "val TEXT"], unique: { constraint: "metadat_constraint", columns: ["var"] } },
  { name: "access_log", columns: ["user TEXT", "accessed TIMESTAMP", "args TEXT"] },
  // Ours: the runs that came from another database; spec 04 § 23.3.
  {
    name: "moved_in",
    columns: [
      "move_id TEXT",
      "run_id INTEGER",
      "orig_state TEXT DEFAULT ''",
      "committed INTEGER DEFAULT 0",
      "src_path TEXT DEFAULT ''",
      "src_area_name TEXT DEFAULT ''",
      "src_run_id INTEGER",
      "origin_area_name TEXT DEFAULT ''",
      "origin_run_id INTEGER",
      "digest TEXT DEFAULT ''",
      "moved_at INTEGER",
      "moved_by TEXT DEFAULT ''",
    ],
    unique: { constraint: "moved_in_constraint", columns: ["move_id"] },
  },
];

/** Name, table and columns; `teststeps_index` is on `tests` in 1.65 too. */
function indexesFor(keys: readonly Key[]): [string, string, string][] {
  return [
    ["runs_index", "runs", ["runname", ...keys.map((key) => quoted(key.name))].join(",")],
    ["tests_index", "tests", "run_id, testname, item_path, uname"],
    ["teststeps_index", "tests", "run_id, testname, item_path"],
    ["test_data_index", "test_data", "test_id"],
  ];
}

/** Trigger and table: an update sets `last_update`; a copied row keeps its own. */
const updateTriggers: readonly [string, string][] = [
  ["update_runs_trigger", "runs"],
  ["update_run_stats_trigger", "run_stats"],
  ["update_tests_trigger", "tests"],
  ["update_teststeps_trigger", "test_steps"],
  ["update_test_data_trigger", "test_data"],
];

export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
export const columnName = (column: string): string => column.split(" ")[0] ?? "";

/** Names of the columns that a table really has, as in SQL; none when it is missing. */
export function columnsOf(db: Connection, table: string, database = "main"): string[] {
  return db.all("SELECT name FROM pragma_table_info(?, ?)", table, database).map((row) => textOf(row["name"]));
}

/** Key names in target order, as the database has them. */
export function keyNames(db: Connection, database?: string): string[] {
  return db.all(`SELECT fieldname FROM ${database === undefined ? "" : `${database}.`}keys ORDER BY id`).map((row) => textOf(row["fieldname"]));
}

/**
 * Brings a database of any version from 1.55 on to the schema of 1.65 by adding what is missing: tables, columns, indexes, triggers, keys, the
 * version. Nothing is written when nothing is missing; what others have added stays.
 *
 * @param keys for a database that has none yet
 * @param version of this program; begins with `1.65`, so that 1.65 accepts the file too
 * @throws Failure `database` when the keys are needed and not known
 * @see spec 04 § 2.1 and § 2.2
 */
export function completeSchema(db: Connection, keys: readonly Key[] | undefined, version: string): void {
  if (missingIn(db, keys).length === 0 && hasRows(db, "keys") && hasVersion(db)) return;
  db.write(() => {
    for (const statement of missingIn(db, keys)) db.exec(statement);
    if (!hasRows(db, "keys")) for (const key of keys ?? []) db.run("INSERT INTO keys (fieldname, fieldtype) VALUES (?, 'TEXT')", key.name);
    if (!hasVersion(db)) db.run("INSERT INTO metadat (var, val) VALUES ('MEGATEST_VERSION', ?)", version);
  });
}

/** The tables as this database has or should have them, with its own keys if it has some. */
export function tablesOf(db: Connection, keys: readonly Key[] | undefined): Table[] {
  return tablesFor(keysOf(db, keys));
}

function keysOf(db: Connection, keys: readonly Key[] | undefined): readonly Key[] {
  if (hasRows(db, "keys")) return keyNames(db).map((name) => ({ name, type: "TEXT" }));
  if (keys !== undefined) return keys;
  throw new Failure("database", `${db.file} has no keys yet; run any megatest command in its area first`);
}

/** Statements that make what is missing. */
function missingIn(db: Connection, given: readonly Key[] | undefined): string[] {
  const keys = keysOf(db, given);
  const present = new Set(db.all("SELECT type || ' ' || name AS thing FROM sqlite_master").map((row) => textOf(row["thing"])));
  const tables = tablesFor(keys).flatMap((table) =>
    present.has(`table ${table.name}`)
      ? missingColumns(db, table).map((column) => `ALTER TABLE ${table.name} ADD COLUMN ${column}`)
      : [createTable(table)],
  );
  const indexes = indexesFor(keys)
    .filter(([name]) => !present.has(`index ${name}`))
    .map(([name, table, columns]) => `CREATE INDEX ${name} ON ${table} (${columns})`);
  const triggers = updateTriggers
    .filter(([name]) => !present.has(`trigger ${name}`))
    .map(
      ([name, table]) =>
        `CREATE TRIGGER ${name} AFTER UPDATE ON ${table} FOR EACH ROW BEGIN UPDATE ${table} SET last_update=${now} WHERE id=old.id; END`,
    );
  return [...tables, ...indexes, ...triggers];
}

/** The statement that makes `runs`; `also` are columns that its constraint has besides the keys. */
export function createRuns(keys: readonly Key[], also: readonly string[]): string {
  const [runs] = tablesFor(keys).filter(({ name }) => name === "runs");
  if (runs?.unique === undefined) throw new Error("no table runs");
  const names = new Set(keys.map(({ name }) => name));
  const columns = [...runs.columns, ...also.filter((name) => !names.has(name)).map((name) => `${quoted(name)} TEXT`)];
  return createTable({ ...runs, columns, unique: { ...runs.unique, columns: [...runs.unique.columns, ...also.map(quoted)] } });
}

/** So that {@link completeSchema} makes them anew. */
export function dropUpdateTriggers(db: Connection): void {
  for (const [name] of updateTriggers) db.exec(`DROP TRIGGER IF EXISTS ${name}`);
}

function createTable({ name, columns, unique }: Table): string {
  const constraint = unique === undefined ? [] : [`CONSTRAINT ${unique.constraint} UNIQUE (${unique.columns.join(", ")})`];
  return `CREATE TABLE ${name} (${["id INTEGER PRIMARY KEY", ...columns, ...constraint].join(", ")})`;
}

/** Columns that a table of this database lacks. SQLite adds none with a computed default, so theirs is 0. */
export function missingColumns(db: Connection, table: Table): string[] {
  const present = new Set(columnsOf(db, table.name).map((name) => name.toLowerCase()));
  const isMissing = (column: string) => !present.has(columnName(column).replaceAll('"', "").toLowerCase());
  return table.columns.filter(isMissing).map((column) => column.replace(now, "0"));
}

function hasRows(db: Connection, table: string): boolean {
  return columnsOf(db, table).length > 0 && db.get(`SELECT 1 FROM ${table} LIMIT 1`) !== undefined;
}

function hasVersion(db: Connection): boolean {
  return columnsOf(db, "metadat").length > 0 && db.get("SELECT 1 FROM metadat WHERE var = 'MEGATEST_VERSION'") !== undefined;
}
