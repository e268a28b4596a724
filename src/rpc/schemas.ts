import * as z from "zod/mini";
import type { RunRecord, StepRecord, TestDataRecord, TestDatum, TestMeta, TestName, TestRecord, Verdict } from "../model/index.js";
import type {
  Arrival,
  ChangedTest,
  Changes,
  LaunchLimits,
  NewRun,
  NewStep,
  ProcessIdentity,
  Received,
  RunName,
  RunnerTask,
  RunOrigin,
  RunSelector,
  RunSlice,
  RunSpan,
  SliceValue,
  StandingRun,
  SyncRequest,
  TestChange,
  TestFields,
  TestSelector,
  UsageRecord,
  UsageSample,
  VerdictChange,
  VerdictCount,
} from "../store/index.js";

// What the arguments and results of the procedures look like. What is not named here is dropped: a whole record will do where a part of it is
// asked for.

const text = z.string();
export const texts = z.array(text);
export const number = z.number();
export const id = z.int();
export const ids = z.array(id);
export const flag = z.boolean();
export const nothing = z.undefined();

/** JSON has no infinite numbers; see `jsonText`. */
const infinity = z.pipe(
  z.object({ infinite: z.enum(["+", "-"]) }),
  z.transform(({ infinite }) => (infinite === "+" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY)),
);
const anyNumber = z.union([number, infinity]);
const measure = z.union([number, text, z.null(), infinity]);
const textOrNull = z.nullable(text);

const testNameFields = { testname: text, item_path: text };
const verdictFields = { state: text, status: text };

export const testName: z.ZodMiniType<TestName> = z.object(testNameFields);
export const testNames = z.array(testName);
export const verdict: z.ZodMiniType<Verdict> = z.object(verdictFields);

export const newRun: z.ZodMiniType<NewRun> = z.object({ target: texts, runname: text, owner: text, contour: z.exactOptional(text) });
export const runSelector: z.ZodMiniType<RunSelector> = z.object({
  runname: z.exactOptional(text),
  target: z.exactOptional(texts),
  moved: z.exactOptional(z.boolean()),
});
export const testSelector: z.ZodMiniType<TestSelector> = z.object({
  testpatt: z.exactOptional(text),
  states: z.exactOptional(texts),
  statuses: z.exactOptional(texts),
});

const changeFields = { state: z.exactOptional(text), status: z.exactOptional(text), comment: z.exactOptional(text) };
export const verdictChange: z.ZodMiniType<VerdictChange> = z.object(changeFields);
export const testChanges: z.ZodMiniType<TestChange[]> = z.array(z.object({ id, ...changeFields }));

export const testFields: z.ZodMiniType<TestFields> = z.object({
  host: z.exactOptional(text),
  cpuload: z.exactOptional(number),
  diskfree: z.exactOptional(number),
  uname: z.exactOptional(text),
  rundir: z.exactOptional(text),
  shortdir: z.exactOptional(text),
  attemptnum: z.exactOptional(number),
  final_logf: z.exactOptional(text),
  run_duration: z.exactOptional(number),
  comment: z.exactOptional(text),
  event_time: z.exactOptional(number),
  archived: z.exactOptional(number),
});

export const processIdentity: z.ZodMiniType<ProcessIdentity> = z.object({ host: text, pid: number, started: number });
export const launchLimits: z.ZodMiniType<LaunchLimits> = z.object({
  total: anyNumber,
  jobgroup: z.exactOptional(z.object({ name: text, limit: anyNumber })),
});
export const startedFrom = z.object({ state: text, owner: z.exactOptional(processIdentity) });

export const newStep: z.ZodMiniType<NewStep> = z.object({
  stepname: text,
  ...verdictFields,
  comment: z.exactOptional(text),
  logfile: z.exactOptional(text),
});
const usageFields = { cpuload: number, diskfree: number, run_duration: number };
export const usageSample: z.ZodMiniType<UsageSample> = z.object(usageFields);
export const usageRecords: z.ZodMiniType<UsageRecord[]> = z.array(z.object({ update_time: number, ...usageFields }));

const datumFields = {
  category: text,
  variable: text,
  value: measure,
  expected: measure,
  tol: measure,
  units: textOrNull,
  comment: text,
  status: textOrNull,
  type: textOrNull,
};
export const testData: z.ZodMiniType<TestDatum[]> = z.array(z.object(datumFields));
export const testDataRecords: z.ZodMiniType<TestDataRecord[]> = z.array(z.object({ id: number, test_id: number, ...datumFields }));

