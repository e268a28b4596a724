import { Connection } from "./connection.js";

/**
 * Runs `work` while no other process does so with the same lock file, which must be on a local disk. The lock is SQLite's lock on an empty
 * database, so the system releases it whatever becomes of its holder: there is nothing stale to break.
 *
 * @throws Failure `busy` when the lock was not to be had
 */
export function exclusively<T>(lockFile: string, busyTimeoutMs: number, work: () => T): T {
  const lock = new Connection(lockFile, { busyTimeoutMs, create: true });
  try {
    return lock.transaction("BEGIN EXCLUSIVE", work);
  } finally {
    lock.close();
  }
}
