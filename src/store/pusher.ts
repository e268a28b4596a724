import { messageOf } from "../base/index.js";
import { hostName, isAlive, startTimeOf } from "../sys/index.js";
import { epochNow, numberOf } from "./connection.js";
import { HomehostIsMoving } from "./fence.js";
import type { Sync } from "./sync.js";
import { isDirty } from "./sync-state.js";

/** All rows are compared when the last comparison is so many seconds old; spec 04 § 6. */
const comparedEverySeconds = 3600;

/** Comparisons take at most one part in so many of the time, however often others write to the area database. */
const restFactor = 4;

/**
 * The process that pushes for all others of this host: it holds the lease in the live database. Whoever stays tries to be it; the others push only when they
 * end while there is none.
 */
export class Pusher {
  #timer: NodeJS.Timeout | undefined;
  #lastError = "";
  #isPushing = false;
  #comparison: AbortController | undefined;
  #comparing: Promise<void> | undefined;
  #restUntil = 0;

  constructor(readonly sync: Sync) {}

  /** Whether this process should push: there is something, and no other living process has taken that upon itself. */
  isDue(): boolean {
    return isDirty(this.sync.live) && !this.areOthers();
  }

  /**
   * Makes this process the pusher as soon as there is no other: every `periodMs` it syncs what is new on either side. Errors go to the log,
   * each once; the timer does not keep the process alive.
   */
  start(periodMs: number): void {
    this.#clear();
    this.#timer = setInterval(() => void this.#tick(periodMs), periodMs).unref();
    void this.#tick(periodMs);
  }

  /** Hands the lease back, and pushes once more if nobody else does. To be called before the live database is closed. */
  async stop(): Promise<void> {
    if (this.#clear()) this.sync.live.run("DELETE FROM pusher WHERE host = ? AND pid = ?", hostName(), process.pid);
    await this.#comparing;
    try {
      if (this.isDue()) await this.sync.push();
    } finally {
      await this.sync.close();
    }
  }

  /** Whether another living process pushes for all. */
  areOthers(): boolean {
    const lease = this.sync.live.get("SELECT host, pid, started FROM pusher WHERE fresh_until >= ?", epochNow());
    if (lease === undefined) return false;
    if (lease["host"] !== hostName()) return true;
    const pid = numberOf(lease["pid"]);
    return pid !== process.pid && isAlive(pid, numberOf(lease["started"]));
  }

  #clear(): boolean {
    if (this.#timer === undefined) return false;
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#comparison?.abort();
    return true;
  }

  async #tick(periodMs: number): Promise<void> {
    if (this.#isPushing) return;
    this.#isPushing = true;
    try {
      if (!this.#takeLease(periodMs)) return;
      if (isDirty(this.sync.live)) await this.sync.push();
      this.#lastError = "";
      if (this.#timer !== undefined && this.#isComparisonDue()) this.#comparing = this.#compare();
    } catch (error) {
      this.#tell(error);
    } finally {
      this.#isPushing = false;
    }
  }

  #isComparisonDue(): boolean {
    if (this.#comparison !== undefined || Date.now() < this.#restUntil) return false;
    // Also when the clock was set back.
    return this.sync.isAreaChanged() || Math.abs(epochNow() - this.sync.state().compared_at) > comparedEverySeconds;
  }

  async #compare(): Promise<void> {
    const began = Date.now();
    const comparison = new AbortController();
    this.#comparison = comparison;
    try {
      await this.sync.compare(comparison.signal);
    } catch (error) {
      if (!comparison.signal.aborted) this.#tell(error);
    } finally {
      this.#comparison = undefined;
      this.#restUntil = Date.now() + restFactor * (Date.now() - began);
    }
  }

  #tell(error: unknown): void {
    // What becomes of this process is told when that is over.
    if (error instanceof HomehostIsMoving) return;
    const message = messageOf(error);
    if (message !== this.#lastError) this.sync.log.error(`the records are not copied to ${this.sync.place.areaFile}: ${message}`);
    this.#lastError = message;
  }

  #takeLease(periodMs: number): boolean {
    const { live } = this.sync;
    return live.write(() => {
      if (this.areOthers()) return false;
      const freshUntil = epochNow() + Math.ceil((2 * periodMs) / 1000);
      live.run("INSERT OR REPLACE INTO pusher VALUES (1, ?, ?, ?, ?)", hostName(), process.pid, startTimeOf(process.pid), freshUntil);
      return true;
    });
  }
}
