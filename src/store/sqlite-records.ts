import { Failure, type Log, messageOf } from "../base/index.js";
import type { TestDatum, TestMeta, TestName, TestRecord, Verdict } from "../model/index.js";
import { wholeRuns } from "./cells.js";
import type { Connection } from "./connection.js";
import { completedRunIds } from "./moving/completed-views.js";
import type { Arrival } from "./moving/receive.js";
import type { RunSlice } from "./moving/slices.js";
import type { Pusher } from "./pusher.js";
import type * as contract from "./records.js";
import * as runs from "./runs.js";
import { keyNames } from "./schema.js";
import * as steps from "./steps.js";
import type { Sync } from "./sync.js";
import * as tests from "./tests.js";
import * as verdicts from "./verdicts.js";
import type { WholeRuns } from "./whole-runs.js";
import { WriteQueue } from "./write-queue.js";

/** {@link contract.LocalRecords} on a live database, or without `pusher` on any database for reading. */
export class SqliteRecords implements contract.LocalRecords {
  readonly wholeRuns: WholeRuns;
  readonly #db: Connection;
  readonly #pusher: Pusher | undefined;
  readonly #log: Log;
  readonly #keys: readonly string[] | undefined;
  readonly #writes: WriteQueue | undefined;
  /** For the next write. */
  #request: contract.RequestId | undefined;

  /** @param options.keys names of the keys in the configuration, if it is known */
  constructor(
    db: Connection,
    pusher: Pusher | undefined,
    options: { readonly log: Log; readonly keys: readonly string[] | undefined },
    once?: { readonly writes: WriteQueue | undefined; readonly request: contract.RequestId },
  ) {
    this.wholeRuns = wholeRuns(db);
    this.#db = db;
    this.#pusher = pusher;
    this.#log = options.log;
    this.#keys = options.keys;
    this.#writes = once === undefined && pusher !== undefined ? new WriteQueue(pusher.sync.fence) : once?.writes;
    this.#request = once?.request;
  }

  get readOnly(): boolean {
    return this.#pusher === undefined;
  }

