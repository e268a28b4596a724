import type { StepRecord, TestDataRecord, TestRecord } from "../model/index.js";
import { numberOf, type Row, type SqlValue, textOf } from "./connection.js";

const testColumnNames = [
  "id",
  "run_id",
  "testname",
  "item_path",
  "state",
  "status",
  "host",
  "cpuload",
  "diskfree",
  "uname",
  "rundir",
  "shortdir",
  "attemptnum",
  "final_logf",
  "run_duration",
  "comment",
  "event_time",
  "fail_count",
  "pass_count",
  "archived",
];

/** The columns of a {@link TestRecord} of the table `tests`, under any alias. */
export const testColumns = testColumnsOf("tests");

export function testColumnsOf(alias: string): string {
  return testColumnNames.map((name) => `${alias}.${name}`).join(", ");
}

export const stepColumns = "id, test_id, stepname, state, status, event_time, comment, logfile";
export const dataColumns = "id, test_id, category, variable, value, expected, tol, units, comment, status, type";

/** Old and foreign rows may hold NULL or text where numbers belong; records never do. */
export function testRecord(row: Row): TestRecord {
  return {
    id: numberOf(row["id"]),
    run_id: numberOf(row["run_id"]),
    testname: textOf(row["testname"]),
    item_path: textOf(row["item_path"]),
    state: textOf(row["state"]),
    status: textOf(row["status"]),
    host: textOf(row["host"]),
    cpuload: numberOf(row["cpuload"]),
    diskfree: numberOf(row["diskfree"]),
    uname: textOf(row["uname"]),
    rundir: textOf(row["rundir"]),
    shortdir: textOf(row["shortdir"]),
    attemptnum: numberOf(row["attemptnum"]),
    final_logf: textOf(row["final_logf"]),
    run_duration: numberOf(row["run_duration"]),
    comment: textOf(row["comment"]),
    event_time: numberOf(row["event_time"]),
    fail_count: numberOf(row["fail_count"]),
    pass_count: numberOf(row["pass_count"]),
    archived: numberOf(row["archived"]),
  };
}

export function stepRecord(row: Row): StepRecord {
  return {
    id: numberOf(row["id"]),
    test_id: numberOf(row["test_id"]),
    stepname: textOf(row["stepname"]),
    state: textOf(row["state"]),
    status: textOf(row["status"]),
    event_time: numberOf(row["event_time"]),
    comment: textOf(row["comment"]),
    logfile: textOf(row["logfile"]),
  };
}

export function dataRecord(row: Row): TestDataRecord {
  return {
    id: numberOf(row["id"]),
    test_id: numberOf(row["test_id"]),
    category: textOf(row["category"]),
    variable: textOf(row["variable"]),
    value: measureOf(row["value"]),
    expected: measureOf(row["expected"]),
    tol: measureOf(row["tol"]),
    units: textOrNull(row["units"]),
    comment: textOf(row["comment"]),
    status: textOrNull(row["status"]),
    type: textOrNull(row["type"]),
  };
}

function measureOf(value: SqlValue | undefined): number | string | null {
  return typeof value === "number" || typeof value === "string" ? value : null;
}

function textOrNull(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
