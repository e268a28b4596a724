import type { RunRecord, StepRecord, TestDataRecord, TestDatum, TestMeta, TestName, TestRecord, Verdict } from "../model/index.js";
import type { Arrival, Received } from "./moving/receive.js";
import type { RunSlice } from "./moving/slices.js";
import type { StandingRun } from "./moving/standing.js";
import type { RunName } from "./run-of-name.js";
import type { WholeRuns } from "./whole-runs.js";

export type { RunName };

/** Where a run was made that is in this area now. Spec 04 § 23.3, `moved_in` */
export interface RunOrigin {
  readonly run_id: number;
  readonly origin_area_name: string;
  readonly origin_run_id: number;
  readonly moved_at: number;
}

/** A run to be registered; an existing one with the same target and name is reused. Spec 02 § 3. */
export interface NewRun extends RunName {
  readonly owner: string;
  readonly contour?: string;
}

/** Patterns compare with LIKE if they hold a `%`, else with GLOB; absent means all. Spec 02 § 5.3. */
export interface RunSelector {
  readonly runname?: string;
  /** One pattern for each key, in key order. */
  readonly target?: readonly string[];
  /** Also runs that were moved to other areas: their records stay, in state MOVED. */
  readonly moved?: boolean;
}

/** All given conditions hold; DELETED records never match. Spec 02 § 18. */
export interface TestSelector {
  /** A test pattern in the database dialect of spec 02 § 5.3. */
  readonly testpatt?: string;
  readonly states?: readonly string[];
  readonly statuses?: readonly string[];
}

/** What a write to a test makes of its record. */
export interface VerdictChange {
  readonly state?: string;
  readonly status?: string;
  readonly comment?: string;
}

/** A verdict for one of many tests. */
export interface TestChange extends VerdictChange {
  readonly id: number;
}

/** A record before and after a write: its own, and the top-level record's when the roll-up changed it. */
export interface ChangedTest {
  readonly before: Verdict;
  readonly after: TestRecord;
}

/** Columns of a test that are set without roll-up. */
export type TestFields = Partial<
  Pick<
    TestRecord,
    | "host"
    | "cpuload"
    | "diskfree"
    | "uname"
    | "rundir"
    | "shortdir"
    | "attemptnum"
    | "final_logf"
    | "run_duration"
    | "comment"
    | "event_time"
    | "archived"
  >
>;

/** A process, told apart from a later one with the same pid. */
export interface ProcessIdentity {
  readonly host: string;
  readonly pid: number;
  /** Start time in clock ticks since boot, as in `/proc/<pid>/stat`; 0 when unknown. */
  readonly started: number;
}

/** How many tests may be live in all runs of the area; spec 02 § 12.1 and § 12.2. */
export interface LaunchLimits {
  readonly total: number;
  /** Of the test's own job group. */
  readonly jobgroup?: { readonly name: string; readonly limit: number };
}

export interface NewStep extends Verdict {
  readonly stepname: string;
  readonly comment?: string;
  readonly logfile?: string;
}

export interface UsageSample {
  readonly cpuload: number;
  readonly diskfree: number;
  readonly run_duration: number;
}

/** A row of `test_rundat`. */
export interface UsageRecord extends UsageSample {
  readonly update_time: number;
}

/** A row of `tasks_queue`: one for each runner process. Spec 02 § 16. */
export interface RunnerTask {
  readonly id: number;
  readonly owner: string;
  readonly state: string;
  readonly target: string;
  readonly name: string;
  readonly testpatt: string;
  /** Ends in `<host> <pid>`. */
  readonly params: string;
}

/** From the first start to the last end of a run's tests. */
export interface RunSpan {
  readonly run_id: number;
  readonly first_start: number;
  /** The largest event_time + run_duration. */
  readonly last_end: number;
}

