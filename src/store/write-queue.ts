import { setTimeout as sleep } from "node:timers/promises";
import type { Connection } from "./connection.js";
import { type Fence, HomehostIsMoving } from "./fence.js";
import type { RequestId } from "./records.js";
import { doneOnce } from "./requests.js";

/** A write that waits for its transaction. */
interface QueuedWrite {
  /** Does it; what is returned tells the caller, once the transaction has been committed. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** While the homehost is being moved, writes wait so long; spec 04 § 25.3 step 1. */
const patienceMs = 300_000;
const pollMs = 100;

/**
 * Writes that are asked for in one turn of the event loop share one transaction, in the order in which they were asked for; one that fails does
 * not harm the others. So a caller groups its writes by not waiting between them.
 */
export class WriteQueue {
  readonly #fence: Fence;
  readonly #waiting: QueuedWrite[] = [];
  #flushing: Promise<void> | undefined;

  constructor(fence: Fence) {
    this.#fence = fence;
  }

  /** @param request when given, the write is done at most once for it, however often it is asked for, and answers the same */
  write<T>(work: (db: Connection) => T, request?: RequestId): Promise<T> {
    const db = this.#fence.live;
    const part = request === undefined ? work : () => doneOnce(db, request, work);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run: () => settled(db, part, resolve, reject), reject });
      if (this.#waiting.length === 1) setImmediate(() => void this.flush());
    });
  }

  /** Does what waits; ends when it is done. */
  flush(): Promise<void> {
    this.#flushing ??= this.#flush().finally(() => {
      this.#flushing = undefined;
    });
    return this.#flushing;
  }

  async #flush(): Promise<void> {
    for (const deadline = Date.now() + patienceMs; this.#waiting.length > 0; ) {
      if (!this.#commit(Date.now() < deadline)) await sleep(pollMs);
    }
  }

  /** False when it must wait. */
  #commit(mayWait: boolean): boolean {
    const queue = this.#waiting.splice(0);
    let settle: (() => void)[] = [];
    try {
      this.#fence.write(() => {
        settle = queue.map(({ run }) => run());
      });
    } catch (error) {
      if (mayWait && error instanceof HomehostIsMoving) {
        this.#waiting.unshift(...queue);
        return false;
      }
      for (const { reject } of queue) reject(error);
      return true;
    }
    for (const tell of settle) tell();
    return true;
  }
}

function settled<T>(db: Connection, work: (db: Connection) => T, resolve: (result: T) => void, reject: (error: unknown) => void): () => void {
  try {
    const result = db.part(() => work(db));
    return () => resolve(result);
  } catch (error) {
    return () => reject(error);
  }
}
