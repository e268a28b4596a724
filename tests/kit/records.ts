import type { RunRecord, StepRecord, TestDataRecord, TestRecord } from "../../src/model/index.js";
import type { Records, RunSelector, RunSpan, TestSelector } from "../../src/store/index.js";

/** A run as a listing shows it; give what matters. */
export function aRun(fields: Partial<RunRecord> = {}): RunRecord {
  return {
    id: 1,
    target: ["x", "1"],
    runname: "r1",
    contour: "",
    state: "new",
    status: "n/a",
    owner: "ann",
    event_time: 1_700_000_000,
    comment: "",
    fail_count: 0,
    pass_count: 0,
    last_update: 1_700_000_000,
    ...fields,
  };
}

/** A test that passed; give what matters. */
export function aTest(fields: Partial<TestRecord> = {}): TestRecord {
  return {
    id: 1,
    run_id: 1,
    testname: "t",
    item_path: "",
    state: "COMPLETED",
    status: "PASS",
    host: "alpha",
    cpuload: 0.25,
    diskfree: 1000,
    uname: "Linux",
    rundir: "/a/lt/x/1/r1/t",
    shortdir: "/d/x/1/r1/t",
    attemptnum: 0,
    final_logf: "logs/final.log",
    run_duration: 3,
    comment: "",
    event_time: 1_700_000_010,
    fail_count: 0,
    pass_count: 0,
    archived: 0,
    ...fields,
  };
}

export function aStep(fields: Partial<StepRecord> = {}): StepRecord {
  return { id: 1, test_id: 1, stepname: "s", state: "start", status: "n/a", event_time: 1_700_000_011, comment: "", logfile: "s.log", ...fields };
}

export function aDatum(fields: Partial<TestDataRecord> = {}): TestDataRecord {
  const unset = { expected: null, tol: null, units: null, status: null };
  return { id: 1, test_id: 1, category: "speed", variable: "v", value: 1, comment: "", type: "", ...unset, ...fields };
}

export interface Stored {
  readonly runs?: readonly RunRecord[];
  readonly tests?: readonly TestRecord[];
  readonly steps?: readonly StepRecord[];
  readonly data?: readonly TestDataRecord[];
}

/** Records that can only be read; of a pattern they understand a whole name and `%`. */
export function readableRecords({ runs = [], tests = [], steps = [], data = [] }: Stored): Records {
  const fits = (pattern: string | undefined, text: string) =>
    pattern === undefined || (pattern.endsWith("%") ? text.startsWith(pattern.slice(0, -1)) : text === pattern);
  const ofRun = (runId: number, selector: TestSelector) =>
    tests.filter(
      (test) =>
        test.run_id === runId &&
        fits(selector.testpatt, test.testname) &&
        (selector.states?.includes(test.state) ?? true) &&
        (selector.statuses?.includes(test.status) ?? true),
    );
  const reading = {
    runs: async ({ runname, target }: RunSelector) =>
      runs.filter((run) => fits(runname, run.runname) && (target?.every((part, index) => fits(part, run.target[index] ?? "")) ?? true)),
    tests: async (runId: number, selector: TestSelector) => ofRun(runId, selector),
    async *listTests(runId: number, selector: TestSelector) {
      const ordered = ofRun(runId, selector).sort((a, b) => (`${a.testname}\0${a.item_path}` < `${b.testname}\0${b.item_path}` ? 1 : -1));
      // Small batches, so that their seams are tested.
      for (let start = 0; start < ordered.length; start += 2) yield ordered.slice(start, start + 2);
    },
    listSteps: async (ids: readonly number[]) => ids.flatMap((id) => steps.filter((step) => step.test_id === id)),
    listData: async (ids: readonly number[]) => ids.flatMap((id) => data.filter((row) => row.test_id === id)),
    runSpans: async (ids: readonly number[]): Promise<RunSpan[]> =>
      ids.flatMap((id) => {
        const own = tests.filter((test) => test.run_id === id);
        if (own.length === 0) return [];
        const first_start = Math.min(...own.map((test) => test.event_time));
        return [{ run_id: id, first_start, last_end: Math.max(...own.map((test) => test.event_time + test.run_duration)) }];
      }),
  };
  return reading as Partial<Records> as Records;
}

/** All pieces of a streamed output. */
export async function collected(pieces: AsyncIterable<string>): Promise<string> {
  let text = "";
  for await (const piece of pieces) text += piece;
  return text;
}