/** How many tests of a run have a verdict, and when they ran. */
export interface VerdictCount extends Verdict {
  readonly run_id: number;
  readonly count: number;
  /** The smallest event_time among them. */
  readonly first_start: number;
  /** The largest event_time + run_duration. */
  readonly last_end: number;
}

/**
 * Names one write of a program on another host for ever. That program sends its calls in batches, the next one when it has the answers to the one
 * before: so just the last batch of each client is remembered, for hours.
 */
export interface RequestId {
  /** Random; no other program ever has the same. */
  readonly client: string;
  /** Growing, from 0. */
  readonly batch: number;
  /** Place in the batch. */
  readonly call: number;
}

export interface SyncRequest {
  /** Only push, and only when there is something to push and no other living process has taken that upon itself. */
  readonly ifDue?: boolean;
  /** Compare all records, whether or not there is a sign that anything differs. */
  readonly full?: boolean;
}

/** What has changed since a mark; `gap` says that marks were lost and everything must be read anew. */
export interface Changes {
  readonly mark: number;
  readonly gap: boolean;
  readonly tests: readonly TestRecord[];
}

/**
 * Takes in runs that move here from another area; spec 04 § 23.5. Every call may be done again. Those that write wait for the maintenance lock of the area:
 * Failure `busy` after 60 s.
 */
export interface RunReceiver {
  /** The run that has this name here, whatever its state: it may be in the way of one that comes. */
  standingRun(name: RunName): Promise<StandingRun | undefined>;
  /** Keeps rows of a run for {@link importRun}. */
  stageRun(moveId: string, slices: readonly RunSlice[]): Promise<void>;
  /** Takes in the run whose rows were staged, as INCOMING, so that nobody sees it yet; it is in the area database when this returns. */
  importRun(arrival: Arrival): Promise<Received>;
  /** Shows runs that have come, in the states that they had. Nothing for those that are not here. */
  publishRuns(moveIds: readonly string[]): Promise<void>;
  /** Takes runs out again that have come but were not published. */
  takeOutRuns(moveIds: readonly string[]): Promise<void>;
}

/**
 * The records of one area, by meaning. Every call is one transaction: what it reports as done is done, and
 * concurrent writers never lose each other's updates. All times are epoch seconds.
 *
 * @see spec 04 § 2 and § 14
 */
export interface Records extends RunReceiver {
  /** Whether every write is refused with a Failure `read-only`, because the area is. */
  readonly readOnly: boolean;

  /** Names of the keys, in the order of a target. */
  keys(): Promise<string[]>;

  /** The id of the run; a run in state `deleted` comes back as `new`, a live one stays as it is. */
  registerRun(run: NewRun): Promise<number>;
  /** Of all runs that have come here from other areas or from the completed runs. */
  runOrigins(): Promise<RunOrigin[]>;
  /** Not deleted ones, oldest first. */
  runs(selector: RunSelector): Promise<RunRecord[]>;
  run(id: number): Promise<RunRecord | undefined>;
  setRunStatus(id: number, status: string, comment?: string): Promise<void>;
  /** State `locked` or `unlocked`, and a row in `access_log`. */
  setRunLock(id: number, locked: boolean, user: string): Promise<void>;
  /** Soft-deletes a run in which only DELETED tests are left; false if some test remains or it is locked. Spec 02 § 18.1. */
  removeRunIfEmpty(id: number): Promise<boolean>;
  /** Rewrites `run_stats` of a run. */
  refreshRunStats(id: number): Promise<void>;

