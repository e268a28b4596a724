import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../base/index.js";
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
const movePatienceMs = 300_000;
const movePollMs = 100;
/** SQLite's own waiting would stop this whole process, at first for 1 ms, soon for 25. */
const lockPollMs = 1;

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
    const began = Date.now();
    while (this.#waiting.length > 0) {
      const queue = this.#waiting.splice(0);
      const obstacle = this.#commit(queue);
      if (obstacle === undefined) continue;
      const isMove = obstacle instanceof HomehostIsMoving;
      if (Date.now() - began < (isMove ? movePatienceMs : this.#fence.live.options.busyTimeoutMs)) {
        this.#waiting.unshift(...queue);
        await sleep(isMove ? movePollMs : lockPollMs);
      } else for (const { reject } of queue) reject(obstacle);
    }
  }

  /** The Failure, with nothing done and nobody told, when it may go better in a moment. */
  #commit(queue: readonly QueuedWrite[]): Failure | undefined {
    let settle: (() => void)[] = [];
    try {
      this.#fence.write(() => {
        settle = queue.map(({ run }) => run());
      });
    } catch (error) {
      if (error instanceof Failure && error.reason === "busy") return error;
      for (const { reject } of queue) reject(error);
      return undefined;
    }
    for (const tell of settle) tell();
    return undefined;
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
