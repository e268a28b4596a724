import { clockTime, formatDuration } from "../base/index.js";
import type { StepRecord } from "./records.js";

/** All rows of one step in one; the compressed view of spec 03 § 15. Times are epoch seconds. */
export interface StepSummary {
  /** Of the step's first row. */
  readonly id: number;
  readonly stepname: string;
  /** Undefined without a `start` row. */
  readonly start_time: number | undefined;
  /** State of the last row: `start` while the step runs, `end`, or what somebody recorded with `-step`. */
  readonly state: string;
  /** When the step got that state; undefined while it runs. */
  readonly end_time: number | undefined;
  readonly status: string;
  readonly logfile: string;
  readonly comment: string;
}

/** One summary a step, by start time, then first id. A step without a start counts from its first row. */
export function summarizeSteps(rows: readonly StepRecord[]): StepSummary[] {
  const steps = new Map<string, { first: number; summary: StepSummary }>();
  for (const row of rows.toSorted((a, b) => a.event_time - b.event_time || a.id - b.id)) {
    const known = steps.get(row.stepname);
    steps.set(row.stepname, { first: known?.first ?? row.event_time, summary: withRow(known?.summary ?? unstarted(row), row) });
  }
  return [...steps.values()]
    .toSorted((a, b) => (a.summary.start_time ?? a.first) - (b.summary.start_time ?? b.first) || a.summary.id - b.summary.id)
    .map((step) => step.summary);
}

function unstarted(row: StepRecord): StepSummary {
  const { id, stepname } = row;
  return { id, stepname, start_time: undefined, state: "start", end_time: undefined, status: "", logfile: "", comment: "" };
}

function withRow(step: StepSummary, row: StepRecord): StepSummary {
  if (row.state === "start") return { ...step, start_time: row.event_time };
  const logfile = row.state === "end" ? row.logfile || step.logfile : step.logfile;
  return { ...step, state: row.state, end_time: row.event_time, status: row.status, logfile, comment: row.comment || step.comment };
}

/** The columns of a step table whose text depends on the state; times are local `HH:MM:SS`. */
export function stepColumns(step: StepSummary): { readonly start: string; readonly end: string; readonly duration: string } {
  const start = step.start_time === undefined ? "" : clockTime(step.start_time);
  if (step.end_time === undefined) return { start, end: "", duration: "-1" };
  if (step.state !== "end") return { start, end: step.state, duration: clockTime(step.end_time) };
  const duration = step.start_time === undefined ? "-1" : formatDuration(step.end_time - step.start_time);
  return { start, end: clockTime(step.end_time), duration };
}