export const testMeta: z.ZodMiniType<TestMeta> = z.object({
  testname: text,
  author: text,
  owner: text,
  description: text,
  reviewed: text,
  tags: text,
  jobgroup: text,
});
export const testMetas = z.array(testMeta);

const sliceValue: z.ZodMiniType<SliceValue> = z.union([measure, z.object({ bytes: text })]);
export const runSlices: z.ZodMiniType<RunSlice[]> = z.array(z.object({ table: text, columns: texts, rows: z.array(z.array(sliceValue)) }));
export const arrival: z.ZodMiniType<Arrival> = z.object({
  move_id: text,
  run_id: id,
  target: texts,
  runname: text,
  orig_state: text,
  digest: text,
  src_path: text,
  src_area_name: text,
  origin_area_name: text,
  origin_run_id: id,
  moved_by: text,
});
export const received: z.ZodMiniType<Received> = z.union([
  z.object({ outcome: z.enum(["copied", "known", "adopted"]), run_id: id, digest: text, lost_blocks: ids }),
  z.object({ outcome: z.enum(["with-other-data", "another-move", "changed", "gone"]) }),
]);

const runOrigin = z.object({ run_id: id, origin_area_name: text, origin_run_id: id, moved_at: number });
export const runOrigins: z.ZodMiniType<RunOrigin[]> = z.array(runOrigin);
export const runName: z.ZodMiniType<RunName> = z.object({ target: texts, runname: text });
export const standingRun: z.ZodMiniType<StandingRun> = z.object({ id, state: text, digest: text });

const taskFields = { owner: text, target: text, name: text, testpatt: text, params: text };
export const newTask: z.ZodMiniType<Omit<RunnerTask, "id" | "state">> = z.object(taskFields);
export const runnerTasks: z.ZodMiniType<RunnerTask[]> = z.array(z.object({ id: number, state: text, ...taskFields }));
export const taskState = text;

export const runRecord: z.ZodMiniType<RunRecord> = z.object({
  id: number,
  target: texts,
  runname: text,
  contour: text,
  ...verdictFields,
  owner: text,
  event_time: number,
  comment: text,
  fail_count: number,
  pass_count: number,
  last_update: number,
});
export const runRecords = z.array(runRecord);
export const runSpans: z.ZodMiniType<RunSpan[]> = z.array(z.object({ run_id: number, first_start: number, last_end: number }));

export const verdictCounts: z.ZodMiniType<VerdictCount[]> = z.array(
  z.object({ run_id: number, ...verdictFields, count: number, first_start: number, last_end: number }),
);

export const testRecord: z.ZodMiniType<TestRecord> = z.object({
  id: number,
  run_id: number,
  ...testNameFields,
  ...verdictFields,
  host: text,
  cpuload: number,
  diskfree: number,
  uname: text,
  rundir: text,
  shortdir: text,
  attemptnum: number,
  final_logf: text,
  run_duration: number,
  comment: text,
  event_time: number,
  fail_count: number,
  pass_count: number,
  archived: number,
});
export const testRecords = z.array(testRecord);
export const changedTests: z.ZodMiniType<ChangedTest[]> = z.array(z.object({ before: verdict, after: testRecord }));
export const changes: z.ZodMiniType<Changes> = z.object({ mark: number, gap: flag, tests: testRecords });

/** JSON leaves an owner out that is not known. */
export const liveTests = z.pipe(
  z.array(z.object({ test: testRecord, owner: z.optional(processIdentity) })),
  z.transform((found) => found.map(({ test, owner }) => ({ test, owner }))),
);
/** A Map travels as an array of its entries. */
export const liveCounts = z.pipe(
  z.object({ total: number, byJobgroup: z.array(z.tuple([text, number])) }),
  z.transform(({ total, byJobgroup }) => ({ total, byJobgroup: new Map(byJobgroup) })),
);

export const stepRecords: z.ZodMiniType<StepRecord[]> = z.array(
  z.object({ id: number, test_id: number, stepname: text, ...verdictFields, event_time: number, comment: text, logfile: text }),
);
export const syncRequest: z.ZodMiniType<SyncRequest> = z.object({ ifDue: z.exactOptional(flag), full: z.exactOptional(flag) });
export { text };
