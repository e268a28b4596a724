import { join } from "node:path";
import { Failure, type Log } from "../base/index.js";
import { clearStaleLock, type FileLock, hostName, livingLock, lockContents, tryLock, waitForLock } from "../sys/index.js";

/** Who holds the lock touches it; after so many milliseconds without that it counts as dead. */
const expireMs = 300_000;
const waitMs = 60_000;

const fileOf = (toppath: string) => join(toppath, ".mt-maint.lock");

/**
 * Does what must be alone in an area: repairs, imports, moves of runs and of the homehost. `<toppath>/.mt-maint.lock` is held meanwhile.
 *
 * @param what for others who wait, e.g. `-cleanup-db`
 * @throws Failure `busy` after 60 s
 * @see spec 04 § 8.5
 */
export async function withMaintenanceLock<T>(toppath: string, what: string, log: Log, work: () => Promise<T>): Promise<T> {
  const path = fileOf(toppath);
  const holder = livingLock(path, expireMs);
  if (holder !== undefined) log.info(1, `waiting for the maintenance lock of ${holder}`);
  const lock = await waitForLock(path, { expireMs, waitMs, contents: contentsFor(what) });
  if (lock === undefined) throw new Failure("busy", `area is busy: ${lockContents(path) ?? "somebody else was faster"}`);
  return holding(lock, work);
}

/** The same, for what can wait for another time: undefined, and nothing was done, when the lock is not free at once. */
export async function withFreeMaintenanceLock<T>(toppath: string, what: string, work: () => Promise<T>): Promise<T | undefined> {
  const lock = tryLock(fileOf(toppath), { expireMs, contents: contentsFor(what) });
  return lock === undefined ? undefined : holding(lock, work);
}

const contentsFor = (what: string) => `${hostName()}-${process.pid} ${Math.floor(Date.now() / 1000)} ${what}`;

async function holding<T>(lock: FileLock, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    lock.release();
  }
}

/** Who holds the lock, as far as can be told; undefined when nobody does. Changes nothing. */
export function maintenanceHolder(toppath: string): string | undefined {
  return livingLock(fileOf(toppath), expireMs);
}

/** Removes the lock of a dead holder. */
export function clearStaleMaintenanceLock(toppath: string): void {
  clearStaleLock(fileOf(toppath), expireMs);
}
