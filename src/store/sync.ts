import { statSync } from "node:fs";
import { Failure, type Log, messageOf } from "../base/index.js";
import { hostName, isAlive, startTimeOf } from "../sys/index.js";
import { metadataOf, stampOf } from "./area-database.js";
import { type Connection, epochNow, numberOf } from "./connection.js";
import { exclusively } from "./exclusive.js";
import { isDirty, syncStateOf } from "./live-schema.js";
import { disowned, type Place } from "./place.js";
import { pull } from "./pull.js";
import { type Push, push } from "./push.js";
import { copyToStale } from "./stale.js";
import { removeUnsyncedMark } from "./unsynced-mark.js";

/** Pushed journal entries that are kept, so that a watcher which reads them now and then misses none. */
const keptChanges = 100_000;

/** Sync gives up when others write to the area database between every pull and push. */
const attempts = 5;

/**
 * Keeps the area database up to date with the live one. Any process may do it; the lock file makes them take turns, and the lease
 * in the live database makes one of them, the pusher, do it for all.
 *
 * @see spec 04 § 6
 */
export class Sync {
  #timer: NodeJS.Timeout | undefined;
  #lastError = "";
  readonly #inode: number;

  constructor(
    readonly live: Connection,
    readonly place: Place,
    readonly log: Log,
  ) {
    this.#inode = statSync(place.liveFile).ino;
  }

  /**
   * Pulls if somebody else has written to the area database, then pushes.
   *
   * @returns number of rows pushed
   * @throws Failure when the area database cannot be written; the live database keeps everything
   */
  run(): number {
    return exclusively(this.place.lockFile, this.live.options.busyTimeoutMs, () => {
      for (let attempt = 0; attempt < attempts; attempt++) {
        this.pullIfChanged();
        const done = this.#push();
        if (done === undefined) continue;
        this.#note(done);
        return done.rows;
      }
      throw new Failure("busy", `another program keeps writing to ${this.place.areaFile}; end it or try again`);
    });
  }

  /** To be called under the lock. */
  pullIfChanged(): void {
    const stamp = stampOf(this.place.areaFile);
    if (stamp === undefined || statSync(this.place.liveFile, { throwIfNoEntry: false })?.ino !== this.#inode) throw disowned(this.place);
    if (stamp.text === this.#state().area_stamp) return;
    this.log.info(2, `${this.place.areaFile} was changed by another program: comparing all records`);
    pull(this.place, {
      busyTimeoutMs: this.live.options.busyTimeoutMs,
      keepCopy: () =>
        this.log.warn(`many tests are gone from ${this.place.areaFile}; the records so far are kept in ${copyToStale(this.live, this.place)}`),
    });
  }

  /** Whether this process should push: there is something, and no other living process has taken that upon itself. */
  isDue(): boolean {
    return isDirty(this.live) && !this.#othersPush();
  }

  /**
   * Makes this process the pusher as soon as there is no other: every `periodMs` it syncs what is new on either side. Errors go to the log,
   * each once; the timer does not keep the process alive.
   */
  start(periodMs: number): void {
    this.stop();
    const tick = () => this.#tick(periodMs);
    this.#timer = setInterval(tick, periodMs).unref();
    tick();
  }

  /** Hands the lease back. */
  stop(): void {
    if (this.#timer === undefined) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.live.run("DELETE FROM pusher WHERE host = ? AND pid = ?", hostName(), process.pid);
  }

  #tick(periodMs: number): void {
    try {
      if (!this.#takeLease(periodMs)) return;
      if (isDirty(this.live) || stampOf(this.place.areaFile)?.text !== this.#state().area_stamp) this.run();
      this.#lastError = "";
    } catch (error) {
      const message = messageOf(error);
      if (message !== this.#lastError) this.log.error(`the records are not copied to ${this.place.areaFile}: ${message}`);
      this.#lastError = message;
    }
  }

  #takeLease(periodMs: number): boolean {
    return this.live.write(() => {
      if (this.#othersPush()) return false;
      const freshUntil = epochNow() + Math.ceil((2 * periodMs) / 1000);
      this.live.run("INSERT OR REPLACE INTO pusher VALUES (1, ?, ?, ?, ?)", hostName(), process.pid, startTimeOf(process.pid), freshUntil);
      return true;
    });
  }

  #othersPush(): boolean {
    const lease = this.live.get("SELECT host, pid, started FROM pusher WHERE fresh_until >= ?", epochNow());
    if (lease === undefined) return false;
    if (lease["host"] !== hostName()) return true;
    const pid = numberOf(lease["pid"]);
    return pid !== process.pid && isAlive(pid, numberOf(lease["started"]));
  }

  #state() {
    const state = syncStateOf(this.live);
    if (state === undefined) throw disowned(this.place);
    return state;
  }

  #push(): Push | undefined {
    const state = this.#state();
    if (!isDirty(this.live)) return { rows: 0, ...state };
    return push(this.place, state, metadataOf(this.live, "CACHE_ID") ?? "", this.live.options.busyTimeoutMs);
  }

  /** Killed before this, the next push only repeats the last. */
  #note(done: Push): void {
    this.live.write(() => {
      this.live.run("UPDATE sync_state SET pushed = ?, area_stamp = ?", done.pushed, done.area_stamp);
      this.live.run("DELETE FROM changes WHERE seq <= ?", done.pushed - keptChanges);
      // Writers wait for this transaction, so none can have become unsynced in between.
      if (!isDirty(this.live)) removeUnsyncedMark(this.place);
    });
  }
}
