import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { Failure } from "../base/index.js";
import { openRecords } from "./open.js";

/** Columns, types and defaults as in the tables of spec 04 § 2; `now` for its expression, `-` for no default. */
const specification: Readonly<Record<string, string>> = {
  keys: "fieldname TEXT -, fieldtype TEXT -",
  runs: `SYS TEXT -, RELEASE TEXT 'x', runname TEXT 'norun', contour TEXT '', state TEXT '', status TEXT '', owner TEXT '', event_time TIMESTAMP now,
    comment TEXT '', fail_count INTEGER 0, pass_count INTEGER 0, last_update INTEGER now`,
  tests: `run_id INTEGER -1, testname TEXT 'noname', host TEXT 'n/a', cpuload REAL -1, diskfree INTEGER -1, uname TEXT 'n/a', rundir TEXT '/tmp/badname',
    shortdir TEXT '/tmp/badname', item_path TEXT '', state TEXT 'NOT_STARTED', status TEXT 'FAIL', attemptnum INTEGER 0, final_logf TEXT 'logs/final.log',
    logdat TEXT '', run_duration INTEGER 0, comment TEXT '', event_time TIMESTAMP now, fail_count INTEGER 0, pass_count INTEGER 0, archived INTEGER 0,
    last_update INTEGER now`,
  test_steps: `test_id INTEGER -, stepname TEXT -, state TEXT 'NOT_STARTED', status TEXT 'n/a', event_time TIMESTAMP -, comment TEXT '', logfile TEXT '',
    last_update INTEGER now`,
  test_data: `test_id INTEGER -, category TEXT '', variable TEXT -, value REAL -, expected REAL -, tol REAL -, units TEXT -, comment TEXT '',
    status TEXT 'n/a', type TEXT '', last_update INTEGER now`,
  run_stats: "run_id INTEGER -, state TEXT -, status TEXT -, count INTEGER -, last_update INTEGER now",
  test_meta: `testname TEXT '', author TEXT '', owner TEXT '', description TEXT '', reviewed TIMESTAMP -, iterated TEXT '', avg_runtime REAL -, avg_disk REAL -,
    tags TEXT '', jobgroup TEXT 'default'`,
  test_rundat: "test_id INTEGER -, update_time TIMESTAMP -, cpuload INTEGER -1, diskfree INTEGER -1, diskusage INTGER -1, run_duration INTEGER 0",
  tasks_queue: `action TEXT '', owner TEXT -, state TEXT 'new', target TEXT '', name TEXT '', testpatt TEXT '', keylock TEXT -, params TEXT -,
    creation_time TIMESTAMP now, execution_time TIMESTAMP -`,
  archive_disks: "archive_area_name TEXT -, disk_path TEXT -, last_df INTEGER -1, last_df_time TIMESTAMP now, creation_time TIMESTAMP -",
  archive_blocks: "archive_disk_id INTEGER -, disk_path TEXT -, last_du INTEGER -1, last_du_time TIMESTAMP now, creation_time TIMESTAMP -",
  archive_allocations: "archive_block_id INTEGER -, testname TEXT -, item_path TEXT -, creation_time TIMESTAMP -",
  archives: "test_id INTEGER -, state TEXT 'new', status TEXT 'n/a', archive_type TEXT 'bup', du INTEGER -, archive_path TEXT -",
  extradat: "run_id INTEGER -, key TEXT -, val TEXT -",
  metadat: "var TEXT -, val TEXT -",
  moved_in:
    "move_id TEXT -, run_id INTEGER -, orig_state TEXT '', committed INTEGER 0, src_path TEXT '', src_area_name TEXT '', src_run_id INTEGER -, origin_area_name TEXT '', origin_run_id INTEGER -, digest TEXT '', moved_at INTEGER -, moved_by TEXT ''",
  access_log: "user TEXT -, accessed TIMESTAMP -, args TEXT -",
};

const keys = [
  { name: "SYS", type: "TEXT" },
  { name: "RELEASE", type: "TEXT DEFAULT 'x'" },
];

