import type { Log } from "../base/index.js";
import type { Connection } from "./connection.js";
import { isDirty } from "./live-schema.js";
import type { Place } from "./place.js";
import type { RequestId } from "./records.js";
import { doneOnce } from "./requests.js";
import { markUnsynced } from "./unsynced-mark.js";

/** A write that waits for its transaction. */
interface QueuedWrite {
  /** Does it; what is returned tells the caller, once the transaction has been committed. */
  readonly run: () => () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes that are asked for in one turn of the event loop share one transaction, in the order in which they were asked for; one that fails does
 * not harm the others. So a caller groups its writes by not waiting between them.
 */
export class WriteQueue {
  readonly #db: Connection;
  readonly #place: Place;
  readonly #log: Log;
  readonly #waiting: QueuedWrite[] = [];

  constructor(db: Connection, place: Place, log: Log) {
    this.#db = db;
    this.#place = place;
    this.#log = log;
  }

  /** @param request when given, the write is done at most once for it, however often it is asked for, and answers the same */
  write<T>(work: (db: Connection) => T, request?: RequestId): Promise<T> {
    const part = request === undefined ? work : (db: Connection) => doneOnce(db, request, work);
    return new Promise((resolve, reject) => {
      this.#waiting.push({ run: () => settled(this.#db, part, resolve, reject), reject });
      if (this.#waiting.length === 1) setImmediate(() => this.flush());
    });
  }

  /** Does what waits. The mark in the area is there before the first unsynced row is; spec 04 § 6. */
  flush(): void {
    const queue = this.#waiting.splice(0);
    if (queue.length === 0) return;
    let settle: (() => void)[] = [];
    try {
      this.#db.write(() => {
        const wasDirty = isDirty(this.#db);
        settle = queue.map(({ run }) => run());
        if (!wasDirty && isDirty(this.#db)) markUnsynced(this.#place, this.#log);
      });
    } catch (error) {
      for (const { reject } of queue) reject(error);
      return;
    }
    for (const tell of settle) tell();
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
