import { rollUp, type TestRecord, type Verdict } from "../model/index.js";
import { type Connection, epochNow, numberOf, textOf } from "./connection.js";
import { occupied } from "./live-schema.js";
import type { ChangedTest, LaunchLimits, ProcessIdentity, TestChange, VerdictChange } from "./records.js";
import { findTest, isOwner, isRollUp, liveCounts, setOwner, test } from "./tests.js";

export function claimTest(db: Connection, id: number, from: Verdict, owner: ProcessIdentity, limits: LaunchLimits | undefined): ChangedTest[] {
  if (limits !== undefined && isFull(db, limits)) return [];
  const claimed = db.run(
    "UPDATE tests SET state = 'LAUNCHED', status = 'n/a', comment = '', event_time = ? WHERE id = ? AND state = ? AND status = ?",
    ...[epochNow(), id, from.state, from.status],
  );
  const after = test(db, id);
  if (claimed === 0 || after === undefined) return [];
  db.run("DELETE FROM test_steps WHERE test_id = ?", id);
  setOwner(db, id, owner);
  return [{ before: from, after }, ...rollUpItem(db, after)];
}

function isFull(db: Connection, { total, jobgroup }: LaunchLimits): boolean {
  const live = liveCounts(db);
  return live.total >= total || (jobgroup !== undefined && (live.byJobgroup.get(jobgroup.name) ?? 0) >= jobgroup.limit);
}

export function startTest(db: Connection, id: number, from: { state: string; owner?: ProcessIdentity }, owner: ProcessIdentity): ChangedTest[] {
  if (from.owner !== undefined && !isOwner(db, id, from.owner)) return [];
  const changed = setVerdict(db, id, { state: "REMOTEHOSTSTART", status: "n/a" }, [from.state]);
  if (changed.length > 0) setOwner(db, id, owner);
  return changed;
}

export function setVerdict(db: Connection, id: number, change: VerdictChange, ifState: readonly string[] | undefined): ChangedTest[] {
  const before = test(db, id);
  if (before === undefined || ifState?.includes(before.state) === false) return [];
  const changed = write(db, before, change);
  return [changed, ...rollUpItem(db, changed.after)];
}

export function setVerdicts(db: Connection, changes: readonly TestChange[]): ChangedTest[] {
  const changed = changes.flatMap((change) => {
    const before = test(db, change.id);
    return before === undefined ? [] : [write(db, before, change)];
  });
  const own = new Set(changed.map(({ after }) => after.id));
  const oneItemEach = new Map(changed.map(({ after }) => [`${after.run_id}/${after.testname}`, after]));
  const rolledUp = topLevelRecordsOf(db, [...oneItemEach.values()]).filter((top) => !own.has(top.id));
  return [...changed, ...rolledUp.flatMap((top) => rollUpInto(db, top))];
}

function write(db: Connection, before: TestRecord, change: VerdictChange): ChangedTest {
  const counts = change.status === "AUTO" || change.status === "AUTO-WARN" ? countData(db, before.id) : undefined;
  const verdict = {
    state: change.state ?? before.state,
    status: counts === undefined ? (change.status ?? before.status) : statusByData(change.status ?? "", counts),
    comment: change.comment ?? before.comment,
    event_time: change.state === "LAUNCHED" || change.state === "REMOTEHOSTSTART" ? epochNow() : before.event_time,
  };
  db.run(
    "UPDATE tests SET state = ?, status = ?, comment = ?, event_time = ? WHERE id = ?",
    ...[verdict.state, verdict.status, verdict.comment, verdict.event_time, before.id],
  );
  return { before: { state: before.state, status: before.status }, after: { ...before, ...counts, ...verdict } };
}

interface DataCounts {
  readonly fail_count: number;
  readonly pass_count: number;
}

/** Counts the rows of test data with status pass or fail, and notes both numbers in the test. */
function countData(db: Connection, testId: number): DataCounts {
  const row = db.get(
    `SELECT count(*) FILTER (WHERE lower(status) = 'fail') AS fail_count, count(*) FILTER (WHERE lower(status) = 'pass') AS pass_count
      FROM test_data WHERE test_id = ?`,
    testId,
  );
  const fail_count = numberOf(row?.["fail_count"]);
  const pass_count = numberOf(row?.["pass_count"]);
  db.run(
    "UPDATE tests SET fail_count = ?, pass_count = ? WHERE id = ? AND (fail_count, pass_count) IS NOT (?, ?)",
    ...[fail_count, pass_count, testId, fail_count, pass_count],
  );
  return { fail_count, pass_count };
}

