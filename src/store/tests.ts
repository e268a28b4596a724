import type { TestName, TestRecord } from "../model/index.js";
import { type Connection, epochNow, numberOf, textOf } from "./connection.js";
import { newId } from "./id-floors.js";
import { occupied } from "./live-schema.js";
import { always, both, type Condition, testPatternCondition } from "./patterns.js";
import type { Changes, ProcessIdentity, TestFields, TestSelector, VerdictCount } from "./records.js";
import { testColumns, testColumnsOf, testRecord } from "./rows.js";
import { hiddenRuns } from "./runs.js";
import { keyNames, quoted } from "./schema.js";
import { lastChange } from "./sync-state.js";

export function registerTests(db: Connection, runId: number, names: readonly TestName[]): TestRecord[] {
  return names.map((name) => {
    const found = findAny(db, runId, name);
    if (found === undefined) {
      db.run(
        `INSERT INTO tests (id, run_id, testname, item_path, state, status, event_time) VALUES (${newId("tests")}, ?, ?, ?, 'NOT_STARTED', 'n/a', ?)`,
        ...[runId, name.testname, name.item_path, epochNow()],
      );
    } else if (found.state === "DELETED") {
      db.run("UPDATE tests SET state = 'NOT_STARTED', status = 'n/a', event_time = ? WHERE id = ?", epochNow(), found.id);
    } else {
      return found;
    }
    const made = findAny(db, runId, name);
    if (made === undefined) throw new Error(`test ${name.testname} of run ${runId} vanished while it was registered`);
    return made;
  });
}

function selected(runId: number, selector: TestSelector): Condition {
  const conditions: Condition[] = [{ sql: "run_id = ? AND state <> 'DELETED'", params: [runId] }];
  if (selector.testpatt !== undefined) conditions.push(testPatternCondition(selector.testpatt));
  if (selector.states !== undefined) conditions.push(oneOf("state", selector.states));
  if (selector.statuses !== undefined) conditions.push(oneOf("status", selector.statuses));
  return conditions.reduce(both);
}

const oneOf = (column: string, values: readonly string[]): Condition => ({
  sql: `${column} IN (SELECT value FROM json_each(?))`,
  params: [JSON.stringify(values)],
});

export function tests(db: Connection, runId: number, selector: TestSelector): TestRecord[] {
  const { sql, params } = selected(runId, selector);
  return db.all(`SELECT ${testColumns} FROM tests WHERE ${sql} ORDER BY id`, ...params).map(testRecord);
}

const batchSize = 500;

/** The next batch of a listing after the given test, by name and item path, both descending. */
export function nextTests(db: Connection, runId: number, selector: TestSelector, after: TestName | undefined): TestRecord[] {
  const below: Condition = after === undefined ? always : { sql: "(testname, item_path) < (?, ?)", params: [after.testname, after.item_path] };
  const { sql, params } = both(selected(runId, selector), below);
  return db.all(`SELECT ${testColumns} FROM tests WHERE ${sql} ORDER BY testname DESC, item_path DESC LIMIT ${batchSize}`, ...params).map(testRecord);
}

export function test(db: Connection, id: number): TestRecord | undefined {
  const row = db.get(`SELECT ${testColumns} FROM tests WHERE id = ?`, id);
  return row === undefined ? undefined : testRecord(row);
}

export function findTest(db: Connection, runId: number, name: TestName): TestRecord | undefined {
  const found = findAny(db, runId, name);
  return found?.state === "DELETED" ? undefined : found;
}

function findAny(db: Connection, runId: number, name: TestName): TestRecord | undefined {
  const row = db.get(`SELECT ${testColumns} FROM tests WHERE run_id = ? AND testname = ? AND item_path = ?`, runId, name.testname, name.item_path);
  return row === undefined ? undefined : testRecord(row);
}

export function previousTest(db: Connection, runId: number, name: TestName): TestRecord | undefined {
  const sameTarget = keyNames(db).map((key) => `other.${quoted(key)} IS mine.${quoted(key)}`);
  const row = db.get(
    `SELECT ${testColumnsOf("t")} FROM runs mine CROSS JOIN runs other CROSS JOIN tests t
      WHERE mine.id = ? AND other.id <> mine.id AND NOT other.${hiddenRuns} AND ${sameTarget.join(" AND ")}
        AND t.run_id = other.id AND t.testname = ? AND t.item_path = ? AND t.state <> 'DELETED'
      ORDER BY other.id DESC LIMIT 1`,
    ...[runId, name.testname, name.item_path],
  );
  return row === undefined ? undefined : testRecord(row);
}

/** Goes from run to run: no index of 1.65 begins with the name of the test. */
export function sameTests(db: Connection, name: TestName): TestRecord[] {
  return db
    .all(
      `SELECT ${testColumnsOf("t")} FROM runs r CROSS JOIN tests t
        WHERE t.run_id = r.id AND t.testname = ? AND t.item_path = ? AND t.state <> 'DELETED' ORDER BY t.id`,
      ...[name.testname, name.item_path],
    )
    .map(testRecord);
}