  /**
   * Inserts what is missing as NOT_STARTED/`n/a` and sets DELETED rows back to that; others stay. In one transaction.
   * Returns the records in the order of `names`.
   */
  registerTests(runId: number, names: readonly TestName[]): Promise<TestRecord[]>;
  /** Ordered by id. */
  tests(runId: number, selector: TestSelector): Promise<TestRecord[]>;
  /** The same in batches of some hundred, by test name and then item path, both descending: the order of listings. Spec 05 § 6.1. */
  listTests(runId: number, selector: TestSelector): AsyncIterable<readonly TestRecord[]>;
  /** One such batch: the tests that follow `after` in that order, by default the first; empty at the end. */
  nextTests(runId: number, selector: TestSelector, after?: TestName): Promise<TestRecord[]>;
  test(id: number): Promise<TestRecord | undefined>;
  findTest(runId: number, name: TestName): Promise<TestRecord | undefined>;
  /** The newest earlier record of the same test: other runs of the same target, newest run first, wherever they are now. Spec 03 § 19. */
  previousTest(runId: number, name: TestName): Promise<TestRecord | undefined>;
  /** Records of the same test and item in any run, also in runs that were taken out or moved away: then with the ids that they have there. */
  sameTests(name: TestName): Promise<TestRecord[]>;
  /**
   * Takes a test for launching: state LAUNCHED, status `n/a`, event_time now, comment empty, steps of earlier launches removed, `owner`
   * noted, rolled up — if it still has the verdict `from` and no limit is reached; else nothing happens and the result is empty. So several runners
   * together keep to the limits.
   */
  claimTest(id: number, from: Verdict, owner: ProcessIdentity, limits?: LaunchLimits): Promise<ChangedTest[]>;
  /**
   * Writes a verdict and, for an item, rolls up to the top-level record in the same transaction. `ifState`: only when the
   * record is in one of these states. States LAUNCHED and REMOTEHOSTSTART set event_time. Statuses AUTO and AUTO-WARN are resolved by the test data
   * at once, see {@link rollUpData}. Returns every record whose verdict changed, the test's own first even if unchanged; empty when `ifState` did
   * not hold or there is no such test.
   */
  setVerdict(id: number, change: VerdictChange, ifState?: readonly string[]): Promise<ChangedTest[]>;
  /**
   * As {@link setVerdict} for many tests in one transaction, in the order given; every top-level record is rolled up once, unless it is itself
   * among the changes: then the verdict given for it stands.
   */
  setVerdicts(changes: readonly TestChange[]): Promise<ChangedTest[]>;
  /** Sets columns as they are, no roll-up. */
  setTestFields(id: number, fields: TestFields): Promise<void>;
  /** The process that answers for a live test. */
  setOwner(id: number, owner: ProcessIdentity): Promise<void>;
  /**
   * Starts a launched test: REMOTEHOSTSTART/`n/a`, event_time now, `owner` noted, rolled up — if it is still in state `from.state` and, when
   * given, `from.owner` still answers for it; else nothing happens and the result is empty. Of several executors at most one gets a test.
   */
  startTest(id: number, from: { readonly state: string; readonly owner?: ProcessIdentity }, owner: ProcessIdentity): Promise<ChangedTest[]>;
  /** Live tests (LAUNCHED, REMOTEHOSTSTART, RUNNING, KILLREQ) with their owners, of one run or of all. */
  liveTests(runId?: number): Promise<{ test: TestRecord; owner: ProcessIdentity | undefined }[]>;
  /** Live tests in all runs: total without top-level records of itemized tests, and by job group. Spec 02 § 12. */
  liveCounts(): Promise<{ total: number; byJobgroup: ReadonlyMap<string, number> }>;
  /** One for each of these runs that has tests which are not DELETED. */
  runSpans(runIds: readonly number[]): Promise<RunSpan[]>;
  /** The verdicts of each of these runs; neither DELETED records nor the top-level ones of itemized tests count. */
  verdictCounts(runIds: readonly number[]): Promise<VerdictCount[]>;
  /** Number of live records of a run, top-level ones included. */
  liveInRun(runId: number): Promise<number>;
  /** Number of item records that are not DELETED. */
  itemCount(runId: number, testname: string): Promise<number>;
  /** Marks tests without a sign of life COMPLETED/DEAD, with roll-up; returns them. Spec 02 § 17. */
  markDead(deadtime: number, runId?: number): Promise<TestRecord[]>;
  /**
   * DELETED/`n/a`, comment empty; their steps and data get status DELETED. In one transaction. Top-level records of the deleted items are
   * rolled up unless they are deleted too; one whose items are all DELETED becomes DELETED itself.
   */
  deleteTests(ids: readonly number[]): Promise<void>;

