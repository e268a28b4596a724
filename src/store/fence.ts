import { statSync } from "node:fs";
import { Failure, type Log, messageOf } from "../base/index.js";
import type { Connection } from "./connection.js";
import { numberOf } from "./connection.js";
import type { Place } from "./place.js";
import { copyToStale } from "./stale.js";
import { lastChange, setSyncState, syncStateOf, unsyncedCount } from "./sync-state.js";
import { markUnsynced, removeUnsyncedMark } from "./unsynced-mark.js";

/** Whether this host is still the homehost; `wait` while that is being decided. */
export type HomeVerdict = "home" | "wait" | "moved";

/** While records wait to be pushed, the homehost is looked up anew after so many milliseconds at the latest. */
const trustedMs = 5000;

/** Nothing was written, because another process is moving the homehost: try again in a moment. */
export class HomehostIsMoving extends Failure {
  constructor(place: Place) {
    super("busy", `the homehost of ${place.areaFile} is being moved; try again`);
  }
}

/**
 * Keeps this process from writing to a live database that is no longer the area's. Whoever moves the homehost first makes its lock and then looks for the
 * mark `.mt-unsynced`; a writer first makes the mark and then looks for the lock: so at least one of them sees the other.
 *
 * @see spec 04 § 25.5
 */
export class Fence {
  #lookedAt = 0;
  #isMarked = false;

  constructor(
    readonly live: Connection,
    readonly place: Place,
    readonly log: Log,
    readonly stillHome: () => HomeVerdict,
  ) {}

  /**
   * One transaction on the live database. Rolled back when this is not the homehost any more.
   *
   * @throws Failure `moved`, {@link HomehostIsMoving}, or at once `busy` while another process writes
   */
  write<T>(work: () => T): T {
    return this.live.writeIfFree(() => {
      const wasDirty = this.#look();
      const result = work();
      if (this.#look()) this.#markFirst(wasDirty);
      return result;
    });
  }

  /**
   * To be asked before each sync.
   *
   * @throws as {@link write}
   */
  requireHome(): void {
    const verdict = this.stillHome();
    this.#lookedAt = Date.now();
    if (verdict === "wait") throw new HomehostIsMoving(this.place);
    if (verdict === "moved") throw moved(this.place);
  }

  /** Whether there is something to push. */
  #look(): boolean {
    const row = this.live.get("SELECT closed, pushed < (SELECT max(seq) FROM changes) AS dirty FROM sync_state");
    if (row?.["closed"] !== null) throw moved(this.place);
    return numberOf(row?.["dirty"]) === 1;
  }

  #markFirst(wasDirty: boolean): void {
    if (wasDirty && this.#isMarked && Date.now() - this.#lookedAt < trustedMs) return;
    this.#isMarked = markUnsynced(this.place, this.log);
    try {
      this.requireHome();
      requireInPlace(this.live, this.place);
    } catch (error) {
      // Nothing stays of this transaction, which still keeps other writers out.
      if (!wasDirty) removeUnsyncedMark(this.place);
      // What waits already was written as the homehost: it is the mover's task to fetch it, or to stop.
      if (wasDirty && error instanceof HomehostIsMoving) return;
      throw error;
    }
  }
}

/** @throws Failure `moved` when another live database has taken this one's place */
export function requireInPlace(live: Connection, place: Place): void {
  if (statSync(place.liveFile, { throwIfNoEntry: false })?.ino !== live.inode) throw moved(place);
}

export function moved(place: Place): Failure {
  return new Failure("moved", `the homehost of ${place.areaFile} has moved: this host takes no more records for it`);
}

/**
 * Copies a live database whose area has another homehost now, if it holds what never came there, and closes it.
 *
 * @param epoch of the new homehost
 * @see spec 04 § 25.5
 */
export function rescueUnsynced(live: Connection, place: Place, log: Log, epoch: number): void {
  for (;;) {
    const last = lastChange(live);
    const count = unsyncedCount(live);
    if (syncStateOf(live)?.closed !== undefined) return;
    const copy = count > 0 ? rescued(live, place, log) : undefined;
    const isDone = live.write(() => {
      if (lastChange(live) !== last) return false;
      if (copy !== undefined || count === 0) setSyncState(live, { closed: epoch });
      return true;
    });
    if (!isDone) continue;
    if (copy !== undefined) log.error(`${count} records did not reach ${place.areaFile} before its homehost moved; they are kept in ${copy}`);
    return;
  }
}

function rescued(live: Connection, place: Place, log: Log): string | undefined {
  try {
    return copyToStale(live, place);
  } catch (error) {
    log.error(`records that are not in ${place.areaFile} stay in ${live.file}: ${messageOf(error)}`);
    return undefined;
  }
}