export function setTestFields(db: Connection, id: number, fields: TestFields): void {
  const given = Object.entries(fields).filter((entry): entry is [string, string | number] => entry[1] !== undefined);
  if (given.length === 0) return;
  const assignments = given.map(([name]) => `${quoted(name)} = ?`).join(", ");
  db.run(`UPDATE tests SET ${assignments} WHERE id = ?`, ...given.map(([, value]) => value), id);
}

export function setOwner(db: Connection, id: number, owner: ProcessIdentity): void {
  db.run("INSERT OR REPLACE INTO test_owners VALUES (?, ?, ?, ?)", id, owner.host, owner.pid, owner.started);
}

export function isOwner(db: Connection, id: number, { host, pid, started }: ProcessIdentity): boolean {
  return db.get("SELECT 1 FROM test_owners WHERE (test_id, host, pid, started) = (?, ?, ?, ?)", id, host, pid, started) !== undefined;
}

export function liveTests(db: Connection, runId: number | undefined): { test: TestRecord; owner: ProcessIdentity | undefined }[] {
  const ofRun: Condition = runId === undefined ? always : { sql: "run_id = ?", params: [runId] };
  return db
    .all(
      `SELECT ${testColumns}, o.host AS owner_host, o.pid AS owner_pid, o.started AS owner_started
        FROM tests LEFT JOIN test_owners o ON o.test_id = tests.id WHERE ${occupied} AND ${ofRun.sql} ORDER BY +tests.id`,
      ...ofRun.params,
    )
    .map((row) => ({
      test: testRecord(row),
      owner:
        row["owner_host"] === null
          ? undefined
          : { host: textOf(row["owner_host"]), pid: numberOf(row["owner_pid"]), started: numberOf(row["owner_started"]) },
    }));
}

/**
 * A top-level record that only holds the roll-up of its items. The columns of `item_verdicts` have no type: the signs take that of the others away, without
 * which no index would serve.
 */
export const isRollUp =
  "item_path = '' AND EXISTS (SELECT 1 FROM item_verdicts v WHERE v.run_id = +tests.run_id AND v.testname = +tests.testname AND v.count > 0 AND v.state <> 'DELETED')";

/** Column default of 1.65; no group. */
const noJobgroup = new Set(["", "default"]);

export function liveCounts(db: Connection): { total: number; byJobgroup: ReadonlyMap<string, number> } {
  const rows = db.all(
    `SELECT ifnull(m.jobgroup, '') AS jobgroup, count(*) AS count FROM tests LEFT JOIN test_meta m ON m.testname = tests.testname
      WHERE ${occupied} AND state <> 'KILLREQ' AND NOT (${isRollUp}) GROUP BY 1`,
  );
  const counts = rows.map((row): [string, number] => [textOf(row["jobgroup"]), numberOf(row["count"])]);
  return { total: counts.reduce((sum, [, count]) => sum + count, 0), byJobgroup: new Map(counts.filter(([name]) => !noJobgroup.has(name))) };
}

export function verdictCounts(db: Connection, runIds: readonly number[]): VerdictCount[] {
  const counted = `SELECT run_id, state, status, count(*) AS count, min(event_time) AS first_start, max(event_time + run_duration) AS last_end
    FROM tests WHERE run_id = ? AND state <> 'DELETED' AND NOT (${isRollUp}) GROUP BY state, status`;
  return runIds.flatMap((id) =>
    db.all(counted, id).map((row) => ({
      run_id: id,
      state: textOf(row["state"]),
      status: textOf(row["status"]),
      count: numberOf(row["count"]),
      first_start: numberOf(row["first_start"]),
      last_end: numberOf(row["last_end"]),
    })),
  );
}

export function liveInRun(db: Connection, runId: number): number {
  return numberOf(db.get(`SELECT count(*) AS count FROM tests WHERE run_id = ? AND ${occupied} AND state <> 'KILLREQ'`, runId)?.["count"]);
}

export function itemCount(db: Connection, runId: number, testname: string): number {
  const row = db.get("SELECT sum(count) AS count FROM item_verdicts WHERE run_id = ? AND testname = ? AND state <> 'DELETED'", runId, testname);
  return numberOf(row?.["count"]);
}

export function changesSince(db: Connection, runId: number, mark: number): Changes {
  const newest = lastChange(db);
  const oldest = numberOf(db.get("SELECT min(seq) AS seq FROM changes")?.["seq"]);
  if (mark === 0 || mark > newest || mark < oldest - 1) return { mark: newest, gap: true, tests: tests(db, runId, {}) };
  const changed = db.all(
    `SELECT ${testColumns} FROM (SELECT DISTINCT row_id FROM changes WHERE seq > ? AND tbl = 'tests') c CROSS JOIN tests
      WHERE tests.id = c.row_id AND tests.run_id = ? ORDER BY tests.id`,
    ...[mark, runId],
  );
  return { mark: newest, gap: false, tests: changed.map(testRecord) };
}