const flat = (text: string) => text.replace(/\s+/g, " ");

async function newArea() {
  const area = temporaryArea();
  await area.open({ keys }).close();
  return area;
}

describe("04-3, 04-5: a new area database", () => {
  it.each(Object.keys(specification))("has table %s", async (table) => {
    const area = await newArea();
    const rows = area.query(area.place.areaFile, `SELECT name, type, dflt_value, pk FROM pragma_table_info('${table}')`);
    expect(rows[0]).toEqual({ name: "id", type: "INTEGER", dflt_value: null, pk: 1 });
    const columns = rows
      .slice(1)
      .map((row) => `${row["name"]} ${row["type"]} ${String(row["dflt_value"] ?? "-").replace("strftime('%s','now')", "now")}`);
    expect(columns.join(", ")).toBe(flat(specification[table] ?? ""));
  });

  it("has the constraints, indexes and triggers of 1.65 and nothing else", async () => {
    const area = await newArea();
    const names = area.query(area.place.areaFile, "SELECT type || ' ' || name AS thing FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 1");
    expect(names.map((row) => row["thing"])).toEqual([
      "index runs_index",
      "index test_data_index",
      "index tests_index",
      "index teststeps_index",
      ...Object.keys(specification)
        .map((name) => `table ${name}`)
        .sort(),
      "trigger update_run_stats_trigger",
      "trigger update_runs_trigger",
      "trigger update_test_data_trigger",
      "trigger update_tests_trigger",
      "trigger update_teststeps_trigger",
    ]);
    const constraint = (table: string) => {
      const [row] = area.query(area.place.areaFile, `SELECT sql FROM sqlite_master WHERE name = '${table}'`);
      return /CONSTRAINT .*\)/.exec(String(row?.["sql"]))?.[0].slice(0, -1);
    };
    expect(["keys", "runs", "tests", "test_steps", "test_data", "test_meta", "metadat"].map(constraint)).toEqual([
      "CONSTRAINT keyconstraint UNIQUE (fieldname)",
      'CONSTRAINT runsconstraint UNIQUE (runname, "SYS", "RELEASE")',
      "CONSTRAINT testsconstraint UNIQUE (run_id, testname, item_path)",
      "CONSTRAINT test_steps_constraint UNIQUE (test_id, stepname, state)",
      "CONSTRAINT test_data_constraint UNIQUE (test_id, category, variable)",
      "CONSTRAINT test_meta_constraint UNIQUE (testname)",
      "CONSTRAINT metadat_constraint UNIQUE (var)",
    ]);
    const columns = (index: string) => area.query(area.place.areaFile, `SELECT name FROM pragma_index_info('${index}')`).map((row) => row["name"]);
    expect(columns("runs_index")).toEqual(["runname", "SYS", "RELEASE"]);
    expect(columns("tests_index")).toEqual(["run_id", "testname", "item_path", "uname"]);
    expect(columns("teststeps_index")).toEqual(["run_id", "testname", "item_path"]);
  });

  it("holds the keys and the version", async () => {
    const area = await newArea();
    expect(area.query(area.place.areaFile, "SELECT fieldname, fieldtype FROM keys ORDER BY id")).toEqual([
      { fieldname: "SYS", fieldtype: "TEXT" },
      { fieldname: "RELEASE", fieldtype: "TEXT" },
    ]);
    expect(area.query(area.place.areaFile, "SELECT val FROM metadat WHERE var = 'MEGATEST_VERSION'")).toEqual([{ val: "1.6590-0000" }]);
  });

  it("04-6: notes the time of an update, and keeps that of a copied row", async () => {
    const area = await newArea();
    area.execute(area.place.areaFile, "INSERT INTO tests (id, testname, last_update) VALUES (1, 'a', 5), (2, 'b', 5)");
    area.execute(
      area.place.areaFile,
      "UPDATE tests SET state = 'RUNNING' WHERE id = 1; INSERT OR REPLACE INTO tests (id, testname, last_update) VALUES (2, 'b', 7)",
    );
    const [first, second] = area.query(area.place.areaFile, "SELECT last_update FROM tests ORDER BY id");
    expect(Number(first?.["last_update"])).toBeGreaterThan(1_000_000_000);
    expect(second?.["last_update"]).toBe(7);
  });

  it("needs the keys, and says so where they are unknown", () => {
    const { keys: _, ...withoutKeys } = temporaryArea().options;
    expect(() => openRecords(withoutKeys)).toThrow("has no keys yet");
  });

  it("is not used with other keys than its own", async () => {
    const area = await newArea();
    const records = area.open({ keys: [...keys].reverse() });
    await expect(records.registerRun({ target: ["1", "x"], runname: "r", owner: "ann" })).rejects.toThrow(
      "the keys in [fields], RELEASE/SYS, are not those of",
    );
    await records.close();
  });
});