  async keys() {
    return keyNames(this.#db);
  }

  async registerRun(run: contract.NewRun) {
    return this.#write((db) => runs.registerRun(db, run, this.#keys));
  }

  async runs(selector: contract.RunSelector) {
    return runs.runs(this.#db, selector);
  }

  async completedRunIds() {
    return completedRunIds(this.#db);
  }

  async runOrigins() {
    return runs.runOrigins(this.#db);
  }

  async run(id: number) {
    return runs.run(this.#db, id);
  }

  async setRunStatus(id: number, status: string, comment?: string) {
    await this.#write((db) => runs.setRunStatus(db, id, status, comment));
  }

  async setRunLock(id: number, locked: boolean, user: string) {
    await this.#write((db) => runs.setRunLock(db, id, locked, user));
  }

  async removeRunIfEmpty(id: number) {
    return this.#write((db) => runs.removeRunIfEmpty(db, id));
  }

  async refreshRunStats(id: number) {
    await this.#write((db) => runs.refreshRunStats(db, id));
  }

  async registerTests(runId: number, names: readonly TestName[]) {
    return this.#write((db) => tests.registerTests(db, runId, names));
  }

  async tests(runId: number, selector: contract.TestSelector) {
    return tests.tests(this.#db, runId, selector);
  }

  async *listTests(runId: number, selector: contract.TestSelector) {
    let batch: TestRecord[] = [];
    do {
      batch = await this.nextTests(runId, selector, batch.at(-1));
      if (batch.length > 0) yield batch;
    } while (batch.length > 0);
  }

  async nextTests(runId: number, selector: contract.TestSelector, after?: TestName) {
    return tests.nextTests(this.#db, runId, selector, after);
  }

  async test(id: number) {
    return tests.test(this.#db, id);
  }

  async findTest(runId: number, name: TestName) {
    return tests.findTest(this.#db, runId, name);
  }

  async previousTest(runId: number, name: TestName) {
    const own = tests.previousTest(this.#db, runId, name);
    if (this.#pusher === undefined) return own;
    return (await import("./moving/tests-elsewhere.js")).previousAnywhere(this.#pusher.sync, runId, name, own);
  }

  async sameTests(name: TestName) {
    const own = tests.sameTests(this.#db, name);
    if (this.#pusher === undefined) return own;
    return (await import("./moving/tests-elsewhere.js")).sameAnywhere(this.#pusher.sync, name, own);
  }

  async claimTest(id: number, from: Verdict, owner: contract.ProcessIdentity, limits?: contract.LaunchLimits) {
    return this.#write((db) => verdicts.claimTest(db, id, from, owner, limits));
  }

  async setVerdict(id: number, change: contract.VerdictChange, ifState?: readonly string[]) {
    return this.#write((db) => verdicts.setVerdict(db, id, change, ifState));
  }

  async setVerdicts(changes: readonly contract.TestChange[]) {
    return this.#write((db) => verdicts.setVerdicts(db, changes));
  }

  async setTestFields(id: number, fields: contract.TestFields) {
    await this.#write((db) => tests.setTestFields(db, id, fields));
  }

  async setOwner(id: number, owner: contract.ProcessIdentity) {
    await this.#write((db) => tests.setOwner(db, id, owner));
  }

  async startTest(id: number, from: { readonly state: string; readonly owner?: contract.ProcessIdentity }, owner: contract.ProcessIdentity) {
    return this.#write((db) => verdicts.startTest(db, id, from, owner));
  }

  async liveTests(runId?: number) {
    return tests.liveTests(this.#db, runId);
  }

  async liveCounts() {
    return tests.liveCounts(this.#db);
  }

  async runSpans(runIds: readonly number[]) {
    return runs.runSpans(this.#db, runIds);
  }

  async verdictCounts(runIds: readonly number[]) {
    return tests.verdictCounts(this.#db, runIds);
  }

  async liveInRun(runId: number) {
    return tests.liveInRun(this.#db, runId);
  }

  async itemCount(runId: number, testname: string) {
    return tests.itemCount(this.#db, runId, testname);
  }

  async markDead(deadtime: number, runId?: number) {
    return this.#write((db) => verdicts.markDead(db, deadtime, runId));
  }

  async deleteTests(ids: readonly number[]) {
    await this.#write((db) => verdicts.deleteTests(db, ids));
  }

  async recordStep(testId: number, step: contract.NewStep) {
    await this.#write((db) => steps.recordStep(db, testId, step));
  }

  async steps(testId: number) {
    return steps.listSteps(this.#db, [testId]);
  }

  async listSteps(testIds: readonly number[]) {
    return steps.listSteps(this.#db, testIds);
  }

  async addData(testId: number, data: readonly TestDatum[]) {
    await this.#write((db) => steps.addData(db, testId, data));
  }

  async data(testId: number) {
    return steps.listData(this.#db, [testId]);
  }

  async listData(testIds: readonly number[]) {
    return steps.listData(this.#db, testIds);
  }

  async rollUpData(testId: number) {
    return this.#write((db) => verdicts.rollUpData(db, testId));
  }

  async addUsage(testId: number, sample: contract.UsageSample) {
    await this.#write((db) => steps.addUsage(db, testId, sample));
  }

  async usage(testId: number) {
    return steps.usage(this.#db, testId);
  }

  async testMeta() {
    return runs.testMeta(this.#db);
  }

  async setTestMeta(meta: TestMeta) {
    await this.#write((db) => runs.setTestMeta(db, meta));
  }

  async addTask(task: Omit<contract.RunnerTask, "id" | "state">) {
    return this.#write((db) => runs.addTask(db, task));
  }

  async setTaskState(id: number, state: string) {
    await this.#write((db) => runs.setTaskState(db, id, state));
  }

  async runningTasks() {
    return runs.runningTasks(this.#db);
  }

  async lastTestpatt(run: contract.RunName) {
    return runs.lastTestpatt(this.#db, run);
  }

  async changesSince(runId: number, mark: number) {
    return this.#db.transaction("BEGIN", () => tests.changesSince(this.#db, runId, mark));
  }

  startSyncing(periodMs: number) {
    this.#pusher?.start(periodMs);
  }

  async standingRun(name: contract.RunName) {
    return (await import("./moving/standing.js")).standingRun(this.#db, name);
  }

  async stageRun(moveId: string, slices: readonly RunSlice[]) {
    (await this.#receiving()).stage(moveId, slices);
  }

  async importRun(arrival: Arrival) {
    return (await this.#receiving()).receiveStaged(arrival);
  }

  async publishRuns(moveIds: readonly string[]) {
    await (await this.#receiving()).publish(moveIds);
  }

  async takeOutRuns(moveIds: readonly string[]) {
    await (await this.#receiving()).takeOut(moveIds);
  }

  /** Seldom needed, and not small. */
  async #receiving() {
    const databases = await this.databases();
    return new (await import("./moving/receiving.js")).Receiving(databases);
  }

  async once<T>(request: contract.RequestId, call: (records: contract.Records) => Promise<T>): Promise<T> {
    const options = { log: this.#log, keys: this.#keys };
    return call(new SqliteRecords(this.#db, this.#pusher, options, { writes: this.#writes, request }));
  }

  async sync(options?: contract.SyncRequest) {
    const { pusher, writes } = this.#requireWritable();
    await writes.flush();
    if (options?.ifDue === true) return pusher.isDue() ? pusher.sync.push() : 0;
    return pusher.sync.run({ compare: options?.full === true ? "always" : "if-changed" });
  }

  /** For the store itself: the three databases of these records, after all writes so far. */
  async databases(): Promise<Sync> {
    const { pusher, writes } = this.#requireWritable();
    await writes.flush();
    return pusher.sync;
  }

  /** See `closeForHandover`. */
  async handOver(epoch: number) {
    const { pusher, writes } = this.#requireWritable();
    await writes.flush();
    await pusher.sync.handOver(epoch);
  }

  async close() {
    await this.#writes?.flush();
    try {
      await this.#pusher?.stop();
    } catch (error) {
      this.#log.warn(`the last records are not copied to the area yet, the next command will do it: ${messageOf(error)}`);
    } finally {
      this.#db.close();
      // Unless the completed runs are read too, that is the same.
      this.#pusher?.sync.live.close();
    }
  }

  #requireWritable() {
    const [pusher, writes] = [this.#pusher, this.#writes];
    if (pusher === undefined || writes === undefined) throw readOnlyArea();
    return { pusher, writes };
  }

  #write<T>(work: (db: Connection) => T): Promise<T> {
    if (this.#writes === undefined) throw readOnlyArea();
    const request = this.#request;
    this.#request = undefined;
    return this.#writes.write(work, request);
  }
}

const readOnlyArea = () => new Failure("read-only", "megatest.db is readonly.  Cannot proceed.");
