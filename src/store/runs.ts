import { Failure } from "../base/index.js";
import type { RunRecord, TestMeta } from "../model/index.js";
import { type Connection, epochNow, numberOf, type Row, textOf } from "./connection.js";
import { floorAbove, newId } from "./id-floors.js";
import { forwardingOf } from "./moving/forwarding.js";
import { both, textCondition } from "./patterns.js";
import type { NewRun, RunnerTask, RunOrigin, RunSelector, RunSpan } from "./records.js";
import { type RunName, runOfName } from "./run-of-name.js";
import { keyNames, quoted } from "./schema.js";

/** Runs that no listing shows; spec 04 § 7.2. */
export const hiddenRuns = "state IN ('deleted', 'MOVED', 'INCOMING')";

/** @param expectedKeys of the configuration, if it is known */
export function registerRun(db: Connection, run: NewRun, expectedKeys: readonly string[] | undefined): number {
  const keys = keyNames(db);
  if (expectedKeys !== undefined && expectedKeys.join("/") !== keys.join("/")) {
    throw new Failure(
      "bad-config",
      `the keys in [fields], ${expectedKeys.join("/")}, are not those of ${db.file}, ${keys.join("/")}; change them back, or run megatest -cleanup-db`,
    );
  }
  if (run.target.length !== keys.length) {
    throw new Failure("bad-target", `target ${run.target.join("/")} does not fit the keys ${keys.join("/")} of ${db.file}`);
  }
  const found = runOfName(db, run);
  if (found === undefined) {
    const columns = [...keys, "runname", "state", "status", "owner", "event_time", "contour"];
    const values = columns.map(() => "?").join(", ");
    return db.insert(
      `INSERT INTO runs (id, ${columns.map(quoted).join(", ")}) VALUES (${newId("runs")}, ${values})`,
      ...[...run.target, run.runname, "new", "n/a", run.owner, epochNow(), run.contour ?? ""],
    );
  }
  const { id, state } = found;
  requireHere(db, id, state, [...run.target, run.runname].join("/"));
  if (state === "deleted") db.run("UPDATE runs SET state = 'new', status = 'n/a', event_time = ? WHERE id = ?", epochNow(), id);
  return id;
}

/** The name of a run that was moved away is held for it. Spec 04 § 24.1 */
function requireHere(db: Connection, id: number, state: string, name: string): void {
  if (state === "MOVED") {
    const path = forwardingOf(db, id)?.path ?? "another area";
    throw new Failure("not-available", `run ${name} was moved to ${path}; choose another run name or move it back`);
  }
  if (state === "INCOMING")
    throw new Failure("busy", `run ${name} is being moved into this area; try again when that is done, or choose another run name`);
}

export function runs(db: Connection, selector: RunSelector): RunRecord[] {
  const keys = keyNames(db);
  const conditions = (selector.target ?? []).slice(0, keys.length).map((pattern, index) => textCondition(quoted(keys[index] ?? ""), pattern));
  if (selector.runname !== undefined) conditions.push(textCondition("runname", selector.runname));
  const { sql, params } = conditions.reduce(both, {
    sql: selector.moved === true ? "state NOT IN ('deleted', 'INCOMING')" : `NOT ${hiddenRuns}`,
    params: [],
  });
  return db.all(`SELECT * FROM runs WHERE ${sql} ORDER BY event_time, id`, ...params).map((row) => runRecord(row, keys));
}

export function runOrigins(db: Connection): RunOrigin[] {
  return db.all("SELECT run_id, origin_area_name, origin_run_id, moved_at FROM moved_in WHERE committed = 1 ORDER BY id").map((row) => ({
    run_id: numberOf(row["run_id"]),
    origin_area_name: textOf(row["origin_area_name"]),
    origin_run_id: numberOf(row["origin_run_id"]),
    moved_at: numberOf(row["moved_at"]),
  }));
}

export function run(db: Connection, id: number): RunRecord | undefined {
  const row = db.get("SELECT * FROM runs WHERE id = ?", id);
  return row === undefined ? undefined : runRecord(row, keyNames(db));
}

function runRecord(row: Row, keys: readonly string[]): RunRecord {
  return {
    id: numberOf(row["id"]),
    target: keys.map((key) => textOf(row[key])),
    runname: textOf(row["runname"]),
    contour: textOf(row["contour"]),
    state: textOf(row["state"]),
    status: textOf(row["status"]),
    owner: textOf(row["owner"]),
    event_time: numberOf(row["event_time"]),
    comment: textOf(row["comment"]),
    fail_count: numberOf(row["fail_count"]),
    pass_count: numberOf(row["pass_count"]),
    last_update: numberOf(row["last_update"]),
  };
}

export function setRunStatus(db: Connection, id: number, status: string, comment: string | undefined): void {
  db.run("UPDATE runs SET status = ?, comment = ifnull(?, comment) WHERE id = ?", status, comment ?? null, id);
}

export function setRunLock(db: Connection, id: number, locked: boolean, user: string): void {
  const state = locked ? "locked" : "unlocked";
  if (db.run("UPDATE runs SET state = ? WHERE id = ?", state, id) === 0) return;
  db.run("INSERT INTO access_log (user, accessed, args) VALUES (?, ?, ?)", user, epochNow(), `${state} ${id}`);
}

/** DELETED tests are kept this long after their last launch; spec 02 § 18.1. */
const keptDeletedSeconds = 30 * 86_400;

