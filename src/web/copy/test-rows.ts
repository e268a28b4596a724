import type { TestCell } from "../../store/index.js";
import type { RunTest } from "../../view/index.js";

/** A row of a run's list of tests as it is kept in a copy: what a view of whole runs keeps of it, then the rest. */
export type TestRow = readonly [...TestCell, cpuload: number, diskfree: number, archived: number, failing_step: string];

export function rowOfTest(test: RunTest): TestRow {
  const { id, testname, item_path, state, status, event_time, run_duration, host, comment, cpuload, diskfree, archived, failing_step = "" } = test;
  return [id, testname, item_path, state, status, event_time, run_duration, host, comment, cpuload, diskfree, archived, failing_step];
}

export function testOfRow(row: TestRow): RunTest {
  const [id, testname, item_path, state, status, event_time, run_duration, host, comment, cpuload, diskfree, archived, failing_step] = row;
  return {
    ...{ id, testname, item_path, state, status, event_time, run_duration, host, comment, cpuload, diskfree, archived },
    ...(failing_step !== "" && { failing_step }),
  };
}

export function cellOfRow(row: TestRow): TestCell {
  const [id, testname, item_path, state, status, event_time, run_duration, host, comment] = row;
  return [id, testname, item_path, state, status, event_time, run_duration, host, comment];
}
