import * as z from "zod/mini";
import type { Records } from "../store/index.js";
import * as s from "./schemas.js";

/** The calls of `Records` that travel: all that answer with a promise, but for those that concern the caller's own process. */
export type RemoteMethod = Exclude<
  { [M in keyof Records]: Records[M] extends (...args: never) => Promise<unknown> ? M : never }[keyof Records],
  "close"
>;

/** One call that a client can ask a server for. */
export interface Procedure<Params extends readonly unknown[] = readonly unknown[], Result = unknown> {
  /** Its name on the wire: that of spec 04 § 14 where there is one. */
  readonly cmd: string;
  /** A write is done at most once for each request. */
  readonly access: "read" | "write";
  /** Made when first used: a command that makes one call should not pay for all. */
  readonly params: () => z.ZodMiniType<Params>;
  readonly result: () => z.ZodMiniType<Result>;
}

type ProcedureOf<F> = F extends (...args: infer Params) => Promise<infer Result> ? Procedure<Params, Result> : never;

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

type Schema<T> = z.ZodMiniType<T>;
type Make<Params, Result> = readonly [params: () => Schema<Params>, result: () => Schema<Result>];
const read = <P extends readonly unknown[], R>(cmd: string, ...[params, result]: Make<P, R>): Procedure<P, R> => {
  return { cmd, access: "read", params: lazy(params), result: lazy(result) };
};
const write = <P extends readonly unknown[], R>(cmd: string, ...[params, result]: Make<P, R>): Procedure<P, R> => {
  return { cmd, access: "write", params: lazy(params), result: lazy(result) };
};

const none = () => z.tuple([]);
const oneId = () => z.tuple([s.id]);
const testInRun = () => z.tuple([s.id, s.testName]);

/**
 * Everything that travels between a client and a server: what the server parses and carries out, and what a client checks answers with, both derive from
 * this. A call of `Records` needs one line here.
 */
