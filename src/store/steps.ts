import { Failure } from "../base/index.js";
import type { StepRecord, TestDataRecord, TestDatum } from "../model/index.js";
import { type Connection, epochNow, numberOf } from "./connection.js";
import { newId } from "./id-floors.js";
import type { NewStep, UsageRecord, UsageSample } from "./records.js";
import { dataColumns, dataRecord, stepColumns, stepRecord } from "./rows.js";

/** @throws Failure `not-found`: nothing is written for a test that was moved or removed meanwhile */
function requireTest(db: Connection, testId: number): void {
  if (db.get("SELECT 1 FROM tests WHERE id = ?", testId) !== undefined) return;
  throw new Failure("not-found", `there is no test with id ${testId} in ${db.file}: it was removed or moved away`);
}

export function recordStep(db: Connection, testId: number, step: NewStep): void {
  requireTest(db, testId);
  db.run(
    `INSERT INTO test_steps (id, test_id, stepname, state, status, event_time, comment, logfile) VALUES (${newId("test_steps")}, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (test_id, stepname, state) DO UPDATE SET status = excluded.status, event_time = excluded.event_time,
        comment = excluded.comment, logfile = excluded.logfile`,
    ...[testId, step.stepname, step.state, step.status, epochNow(), step.comment ?? "", step.logfile ?? ""],
  );
}

export function listSteps(db: Connection, testIds: readonly number[]): StepRecord[] {
  return testIds.flatMap((id) =>
    db.all(`SELECT ${stepColumns} FROM test_steps WHERE test_id = ? AND status <> 'DELETED' ORDER BY event_time, id`, id).map(stepRecord),
  );
}

export function addData(db: Connection, testId: number, data: readonly TestDatum[]): void {
  requireTest(db, testId);
  for (const datum of data) {
    db.run(
      `INSERT INTO test_data (id, test_id, category, variable, value, expected, tol, units, comment, status, type) VALUES (${newId("test_data")}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (test_id, category, variable) DO UPDATE SET value = excluded.value, expected = excluded.expected, tol = excluded.tol,
          units = excluded.units, comment = excluded.comment, status = excluded.status, type = excluded.type`,
      ...[testId, datum.category, datum.variable, datum.value, datum.expected, datum.tol, datum.units, datum.comment, datum.status, datum.type],
    );
  }
}

export function listData(db: Connection, testIds: readonly number[]): TestDataRecord[] {
  return testIds.flatMap((id) =>
    db.all(`SELECT ${dataColumns} FROM test_data WHERE test_id = ? AND status IS NOT 'DELETED' ORDER BY id`, id).map(dataRecord),
  );
}

/** −1 stands for "not measured". */
export function addUsage(db: Connection, testId: number, sample: UsageSample): void {
  const { cpuload, diskfree, run_duration } = sample;
  const found = db.run(
    "UPDATE tests SET run_duration = ?, cpuload = CASE WHEN ? = -1 THEN cpuload ELSE ? END, diskfree = CASE WHEN ? = -1 THEN diskfree ELSE ? END WHERE id = ?",
    ...[run_duration, cpuload, cpuload, diskfree, diskfree, testId],
  );
  if (found === 0) return;
  db.run(
    `INSERT INTO test_rundat (id, test_id, update_time, cpuload, diskfree, diskusage, run_duration) VALUES (${newId("test_rundat")}, ?, ?, ?, ?, -1, ?)`,
    ...[testId, epochNow(), cpuload, diskfree, run_duration],
  );
}

export function usage(db: Connection, testId: number): UsageRecord[] {
  return db
    .all("SELECT update_time, cpuload, diskfree, run_duration FROM test_rundat WHERE test_id = ? ORDER BY update_time, id", testId)
    .map((row) => ({
      update_time: numberOf(row["update_time"]),
      cpuload: numberOf(row["cpuload"]),
      diskfree: numberOf(row["diskfree"]),
      run_duration: numberOf(row["run_duration"]),
    }));
}
