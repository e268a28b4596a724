import { Failure, type Log } from "../base/index.js";
import { compareAll, type Difference } from "./compare.js";
import { type Connection, epochNow, numberOf } from "./connection.js";
import { mend } from "./damage.js";
import { exclusively, runInTurns, runNow, type Steps } from "./exclusive.js";
import { type Fence, rescueUnsynced } from "./fence.js";
import { stampOf } from "./file-version.js";
import { Pass } from "./pass.js";
import { disowned, type Place } from "./place.js";
import { isReferenceOf, makeReference } from "./reference.js";
import { copyToStale } from "./stale.js";
import { isDirty, type SyncState, setSyncState, syncStateOf } from "./sync-state.js";
import { ThreeDatabases } from "./three-databases.js";
import { recountWhereWrong } from "./verdict-counts.js";

export interface SyncOptions {
  /** Compare all rows: always, or only when somebody else has written to the area database. */
  readonly compare: "always" | "if-changed";
  /** Where both were changed, the area database stands. */
  readonly areaWins?: boolean;
}

/** All rows are compared so often when somebody else keeps writing to the area database. */
const comparisons = 3;

/** While another program has a database locked, this one's event loop stands still for so many milliseconds; then the step is tried again. */
const blockMs = 50;

/** A comparison that finds more than this share of the tests gone copies the live database before they are; spec 04 § 6. */
const largeShare = 0.2;

/**
 * Keeps live and area database in step, by what each has changed since both agreed: the reference holds that. Any process may do it; the lock file makes
 * them take turns, batch by batch.
 *
 * @see spec 04 § 6, and DESIGN.md
 */
export class Sync {
  #running: Promise<unknown> = Promise.resolve();
  /** Of a comparison that goes on beside other work. */
  #pass: Pass | undefined;
  #three: ThreeDatabases | undefined;

  constructor(
    readonly live: Connection,
    readonly place: Place,
    readonly log: Log,
    readonly fence: Fence,
  ) {}

  /**
   * Takes over what others have written to the area database, and pushes what the change journal names.
   *
   * @returns number of rows written to the area database
   * @throws Failure when the area database cannot be written; the live database keeps everything. `moved` when this is not the homehost any more
   */
  run(options: SyncOptions): Promise<number> {
    return this.#inTurn(() => this.#steps((three) => this.#compareAndPush(three, options)));
  }

  /** As {@link run}, at once: for a process that does nothing else yet. */
  runNow(options: SyncOptions): number {
    try {
      return runNow(this.#steps((three) => this.#compareAndPush(three, options)));
    } catch (error) {
      throw this.#rescued(error);
    }
  }

  /** Only pushes what the journal names: that costs what has changed, whatever others have written meanwhile. */
  push(): Promise<number> {
    return this.#inTurn(() => this.#steps((three) => this.#pushJournal(three, this.#pass ?? this.#begin())));
  }

  /** As {@link run} with `always`, but {@link push} may go on meanwhile. */
  async compare(signal: AbortSignal): Promise<number> {
    const pass = this.#begin();
    this.#pass = pass;
    try {
      const found = await runInTurns(this.#collectAside(), signal);
      return await this.#inTurn(() => this.#steps((three) => this.#settle(three, pass, found)));
    } finally {
      this.#pass = undefined;
    }
  }

  /**
   * Brings everything to the area database, then lets nobody write to the live one any more: the homehost of the given epoch takes over.
   *
   * @throws Failure `busy` when others do not cease to write
   */
  async handOver(epoch: number): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      await this.run({ compare: "if-changed" });
      const isClosed = this.live.write(() => {
        if (isDirty(this.live)) return false;
        setSyncState(this.live, { closed: epoch });
        return true;
      });
      if (isClosed) return;
    }
    throw new Failure("busy", `other programs keep writing records of ${this.place.areaFile}; end them or try again`);
  }

  /** Whether somebody else has written to the area database since all that was settled. */
  isAreaChanged(): boolean {
    return this.#version() !== this.state().area_stamp;
  }

  state(): SyncState {
    const state = syncStateOf(this.live);
    if (state === undefined) throw disowned(this.place);
    return state;
  }

  /** Ends what goes on. To be called before the live database is closed. */
  async close(): Promise<void> {
    await this.#running;
    this.#close();
  }