/** As 1.55 made it: no last_update, archived, shortdir, jobgroup; an index and a view of its own. */
const oldDatabase = `
  CREATE TABLE keys (id INTEGER PRIMARY KEY, fieldname TEXT, fieldtype TEXT, CONSTRAINT keyconstraint UNIQUE (fieldname));
  CREATE TABLE runs (id INTEGER PRIMARY KEY, sysname TEXT, runname TEXT, state TEXT DEFAULT '', status TEXT DEFAULT '', owner TEXT DEFAULT '',
    event_time TIMESTAMP, comment TEXT DEFAULT '', fail_count INTEGER DEFAULT 0, pass_count INTEGER DEFAULT 0,
    CONSTRAINT runsconstraint UNIQUE (runname, sysname));
  CREATE TABLE tests (id INTEGER PRIMARY KEY, run_id INTEGER, testname TEXT, host TEXT DEFAULT 'n/a', cpuload REAL DEFAULT -1, diskfree INTEGER DEFAULT -1,
    uname TEXT DEFAULT 'n/a', rundir TEXT DEFAULT 'n/a', item_path TEXT DEFAULT '', state TEXT DEFAULT 'NOT_STARTED', status TEXT DEFAULT 'FAIL',
    attemptnum INTEGER DEFAULT 0, final_logf TEXT DEFAULT 'logs/final.log', logdat BLOB, run_duration INTEGER DEFAULT 0, comment TEXT DEFAULT '',
    event_time TIMESTAMP, fail_count INTEGER DEFAULT 0, pass_count INTEGER DEFAULT 0, mood TEXT,
    CONSTRAINT testsconstraint UNIQUE (run_id, testname, item_path));
  CREATE INDEX tests_index ON tests (run_id, testname);
  CREATE TABLE test_steps (id INTEGER PRIMARY KEY, test_id INTEGER, stepname TEXT, state TEXT DEFAULT 'NOT_STARTED', status TEXT DEFAULT 'n/a',
    event_time TIMESTAMP, comment TEXT DEFAULT '', CONSTRAINT test_steps_constraint UNIQUE (test_id, stepname, state));
  CREATE TABLE metadat (id INTEGER PRIMARY KEY, var TEXT, val TEXT, CONSTRAINT metadat_constraint UNIQUE (var));
  CREATE TABLE house_notes (note TEXT);
  CREATE VIEW runs_tests AS SELECT runs.runname, tests.testname FROM runs INNER JOIN tests ON tests.run_id = runs.id;
  INSERT INTO keys VALUES (1, 'sysname', 'TEXT');
  INSERT INTO metadat VALUES (1, 'MEGATEST_VERSION', '1.5524');
  INSERT INTO house_notes VALUES ('keep me');
  INSERT INTO runs (id, sysname, runname, state, status, owner, event_time) VALUES (7, 'ubuntu', 'w1', 'new', 'n/a', 'ann', 1400000000);
  INSERT INTO tests (id, run_id, testname, item_path, state, status, event_time, mood) VALUES (1, 7, 'a', '', 'COMPLETED', 'PASS', 1400000001, 'fine');
  INSERT INTO tests (id, run_id, testname, item_path, state, status, event_time) VALUES (2, 7, 'b', 'x', 'COMPLETED', 'FAIL', NULL);
  INSERT INTO test_steps (test_id, stepname, state, status, event_time) VALUES (1, 's', 'end', '0', 1400000002);
`;

