import { describe, expect, it } from "vitest";
import { clockTime } from "../base/index.js";
import type { StepRecord } from "./records.js";
import { stepColumns, summarizeSteps } from "./steps.js";

function row(id: number, stepname: string, state: string, event_time: number, rest: Partial<StepRecord> = {}): StepRecord {
  return { id, test_id: 1, stepname, state, status: "-", event_time, comment: "", logfile: "", ...rest };
}

describe("compressed view of steps", () => {
  it("merges the rows of a step", () => {
    const rows = [
      row(2, "build", "end", 3700, { status: "0", logfile: "build.log", comment: "fine" }),
      row(1, "build", "start", 1000, { comment: "not shown" }),
    ];
    const [step] = summarizeSteps(rows);
    expect(step).toEqual({
      id: 1,
      stepname: "build",
      start_time: 1000,
      state: "end",
      end_time: 3700,
      status: "0",
      logfile: "build.log",
      comment: "fine",
    });
    expect(step && stepColumns(step)).toEqual({ start: clockTime(1000), end: clockTime(3700), duration: "45m 0s" });
  });

  it("shows a running step, one without a start and one with a state of its own", () => {
    const rows = [row(1, "run", "start", 10), row(2, "odd", "end", 20, { status: "1" }), row(3, "mine", "halfway", 30, { comment: "so far" })];
    expect(summarizeSteps(rows).map(stepColumns)).toEqual([
      { start: clockTime(10), end: "", duration: "-1" },
      { start: "", end: clockTime(20), duration: "-1" },
      { start: "", end: "halfway", duration: clockTime(30) },
    ]);
  });

  it("sorts by start time, then first id, and keeps what a later row leaves empty", () => {
    const rows = [
      row(1, "b", "start", 5),
      row(2, "a", "start", 5),
      row(3, "early", "start", 1),
      row(4, "a", "note", 6, { comment: "from a note" }),
      row(5, "a", "end", 7, { status: "0" }),
    ];
    const steps = summarizeSteps(rows);
    expect(steps.map((step) => step.stepname)).toEqual(["early", "b", "a"]);
    expect(steps[2]).toMatchObject({ state: "end", comment: "from a note", status: "0" });
  });
});