  /** Insert or replace by (test, step, state); event_time now. Failure `not-found` for a test that is gone. */
  recordStep(testId: number, step: NewStep): Promise<void>;
  /** Not DELETED ones, by event_time then id. */
  steps(testId: number): Promise<StepRecord[]>;
  /** The same of several tests, test after test in the order of `testIds`. */
  listSteps(testIds: readonly number[]): Promise<StepRecord[]>;
  /** Insert or replace by (test, category, variable). Failure `not-found` for a test that is gone. */
  addData(testId: number, data: readonly TestDatum[]): Promise<void>;
  data(testId: number): Promise<TestDataRecord[]>;
  /** The same of several tests, test after test in the order of `testIds`. */
  listData(testIds: readonly number[]): Promise<TestDataRecord[]>;
  /** Counts pass and fail rows into the test and derives its status; spec 03 § 17.4. Returns as `setVerdict`, empty when the status stays. */
  rollUpData(testId: number): Promise<ChangedTest[]>;
  /** A row in `test_rundat`; sets `run_duration`, and load and disk where they are not −1. */
  addUsage(testId: number, sample: UsageSample): Promise<void>;
  /** Oldest first. */
  usage(testId: number): Promise<UsageRecord[]>;

  testMeta(): Promise<TestMeta[]>;
  setTestMeta(meta: TestMeta): Promise<void>;

  addTask(task: Omit<RunnerTask, "id" | "state">): Promise<number>;
  setTaskState(id: number, state: string): Promise<void>;
  runningTasks(): Promise<RunnerTask[]>;
  /** The test pattern with which a run was started last; undefined when that is not known. */
  lastTestpatt(run: RunName): Promise<string | undefined>;

  /** Tests of a run that changed after `mark`; mark 0 gives a gap and all tests. */
  changesSince(runId: number, mark: number): Promise<Changes>;
  /**
   * Brings the area database up to date, and takes over what others have written there; the number of rows written. A Failure leaves the live records as
   * they are.
   */
  sync(options?: SyncRequest): Promise<number>;
  /** For programs that stay: from now on sync every `periodMs`, unless another process does. Does not keep the process alive; ends with `close`. */
  startSyncing(periodMs: number): void;
  /** Releases everything; a due sync is done first, its failure only logged. */
  close(): Promise<void>;
}

/** What reads without changing anything, and can so be done to several areas at once. */
export type RecordsReader = Pick<
  Records,
  | "keys"
  | "runs"
  | "run"
  | "runOrigins"
  | "runSpans"
  | "verdictCounts"
  | "tests"
  | "listTests"
  | "nextTests"
  | "test"
  | "findTest"
  | "sameTests"
  | "itemCount"
  | "steps"
  | "listSteps"
  | "data"
  | "listData"
  | "usage"
  | "testMeta"
  | "changesSince"
>;

/** The records of an area on its homehost. */
export interface LocalRecords extends Records {
  readonly wholeRuns: WholeRuns;
  /** Ids of the runs that are shown out of the completed ones; none unless they are shown. */
  completedRunIds(): Promise<readonly number[]>;
  /**
   * The first write that `call` asks for is done at most once for this request, whatever becomes of programs meanwhile: asked for again with the same
   * request, nothing happens and the answer is the same. A write that failed was not done, and is tried again.
   *
   * @param call gets records that know of the request; it asks for its write at once
   */
  once<T>(request: RequestId, call: (records: Records) => Promise<T>): Promise<T>;
}
