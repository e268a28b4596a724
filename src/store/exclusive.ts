import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "../base/index.js";
import { Connection } from "./connection.js";

/**
 * Work in steps: between them, others have their turn. Yields how many milliseconds it would wait for somebody else; 0 when it could go on at once.
 */
export type Steps<T> = Generator<number, T, void>;

/** Goes through the steps without a break. */
export function runNow<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
    if (step.value > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, step.value);
  }
}

/**
 * Goes through the steps, each in a turn of the event loop.
 *
 * @throws the reason of `signal` when it is aborted between two steps
 */
export async function runInTurns<T>(steps: Steps<T>, signal?: AbortSignal): Promise<T> {
  try {
    for (;;) {
      signal?.throwIfAborted();
      const step = steps.next();
      if (step.done === true) return step.value;
      await (step.value > 0 ? sleep(step.value) : new Promise(setImmediate));
    }
  } finally {
    // Lets it close what it has open.
    steps.return(undefined as never);
  }
}

const pollMs = 10;

/**
 * Does `work` again while another program has a database locked.
 *
 * @throws Failure `busy` when it could not be done within `waitMs`
 */
export function* patiently<T>(waitMs: number, work: () => T): Steps<T> {
  for (const deadline = Date.now() + waitMs; ; ) {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Failure) || error.reason !== "busy" || Date.now() >= deadline) throw error;
    }
    yield pollMs;
  }
}

/**
 * Runs `work` while no other process does so with the same lock file, which must be on a local disk. The lock is SQLite's lock on an empty
 * database, so the system releases it whatever becomes of its holder: there is nothing stale to break.
 *
 * @param work is done again when it fails with `busy`
 * @throws Failure `busy` when the lock was not to be had, or `work` not to be done, within `waitMs`
 */
export function exclusively<T>(lockFile: string, waitMs: number, work: () => T): Steps<T> {
  return patiently(waitMs, () => holding(lockFile, work));
}

function holding<T>(lockFile: string, work: () => T): T {
  const lock = new Connection(lockFile, { busyTimeoutMs: 0, create: true });
  try {
    return lock.transaction("BEGIN EXCLUSIVE", work);
  } finally {
    lock.close();
  }
}