export function removeRunIfEmpty(db: Connection, id: number): boolean {
  const found = db.get("SELECT state FROM runs WHERE id = ?", id);
  if (found === undefined || found["state"] === "locked") return false;
  if (db.get("SELECT 1 FROM tests WHERE run_id = ? AND state <> 'DELETED' LIMIT 1", id) !== undefined) return false;
  db.run("UPDATE runs SET state = 'deleted', comment = '' WHERE id = ?", id);
  for (const table of ["test_steps", "test_data"]) db.run(`DELETE FROM ${table} WHERE test_id IN (SELECT id FROM tests WHERE run_id = ?)`, id);
  purgeDeletedTests(db);
  return true;
}

/** Ids are given out again, so nothing may be left that refers to one. */
function purgeDeletedTests(db: Connection): void {
  const before = epochNow() - keptDeletedSeconds;
  const old = "SELECT id FROM tests WHERE state = 'DELETED' AND event_time < ?";
  for (const table of ["test_steps", "test_data", "test_rundat", "test_owners"]) db.run(`DELETE FROM ${table} WHERE test_id IN (${old})`, before);
  db.run("DELETE FROM tests WHERE state = 'DELETED' AND event_time < ?", before);
}

/** Writes only what differs: each row is one more to push. */
export function refreshRunStats(db: Connection, id: number): void {
  const counted = "SELECT state, status, count FROM run_verdicts WHERE run_id = ? AND count > 0 AND state <> 'DELETED'";
  const stored = "SELECT state, status, count FROM run_stats WHERE run_id = ?";
  db.run(`DELETE FROM run_stats WHERE run_id = ? AND (state, status, count) NOT IN (${counted})`, id, id);
  const ids = `${floorAbove("run_stats")} + row_number() OVER ()`;
  db.run(`INSERT INTO run_stats (id, run_id, state, status, count) SELECT ${ids}, ?, * FROM (${counted} EXCEPT ${stored})`, id, id, id);
}

export function runSpans(db: Connection, runIds: readonly number[]): RunSpan[] {
  return db
    .all(
      `SELECT run_id, min(event_time) AS first_start, max(event_time + run_duration) AS last_end FROM tests
        WHERE run_id IN (SELECT value FROM json_each(?)) AND state <> 'DELETED' GROUP BY run_id`,
      JSON.stringify(runIds),
    )
    .map((row) => ({ run_id: numberOf(row["run_id"]), first_start: numberOf(row["first_start"]), last_end: numberOf(row["last_end"]) }));
}

export function testMeta(db: Connection): TestMeta[] {
  return db.all("SELECT testname, author, owner, description, reviewed, tags, jobgroup FROM test_meta ORDER BY testname").map((row) => ({
    testname: textOf(row["testname"]),
    author: textOf(row["author"]),
    owner: textOf(row["owner"]),
    description: textOf(row["description"]),
    reviewed: textOf(row["reviewed"]),
    tags: textOf(row["tags"]),
    jobgroup: textOf(row["jobgroup"]),
  }));
}

export function setTestMeta(db: Connection, meta: TestMeta): void {
  db.run(
    `INSERT INTO test_meta (testname, author, owner, description, reviewed, tags, jobgroup) VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (testname) DO UPDATE SET author = excluded.author, owner = excluded.owner, description = excluded.description,
        reviewed = excluded.reviewed, tags = excluded.tags, jobgroup = excluded.jobgroup`,
    ...[meta.testname, meta.author, meta.owner, meta.description, meta.reviewed, meta.tags, meta.jobgroup],
  );
}

/** Finished rows are kept for a day; spec 02 § 16. */
const keptTaskSeconds = 86_400;

export function addTask(db: Connection, task: Omit<RunnerTask, "id" | "state">): number {
  db.run("DELETE FROM tasks_queue WHERE state = 'done' AND creation_time < ?", epochNow() - keptTaskSeconds);
  return db.insert(
    `INSERT INTO tasks_queue (action, owner, state, target, name, testpatt, params, creation_time, execution_time)
      VALUES ('run-tests', ?, 'new', ?, ?, ?, ?, ?, 0)`,
    ...[task.owner, task.target, task.name, task.testpatt, task.params, epochNow()],
  );
}

export function setTaskState(db: Connection, id: number, state: string): void {
  db.run("UPDATE tasks_queue SET state = ? WHERE id = ?", state, id);
}

export function lastTestpatt(db: Connection, { target, runname }: RunName): string | undefined {
  const row = db.get(
    "SELECT testpatt FROM tasks_queue WHERE action = 'run-tests' AND target = ? AND name = ? ORDER BY id DESC LIMIT 1",
    ...[target.join("/"), runname],
  );
  return row === undefined ? undefined : textOf(row["testpatt"]);
}

export function runningTasks(db: Connection): RunnerTask[] {
  return db
    .all("SELECT id, owner, state, target, name, testpatt, params FROM tasks_queue WHERE action = 'run-tests' AND state = 'running' ORDER BY id")
    .map((row) => ({
      id: numberOf(row["id"]),
      owner: textOf(row["owner"]),
      state: textOf(row["state"]),
      target: textOf(row["target"]),
      name: textOf(row["name"]),
      testpatt: textOf(row["testpatt"]),
      params: textOf(row["params"]),
    }));
}
