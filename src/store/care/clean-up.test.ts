import { existsSync, rmSync, statSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../../tests/kit/temporary-area.js";
import { syncedTables } from "../live-schema.js";
import type { Records } from "../records.js";
import { type CleanUpOptions, cleanUpDatabases, importAreaDatabase } from "./clean-up.js";

const keys = [
  { name: "SYS", type: "TEXT" },
  { name: "RELEASE", type: "TEXT" },
];
const optionsOf = (area: TemporaryArea, more: Partial<CleanUpOptions> = {}): CleanUpOptions => ({
  ...area.options,
  keys,
  force: false,
  fullDb: false,
  ...more,
});

async function withRun(area: TemporaryArea, runname: string, tests: readonly string[]): Promise<number> {
  const records = area.open();
  const id = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  await records.registerTests(
    id,
    tests.map((testname) => ({ testname, item_path: "" })),
  );
  await records.close();
  return id;
}

function expectEqual({ place, query }: TemporaryArea): void {
  for (const table of syncedTables) {
    const [area, live, reference] = [place.areaFile, place.liveFile, place.referenceFile].map((file) =>
      query(file, `SELECT * FROM ${table} ORDER BY id`),
    );
    expect(area, table).toEqual(live);
    expect(reference, table).toEqual(live);
  }
}

function open(area: TemporaryArea, options?: Parameters<TemporaryArea["open"]>[0]): Records {
  const records = area.open(options);
  onTestFinished(() => records.close());
  return records;
}

describe("cleaning up: junk", () => {
  it("04-14: a run without tests goes, one with tests stays, in all three", async () => {
    const area = temporaryArea();
    await withRun(area, "empty", []);
    await withRun(area, "full", ["a"]);
    expect(await cleanUpDatabases(optionsOf(area))).toEqual({ before: 3, after: 2 });
    for (const file of [area.place.areaFile, area.place.liveFile, area.place.referenceFile]) {
      expect(area.query(file, "SELECT runname FROM runs")).toEqual([{ runname: "full" }]);
    }
    expectEqual(area);
  });

  it("goes in the order of the rules: deleted runs with their tests, deleted tests, and what refers to nothing; moved runs stay", async () => {
    const area = temporaryArea();
    const run = await withRun(area, "r", ["a", "b", "c"]);
    area.execute(
      area.place.liveFile,
      `UPDATE tests SET state = 'DELETED' WHERE testname = 'c';
       INSERT INTO runs (id, SYS, RELEASE, runname, state) VALUES (7, 'x', '1', 'gone', 'deleted'), (8, 'x', '1', 'away', 'MOVED'), (9, 'x', '1', 'in', 'INCOMING');
       INSERT INTO tests (id, run_id, testname) VALUES (20, 7, 'a'), (21, 99, 'a');
       INSERT INTO test_steps (test_id, stepname) VALUES (1, 'kept'), (20, 'x'), (99, 'x');
       INSERT INTO test_data (test_id, variable) VALUES (1, 'kept'), (21, 'x');
       INSERT INTO run_stats (run_id, state) VALUES (${run}, 'kept'), (7, 'x');
       INSERT INTO test_rundat (test_id) VALUES (1), (99);
       INSERT INTO archives (test_id) VALUES (1), (99)`,
    );
    expect(await cleanUpDatabases(optionsOf(area))).toEqual({ before: 9, after: 5 });
    const column = (sql: string) => area.query(area.place.areaFile, sql).map((row) => Object.values(row)[0]);
    expect(column("SELECT runname FROM runs ORDER BY id")).toEqual(["r", "away", "in"]);
    expect(column("SELECT testname FROM tests ORDER BY id")).toEqual(["a", "b"]);
    for (const sql of ["stepname FROM test_steps", "variable FROM test_data", "state FROM run_stats"])
      expect(column(`SELECT ${sql}`)).toEqual(["kept"]);
    expect(column("SELECT test_id FROM archives")).toEqual([1]);
    expect(area.query(area.place.liveFile, "SELECT test_id FROM test_rundat")).toEqual([{ test_id: 1 }]);
    expectEqual(area);
    const records = open(area);
    expect(await records.itemCount(run, "a")).toBe(0);
    expect(await records.sync()).toBe(0);
  });

  it("is refused while a test runs, unless forced; a test without a sign of life for long does not count", async () => {
    const area = temporaryArea();
    await withRun(area, "r", ["a"]);
    await withRun(area, "empty", []);
    const running = open(area);
    await running.setVerdict(1, { state: "RUNNING" });
    await running.sync();
    await expect(cleanUpDatabases(optionsOf(area))).rejects.toThrow("1 test(s) running, e.g. x/1/r/a (RUNNING): wait for their end, or use -force");
    expect(await cleanUpDatabases(optionsOf(area, { force: true }))).toEqual({ before: 3, after: 2 });
    for (const file of [area.place.areaFile, area.place.liveFile, area.place.referenceFile]) {
      area.execute(file, "DROP TRIGGER update_tests_trigger; UPDATE tests SET last_update = 5, event_time = 5");
    }
    expect(await cleanUpDatabases(optionsOf(area))).toEqual({ before: 2, after: 2 });
  });

  it("gives the space back", async () => {
    const area = temporaryArea();
    const id = await withRun(
      area,
      "r",
      Array.from({ length: 2000 }, (_, index) => `test${index}`),
    );
    const before = statSync(area.place.areaFile).size;
    area.execute(area.place.liveFile, `UPDATE runs SET state = 'deleted' WHERE id = ${id}`);
    await cleanUpDatabases(optionsOf(area));
    expect(statSync(area.place.areaFile).size).toBeLessThan(before / 2);
    expectEqual(area);
  });
});

describe("cleaning up: the target", () => {
  it("a new key gets a column, empty parts become x, and runs that differ in it are different runs", async () => {
    const area = temporaryArea();
    await withRun(area, "r", ["a"]);
    area.execute(area.place.areaFile, "UPDATE runs SET SYS = ''; ALTER TABLE runs ADD COLUMN mood TEXT; UPDATE runs SET mood = 'fine'");
    const three = [...keys, { name: "NEW", type: "TEXT DEFAULT 'n'" }];
    await cleanUpDatabases(optionsOf(area, { keys: three }));
    expect(area.query(area.place.areaFile, "SELECT SYS, RELEASE, NEW, runname, mood FROM runs")).toEqual([
      { SYS: "x", RELEASE: "1", NEW: "n", runname: "r", mood: "fine" },
    ]);
    expect(area.query(area.place.areaFile, "SELECT id, fieldname, fieldtype FROM keys ORDER BY id")).toEqual([
      { id: 0, fieldname: "SYS", fieldtype: "TEXT" },
      { id: 1, fieldname: "RELEASE", fieldtype: "TEXT" },
      { id: 2, fieldname: "NEW", fieldtype: "TEXT DEFAULT 'n'" },
    ]);
    expectEqual(area);
    const records = open(area, { keys: three });
    const other = await records.registerRun({ target: ["x", "1", "m"], runname: "r", owner: "ann" });
    expect(other).not.toBe(1);
    expect(await records.registerRun({ target: ["x", "1", "n"], runname: "r", owner: "ann" })).toBe(1);
    await records.sync();
    expectEqual(area);
  });

  it("a key that is gone keeps its column, and still tells apart what differs only in it", async () => {
    const area = temporaryArea();
    await withRun(area, "r", ["a"]);
    const records = area.open();
    await records.registerTests(await records.registerRun({ target: ["x", "2"], runname: "r", owner: "ann" }), [{ testname: "a", item_path: "" }]);
    await records.close();
    const one = [{ name: "SYS", type: "TEXT" }];
    await cleanUpDatabases(optionsOf(area, { keys: one }));
    expect(area.query(area.place.areaFile, "SELECT SYS, RELEASE FROM runs ORDER BY id")).toEqual([
      { SYS: "x", RELEASE: "1" },
      { SYS: "x", RELEASE: "2" },
    ]);
    expect(area.lines.join("\n")).toContain("WARNING: some runs in");
    expectEqual(area);
    expect(await open(area, { keys: one }).runs({ target: ["x"] })).toHaveLength(2);
  });

  it("04-7: a file of 1.55 gets columns, tables and triggers, and loses no row", async () => {
    const area = temporaryArea();
    area.execute(
      area.place.areaFile,
      `CREATE TABLE keys (id INTEGER PRIMARY KEY, fieldname TEXT, fieldtype TEXT, CONSTRAINT keyconstraint UNIQUE (fieldname));
       CREATE TABLE runs (id INTEGER PRIMARY KEY, SYS TEXT, RELEASE TEXT, runname TEXT, state TEXT DEFAULT '', status TEXT DEFAULT '', owner TEXT DEFAULT '',
         event_time TIMESTAMP, comment TEXT DEFAULT '', fail_count INTEGER DEFAULT 0, pass_count INTEGER DEFAULT 0, CONSTRAINT runsconstraint UNIQUE (runname, SYS, RELEASE));
       CREATE TABLE tests (id INTEGER PRIMARY KEY, run_id INTEGER, testname TEXT, item_path TEXT DEFAULT '', state TEXT, status TEXT, event_time TIMESTAMP,
         CONSTRAINT testsconstraint UNIQUE (run_id, testname, item_path));
       CREATE TABLE test_steps (id INTEGER PRIMARY KEY, test_id INTEGER, stepname TEXT, state TEXT, status TEXT, event_time TIMESTAMP, comment TEXT,
         CONSTRAINT test_steps_constraint UNIQUE (test_id, stepname, state));
       CREATE TABLE metadat (id INTEGER PRIMARY KEY, var TEXT, val TEXT, CONSTRAINT metadat_constraint UNIQUE (var));
       CREATE VIEW runs_tests AS SELECT * FROM runs, tests;
       INSERT INTO keys VALUES (1, 'SYS', 'TEXT'), (2, 'RELEASE', 'TEXT');
       INSERT INTO runs (id, SYS, RELEASE, runname) VALUES (1, 'x', '1', 'old');
       INSERT INTO tests (id, run_id, testname, state, status) VALUES (1, 1, 'a', 'COMPLETED', 'PASS');
       INSERT INTO test_steps (id, test_id, stepname, state, status) VALUES (1, 1, 's', 'end', '0');
       INSERT INTO metadat VALUES (1, 'MEGATEST_VERSION', '1.5521')`,
    );
    await cleanUpDatabases(optionsOf(area));
    const names = area.query(area.place.areaFile, "SELECT name FROM sqlite_master").map((row) => row["name"]);
    for (const name of ["test_data", "run_stats", "test_rundat", "update_tests_trigger", "update_runs_trigger", "runs_tests"])
      expect(names).toContain(name);
    expect(area.query(area.place.areaFile, "SELECT r.runname, r.last_update, t.testname, s.stepname FROM runs r, tests t, test_steps s")).toEqual([
      { runname: "old", last_update: 0, testname: "a", stepname: "s" },
    ]);
    expect(area.query(area.place.areaFile, "SELECT val FROM metadat WHERE var = 'MEGATEST_VERSION'")).toEqual([{ val: area.options.version }]);
    expectEqual(area);
  });
});

describe("importing", () => {
  it("what others have written stands where both changed; what only this side has written stays; junk goes there, and here by that", async () => {
    const area = temporaryArea();
    await withRun(area, "r", ["a", "b", "c"]);
    await withRun(area, "empty", []);
    const { areaFile, liveFile } = area.place;
    area.execute(liveFile, "UPDATE tests SET comment = 'ours' WHERE testname IN ('a', 'b')");
    area.execute(areaFile, "DROP TRIGGER update_tests_trigger; UPDATE tests SET comment = 'theirs', last_update = 5 WHERE testname IN ('a', 'c')");
    expect(await importAreaDatabase(optionsOf(area))).toEqual({ before: 5, after: 4 });
    expect(area.query(liveFile, "SELECT comment FROM tests ORDER BY id")).toEqual([
      { comment: "theirs" },
      { comment: "ours" },
      { comment: "theirs" },
    ]);
    expect(area.query(liveFile, "SELECT runname FROM runs")).toEqual([{ runname: "r" }]);
    expectEqual(area);
  });

  it("an emptied /tmp is filled again", async () => {
    const area = temporaryArea();
    await withRun(area, "r", ["a"]);
    rmSync(area.cacheRoot, { recursive: true });
    await importAreaDatabase(optionsOf(area));
    expect(existsSync(area.place.liveFile)).toBe(true);
    expectEqual(area);
  });
});
