import type { TimedTest } from "../../src/view/index.js";

/** For unit tests: a record of a test that took so long; COMPLETED/PASS unless it says otherwise. */
export function timedTest(testname: string, event_time: number, run_duration: number, more: Partial<TimedTest> = {}): TimedTest {
  return { id: event_time, testname, item_path: "", state: "COMPLETED", status: "PASS", event_time, run_duration, host: "", ...more };
}