export const procedures: { readonly [M in RemoteMethod]: ProcedureOf<Records[M]> } = {
  keys: read("get-keys", none, () => s.texts),
  standingRun: read(
    "get-standing-run",
    () => z.tuple([s.runName]),
    () => z.optional(s.standingRun),
  ),
  stageRun: write(
    "stage-run",
    () => z.tuple([s.text, s.runSlices]),
    () => s.nothing,
  ),
  importRun: write(
    "import-run",
    () => z.tuple([s.arrival]),
    () => s.received,
  ),
  publishRuns: write(
    "publish-run",
    () => z.tuple([s.texts]),
    () => s.nothing,
  ),
  takeOutRuns: write(
    "unimport-run",
    () => z.tuple([s.texts]),
    () => s.nothing,
  ),

  registerRun: write(
    "register-run",
    () => z.tuple([s.newRun]),
    () => s.id,
  ),
  runs: read(
    "get-runs-by-patt",
    () => z.tuple([s.runSelector]),
    () => s.runRecords,
  ),
  runOrigins: read("get-run-origins", none, () => s.runOrigins),
  run: read("get-run-info", oneId, () => z.optional(s.runRecord)),
  setRunStatus: write(
    "set-run-status",
    () => z.tuple([s.id, s.text, z.optional(s.text)]),
    () => s.nothing,
  ),
  setRunLock: write(
    "lock/unlock-run",
    () => z.tuple([s.id, s.flag, s.text]),
    () => s.nothing,
  ),
  removeRunIfEmpty: write("delete-run", oneId, () => s.flag),
  refreshRunStats: write("update-run-stats", oneId, () => s.nothing),

  registerTests: write(
    "register-tests",
    () => z.tuple([s.id, s.testNames]),
    () => s.testRecords,
  ),
  tests: read(
    "get-tests-for-run",
    () => z.tuple([s.id, s.testSelector]),
    () => s.testRecords,
  ),
  nextTests: read(
    "next-tests",
    () => z.tuple([s.id, s.testSelector, z.optional(s.testName)]),
    () => s.testRecords,
  ),
  test: read("get-test-info-by-id", oneId, () => z.optional(s.testRecord)),
  findTest: read("find-test", testInRun, () => z.optional(s.testRecord)),
  previousTest: read("previous-test", testInRun, () => z.optional(s.testRecord)),
  sameTests: read(
    "same-tests",
    () => z.tuple([s.testName]),
    () => s.testRecords,
  ),
  claimTest: write(
    "claim-test",
    () => z.tuple([s.id, s.verdict, s.processIdentity, z.optional(s.launchLimits)]),
    () => s.changedTests,
  ),
  setVerdict: write(
    "set-state-status-and-roll-up-items",
    () => z.tuple([s.id, s.verdictChange, z.optional(s.texts)]),
    () => s.changedTests,
  ),
  setVerdicts: write(
    "set-tests-state-status",
    () => z.tuple([s.testChanges]),
    () => s.changedTests,
  ),
  setTestFields: write(
    "set-test-fields",
    () => z.tuple([s.id, s.testFields]),
    () => s.nothing,
  ),
  setOwner: write(
    "set-owner",
    () => z.tuple([s.id, s.processIdentity]),
    () => s.nothing,
  ),
  startTest: write(
    "start-test",
    () => z.tuple([s.id, s.startedFrom, s.processIdentity]),
    () => s.changedTests,
  ),
  liveTests: read(
    "live-tests",
    () => z.tuple([z.optional(s.id)]),
    () => s.liveTests,
  ),
  liveCounts: read("get-count-tests-running", none, () => s.liveCounts),
  runSpans: read(
    "get-run-times",
    () => z.tuple([s.ids]),
    () => s.runSpans,
  ),
  verdictCounts: read(
    "count-verdicts",
    () => z.tuple([s.ids]),
    () => s.verdictCounts,
  ),
  liveInRun: read("get-count-tests-running-for-run-id", oneId, () => s.number),
  itemCount: read(
    "test-toplevel-num-items",
    () => z.tuple([s.id, s.text]),
    () => s.number,
  ),
  markDead: write(
    "mark-incomplete",
    () => z.tuple([s.number, z.optional(s.id)]),
    () => s.testRecords,
  ),
  deleteTests: write(
    "delete-test-records",
    () => z.tuple([s.ids]),
    () => s.nothing,
  ),

  recordStep: write(
    "teststep-set-status!",
    () => z.tuple([s.id, s.newStep]),
    () => s.nothing,
  ),
  steps: read("get-steps-for-test", oneId, () => s.stepRecords),
  listSteps: read(
    "list-steps",
    () => z.tuple([s.ids]),
    () => s.stepRecords,
  ),
  addData: write(
    "csv->test-data",
    () => z.tuple([s.id, s.testData]),
    () => s.nothing,
  ),
  data: read("read-test-data", oneId, () => s.testDataRecords),
  listData: read(
    "list-data",
    () => z.tuple([s.ids]),
    () => s.testDataRecords,
  ),
  rollUpData: write("test-data-rollup", oneId, () => s.changedTests),
  addUsage: write(
    "update-test-rundat",
    () => z.tuple([s.id, s.usageSample]),
    () => s.nothing,
  ),
  usage: read("get-usage", oneId, () => s.usageRecords),

  testMeta: read("test-meta", none, () => s.testMetas),
  setTestMeta: write(
    "set-test-meta",
    () => z.tuple([s.testMeta]),
    () => s.nothing,
  ),

  addTask: write(
    "tasks-add",
    () => z.tuple([s.newTask]),
    () => s.id,
  ),
  setTaskState: write(
    "set-task-state",
    () => z.tuple([s.id, s.taskState]),
    () => s.nothing,
  ),
  runningTasks: read("find-task-queue-records", none, () => s.runnerTasks),
  lastTestpatt: read(
    "get-last-testpatt",
    () => z.tuple([s.runName]),
    () => z.optional(s.text),
  ),

  changesSince: read(
    "changes-since",
    () => z.tuple([s.id, s.number]),
    () => s.changes,
  ),
  sync: write(
    "sync-inmem->db",
    () => z.tuple([z.optional(s.syncRequest)]),
    () => s.number,
  ),
};

/** What a client and a server have to say to each other besides. */
export interface Session {
  /** Whether these records are here, and of this version; why not. */
  login(toppath: string, version: string, signature: string): Promise<Login>;
  /** The server's pid. */
  ping(): Promise<number>;
  /** Ends the server, after a last sync. */
  killServer(): Promise<boolean>;
}

export type Login = [true, string] | [false, string, string, string];

export const sessionProcedures: { readonly [M in keyof Session]: ProcedureOf<Session[M]> } = {
  login: read(
    "login",
    () => z.tuple([s.text, s.text, s.text]),
    () => z.union([z.tuple([z.literal(true), s.text]), z.tuple([z.literal(false), s.text, s.text, s.text])]),
  ),
  ping: read("ping", none, () => s.number),
  killServer: read("kill-server", none, () => s.flag),
};

const methods = new Map((Object.keys(procedures) as RemoteMethod[]).map((method) => [procedures[method].cmd, method]));

/** The call of `Records` that a name on the wire stands for. */
export const methodOf = (cmd: string): RemoteMethod | undefined => methods.get(cmd);