describe("04-7: a database of 1.55", () => {
  it("gets what it lacks when it is opened for writing; no row, column, table or view of it is lost", async () => {
    const area = temporaryArea();
    area.execute(area.place.areaFile, oldDatabase);
    const records = area.open({ keys: [{ name: "OTHER", type: "TEXT" }] });
    expect(await records.runs({})).toMatchObject([{ id: 7, target: ["ubuntu"], runname: "w1", contour: "", last_update: 0 }]);
    expect(await records.tests(7, {})).toMatchObject([
      { id: 1, testname: "a", shortdir: "/tmp/badname", archived: 0 },
      { id: 2, status: "FAIL", event_time: 0 },
    ]);
    await records.setVerdict(1, { status: "WAIVED" });
    expect(await records.steps(1)).toMatchObject([{ stepname: "s", logfile: "" }]);
    await records.close();
    const { areaFile } = area.place;
    expect(area.query(areaFile, "SELECT status, mood FROM tests WHERE id = 1")).toEqual([{ status: "WAIVED", mood: "fine" }]);
    expect(area.query(areaFile, "SELECT last_update > 1000000000 AS noted FROM tests WHERE id = 1")).toEqual([{ noted: 1 }]);
    expect(area.query(areaFile, "SELECT note FROM house_notes")).toEqual([{ note: "keep me" }]);
    expect(area.query(areaFile, "SELECT count(*) AS rows FROM runs_tests")).toEqual([{ rows: 2 }]);
    expect(area.query(areaFile, "SELECT count(*) AS rows FROM archive_blocks")).toEqual([{ rows: 0 }]);
    expect(area.query(areaFile, "SELECT val FROM metadat WHERE var = 'MEGATEST_VERSION'")).toEqual([{ val: "1.5524" }]);
    expect(area.query(areaFile, "SELECT fieldname FROM keys")).toEqual([{ fieldname: "sysname" }]);
  });

  it("04-15: can be read as it is, without a trace", async () => {
    const area = temporaryArea();
    area.execute(area.place.areaFile, oldDatabase);
    const records = area.open({ readOnly: true });
    expect(records.readOnly).toBe(true);
    expect(await records.runs({ runname: "w%" })).toMatchObject([{ id: 7, target: ["ubuntu"], contour: "", last_update: 0 }]);
    expect(await records.tests(7, { testpatt: "b/x" })).toMatchObject([{ id: 2, shortdir: "/tmp/badname" }]);
    expect(await records.steps(1)).toMatchObject([{ stepname: "s", logfile: "" }]);
    expect([await records.data(1), await records.testMeta(), await records.liveTests(), await records.runningTasks()]).toEqual([[], [], [], []]);
    expect([await records.itemCount(7, "b"), (await records.liveCounts()).total]).toEqual([1, 0]);
    expect(await records.changesSince(7, 0)).toMatchObject({ gap: true, tests: [{ id: 1 }, { id: 2 }] });
    await expect(records.setVerdict(1, { status: "FAIL" })).rejects.toThrow("megatest.db is readonly.  Cannot proceed.");
    await expect(records.sync()).rejects.toThrow(Failure);
    await records.close();
    expect(area.query(area.place.areaFile, "SELECT 1 FROM sqlite_master WHERE name = 'archive_blocks'")).toEqual([]);
    expect(existsSync(area.cacheRoot)).toBe(false);
  });
});

it("makes a whole database of an empty file", async () => {
  const area = temporaryArea();
  area.execute(area.place.areaFile, "");
  const records = area.open();
  expect(await records.registerRun({ target: ["x", "1"], runname: "r", owner: "ann" })).toBe(1);
  await records.close();
});