/** AUTO and AUTO-WARN stand for what the test data say; spec 03 § 14.1 and § 17.4. */
function statusByData(status: string, { fail_count, pass_count }: DataCounts): string {
  if (fail_count > 0) return "FAIL";
  if (status === "AUTO-WARN") return "WARN";
  return pass_count > 0 && status !== "WARN" && status !== "FAIL" ? "PASS" : status;
}

export function rollUpData(db: Connection, testId: number): ChangedTest[] {
  const before = test(db, testId);
  if (before === undefined) return [];
  const status = statusByData(before.status, countData(db, testId));
  return status === before.status ? [] : setVerdict(db, testId, { status }, undefined);
}

/** Brings the top-level record of an item up to date; nothing when the test is no item or nothing changes. Spec 02 § 20. */
function rollUpItem(db: Connection, item: TestRecord): ChangedTest[] {
  return topLevelRecordsOf(db, [item]).flatMap((top) => rollUpInto(db, top));
}

function topLevelRecordsOf(db: Connection, items: readonly TestRecord[]): TestRecord[] {
  return items.flatMap(({ run_id, testname, item_path }) => {
    const top = item_path === "" ? undefined : findTest(db, run_id, { testname, item_path: "" });
    return top === undefined ? [] : [top];
  });
}

function rollUpInto(db: Connection, top: TestRecord): ChangedTest[] {
  const { state, status } = rollUp(itemVerdicts(db, top));
  if (state === top.state && status === top.status) return [];
  db.run("UPDATE tests SET state = ?, status = ? WHERE id = ?", state, status, top.id);
  return [{ before: { state: top.state, status: top.status }, after: { ...top, state, status } }];
}

/** The distinct verdicts of all items of a top-level record's test. */
function itemVerdicts(db: Connection, top: TestRecord): Verdict[] {
  return db
    .all("SELECT state, status FROM item_verdicts WHERE run_id = ? AND testname = ? AND count > 0", top.run_id, top.testname)
    .map((row) => ({ state: textOf(row["state"]), status: textOf(row["status"]) }));
}

/** A LAUNCHED test may wait in the queue of a batch system for so long; spec 02 § 17. */
const launchedSeconds = 86_400;

export function markDead(db: Connection, deadtime: number, runId: number | undefined): TestRecord[] {
  const now = epochNow();
  const silent = db.all(
    `SELECT id FROM tests WHERE ${occupied} AND state <> 'KILLREQ' AND NOT (${isRollUp}) AND (? IS NULL OR run_id = ?)
      AND ? - event_time > CASE state WHEN 'LAUNCHED' THEN ? ELSE run_duration + ? END ORDER BY +id`,
    ...[runId ?? null, runId ?? null, now, launchedSeconds, deadtime],
  );
  const dead = { state: "COMPLETED", status: "DEAD", comment: "Test failed to complete" };
  const changed = setVerdicts(
    db,
    silent.map((row) => ({ id: numberOf(row["id"]), ...dead })),
  );
  return changed.slice(0, silent.length).map(({ after }) => after);
}

export function deleteTests(db: Connection, ids: readonly number[]): void {
  const found = ids.flatMap((id) => test(db, id) ?? []);
  for (const { id } of found) deleteTest(db, id);
  const deleted = new Set(found.map(({ id }) => id));
  const oneItemEach = new Map(found.map((item) => [`${item.run_id}/${item.testname}`, item]));
  for (const top of topLevelRecordsOf(db, [...oneItemEach.values()])) {
    if (deleted.has(top.id)) continue;
    if (itemVerdicts(db, top).every(({ state }) => state === "DELETED")) deleteTest(db, top.id);
    else rollUpInto(db, top);
  }
}

function deleteTest(db: Connection, id: number): void {
  db.run("UPDATE tests SET state = 'DELETED', status = 'n/a', comment = '' WHERE id = ?", id);
  for (const table of ["test_steps", "test_data"]) db.run(`UPDATE ${table} SET status = 'DELETED' WHERE test_id = ?`, id);
}
