import { setTimeout as sleep } from "node:timers/promises";

/** So many requests may be in progress when one more is let in; spec 04 § 12.5. */
const limit = 20;
/** Milliseconds that a request waits for others to end before it is sent away. */
const patienceMs = 1000;
const lookMs = 5;

/** Counts requests in progress, and sends away what is too much. */
export class Turnstile {
  #inProgress = 0;

  get inProgress(): number {
    return this.#inProgress;
  }

  /**
   * Does `work` unless too much is in progress, also a moment later: requests that come together are short, and must not send each other away.
   *
   * @returns undefined when it was sent away
   */
  async pass<T>(work: () => Promise<T>): Promise<T | undefined> {
    for (const deadline = Date.now() + patienceMs; this.#inProgress > limit; ) {
      if (Date.now() > deadline) return undefined;
      await sleep(lookMs);
    }
    this.#inProgress++;
    try {
      return await work();
    } finally {
      this.#inProgress--;
    }
  }
}
