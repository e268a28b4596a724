import type { Log } from "../base/index.js";
import type { Difference } from "./compare.js";
import type { Connection } from "./connection.js";
import { exclusively, type Steps } from "./exclusive.js";
import { requireInPlace } from "./fence.js";
import { isNextAfter, stampOf } from "./file-version.js";
import { prepareJudging } from "./judge.js";
import { leaveOutLeavingRuns } from "./moving/leaving.js";
import { disowned, type Place } from "./place.js";
import { pull } from "./pull.js";
import { agreeOnPulled, hasPulled } from "./pulled.js";
import { entryWithMark, listChanges, type Push, type PushOptions, push, pushJournal } from "./push.js";
import { agree, agreeOnPushed } from "./reference.js";
import { isDirty, lastChange, type SyncState, setSyncState, syncStateOf } from "./sync-state.js";
import type { ThreeDatabases } from "./three-databases.js";
import { removeUnsyncedMark } from "./unsynced-mark.js";

/** Pushed journal entries that are kept, so that a watcher which reads them now and then misses none. */
const keptChanges = 100_000;

/** Rows that differ, in one transaction: some ten milliseconds. */
const batchSize = 1000;

/** Twice would do: the second time nothing of the area's is left to be taken over. Writers may get in between. */
const turns = 10;

export interface PassOptions {
  readonly areaWins: boolean;
  /** How long to wait for others. */
  readonly waitMs: number;
  readonly log: Log;
}

/**
 * One way through rows that are to be settled, in batches, each under the lock and all or nothing. It follows the versions of the area database: as long as each is
 * the one that the batch before left, or one that another process of ours has noted, nothing unknown can be in it.
 */
export class Pass {
  /** Number of rows written to the area database. */
  rows = 0;
  #version: string;
  #isUnbroken = true;

  /**
   * @param version of the area database, before anything was compared
   * @param isComplete whether all that others have written is settled already; set it when that has been done
   */
  constructor(
    readonly live: Connection,
    readonly place: Place,
    readonly options: PassOptions,
    version: string,
    public isComplete: boolean,
  ) {
    this.#version = version;
  }

  /** Settles the rows that a comparison found. */
  *settle(three: ThreeDatabases, found: readonly Difference[]): Steps<void> {
    for (let from = 0; from < found.length; from += batchSize) {
      const batch = found.slice(from, from + batchSize);
      yield* this.#exclusively(() => {
        prepareJudging(three.db);
        for (const { tbl, id } of batch) three.db.run("INSERT INTO temp.todo VALUES (?, ?)", tbl, id);
        leaveOutLeavingRuns(three.db);
        this.#follow();
        pull(three, this.options);
        // What is to be pushed of them is pushed with the journal, where a push that is killed can be told from what others do.
        three.db.run("DELETE FROM temp.todo WHERE (tbl, id) IN (SELECT tbl, row_id FROM live.changes WHERE seq > ?)", this.#state().pushed);
        this.#untilPushed(three, (options) => push(three, options));
      });
      yield 0;
    }
  }

  /** Settles what the change journal names up to now. */
  *pushJournal(three: ThreeDatabases): Steps<void> {
    yield* this.#exclusively(() => {
      const { pushed } = this.#state();
      let to = pushed;
      this.#follow();
      if (isDirty(this.live)) {
        const { text: push_stamp, mark: push_mark } = three.stamp();
        setSyncState(this.live, { push_stamp, push_mark });
        to = this.#untilPushed(three, (options) => pushJournal(three, pushed, options)).to;
      }
      this.#note({ pushed: to, ...(this.isComplete && this.#isUnbroken && { area_stamp: this.#version }) });
    });
  }

  /** Does the rest of a pull or a push that was killed after its commit. */
  *finish(three: ThreeDatabases): Steps<void> {
    if (hasPulled(three)) yield* this.#exclusively(() => agreeOnPulled(three));
    if (this.#state().push_stamp === "") return;
    yield* this.#exclusively(() => {
      const { push_stamp, push_mark, pushed, area_stamp } = this.#state();
      const now = stampOf(this.place.areaFile);
      const to = now === undefined || push_stamp === "" ? pushed : entryWithMark(now.mark, pushed);
      if (now !== undefined && now.mark !== push_mark && to > pushed && to <= lastChange(this.live)) {
        listChanges(three.db, pushed, to);
        agreeOnPushed(three, to);
        const isKnown = push_stamp === area_stamp && isNextAfter(push_stamp, now);
        this.#note({ pushed: to, ...(isKnown && { area_stamp: now.text }) });
        this.#version = now.text;
      } else setSyncState(this.live, { push_stamp: "" });
    });
  }

  /** Takes over what stands in the area database for as long as that is in the way. */
  #untilPushed<P extends Push>(three: ThreeDatabases, work: (options: PushOptions) => P | undefined): P {
    for (let turn = 0; turn < turns; turn++) {
      this.#follow();
      const { epoch, area_stamp: stamp } = this.#state();
      const done = work({ areaWins: this.options.areaWins, epoch, stamp });
      if (done !== undefined) {
        this.rows += done.rows;
        this.#isUnbroken &&= done.before === this.#version && agree(three, done.stamp);
        this.#version = done.stamp;
        return done;
      }
      pull(three, this.options);
    }
    throw new Error(`rows of ${this.place.areaFile} cannot be settled`);
  }

  /** Another process of ours may have gone on from the version that we know. */
  #follow(): void {
    requireInPlace(this.live, this.place);
    const now = stampOf(this.place.areaFile)?.text ?? "";
    if (now === this.#version) return;
    this.#isUnbroken = now === this.#state().area_stamp;
    this.isComplete ||= this.#isUnbroken;
    this.#version = now;
  }

  /** Killed before this, the next sync only repeats the last. */
  #note(state: { readonly pushed: number; readonly area_stamp?: string }): void {
    this.live.write(() => {
      setSyncState(this.live, { ...state, push_stamp: "" });
      this.live.run("DELETE FROM changes WHERE seq <= (SELECT pushed FROM sync_state) - ?", keptChanges);
      // Writers wait for this transaction, so none can have become unsynced in between.
      if (!isDirty(this.live)) removeUnsyncedMark(this.place);
    });
  }

  #exclusively<T>(work: () => T): Steps<T> {
    return exclusively(this.place.lockFile, this.options.waitMs, work);
  }

  #state(): SyncState {
    const state = syncStateOf(this.live);
    if (state === undefined) throw disowned(this.place);
    return state;
  }
}