  #inTurn(steps: () => Steps<number>): Promise<number> {
    const run = this.#running.then(() => this.#rescuing(runInTurns(steps())));
    this.#running = run.catch(() => undefined);
    return run;
  }

  *#steps<T>(work: (three: ThreeDatabases) => Steps<T>): Steps<T> {
    this.fence.requireHome();
    try {
      return yield* this.#withThree(work);
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== "corrupt") throw error;
      this.#close();
      yield* this.#locked(() => mend(this.live, this.place, this.log));
      return yield* this.#withThree(work);
    }
  }

  *#withThree<T>(work: (three: ThreeDatabases) => Steps<T>): Steps<T> {
    const three = yield* this.#locked(() => this.#open());
    yield* this.#begin().finish(three);
    return yield* work(three);
  }

  /** Kept open, since a push costs less than that. */
  #open(): ThreeDatabases {
    if (this.#three?.isCurrent() === true) return this.#three;
    this.#close();
    if (!isReferenceOf(this.live, this.place)) makeReference(this.live, this.place);
    this.#three = new ThreeDatabases(this.place, blockMs);
    return this.#three;
  }

  #close(): void {
    this.#three?.close();
    this.#three = undefined;
  }

  *#compareAndPush(three: ThreeDatabases, { compare, areaWins = false }: SyncOptions): Steps<number> {
    let rows = 0;
    for (let done = 0; done < comparisons && (this.isAreaChanged() || (done === 0 && compare === "always")); done++) {
      const pass = this.#begin(areaWins);
      const found = yield* this.#collect(three);
      rows += yield* this.#settle(three, pass, found);
    }
    return rows + (yield* this.#pushJournal(three, this.#begin(areaWins)));
  }

  *#collect(three: ThreeDatabases): Steps<Difference[]> {
    if (this.isAreaChanged()) this.log.info(2, `${this.place.areaFile} was changed by another program: comparing all records`);
    yield* this.#locked(() => three.adoptColumns());
    return yield* compareAll(three, this.#waitMs);
  }

  /** On a connection of its own, since the other one is used meanwhile. */
  *#collectAside(): Steps<Difference[]> {
    const three = yield* this.#locked(() => new ThreeDatabases(this.place, blockMs));
    try {
      return yield* this.#collect(three);
    } finally {
      three.close();
    }
  }

  *#settle(three: ThreeDatabases, pass: Pass, found: readonly Difference[]): Steps<number> {
    this.#keepCopyIfMuchIsGone(found);
    yield* pass.settle(three, found);
    pass.isComplete = true;
    yield* pass.pushJournal(three);
    yield* recountWhereWrong(this.live, this.#waitMs);
    setSyncState(this.live, { compared_at: epochNow() });
    return pass.rows;
  }

  *#pushJournal(three: ThreeDatabases, pass: Pass): Steps<number> {
    const before = pass.rows;
    yield* pass.pushJournal(three);
    return pass.rows - before;
  }

  #keepCopyIfMuchIsGone(found: readonly Difference[]): void {
    const gone = found.filter(({ tbl, isGone }) => tbl === "tests" && isGone).length;
    if (gone === 0 || gone <= largeShare * numberOf(this.live.get("SELECT count(*) AS tests FROM tests")?.["tests"])) return;
    this.log.warn(`many tests are gone from ${this.place.areaFile}; the records so far are kept in ${copyToStale(this.live, this.place)}`);
  }

  #begin(areaWins = false): Pass {
    const version = this.#version();
    const options = { areaWins, waitMs: this.#waitMs, log: this.log };
    return new Pass(this.live, this.place, options, version, version === this.state().area_stamp);
  }

  #version(): string {
    if (this.#three?.isCurrent() === true) return this.#three.newestStamp().text;
    const stamp = stampOf(this.place.areaFile);
    if (stamp === undefined) throw disowned(this.place);
    return stamp.text;
  }

  get #waitMs(): number {
    return this.live.options.busyTimeoutMs;
  }

  #locked<T>(work: () => T): Steps<T> {
    return exclusively(this.place.lockFile, this.#waitMs, work);
  }

  async #rescuing<T>(work: Promise<T>): Promise<T> {
    return work.catch((error) => {
      throw this.#rescued(error);
    });
  }

  /** Puts aside what another homehost will never see; spec 04 § 25.5. */
  #rescued(error: unknown): unknown {
    if (error instanceof Failure && error.reason === "moved") rescueUnsynced(this.live, this.place, this.log, this.state().epoch + 1);
    return error;
  }
}
