import { join } from "node:path";
import { Failure, type Log } from "../base/index.js";
import { hostName, lockContents, waitForLock } from "../sys/index.js";

/** Who holds the lock touches it; after so many milliseconds without that it counts as dead. */
const expireMs = 300_000;
const waitMs = 60_000;

/**
 * Does what must be alone in an area: repairs, imports, moves of runs and of the homehost. `<toppath>/.mt-maint.lock` is held meanwhile.
 *
 * @param what for others who wait, e.g. `-cleanup-db`
 * @throws Failure `busy` after 60 s
 * @see spec 04 § 8.5
 */
export async function withMaintenanceLock<T>(toppath: string, what: string, log: Log, work: () => Promise<T>): Promise<T> {
  const path = join(toppath, ".mt-maint.lock");
  const contents = `${hostName()}-${process.pid} ${Math.floor(Date.now() / 1000)} ${what}`;
  const holder = lockContents(path);
  if (holder !== undefined) log.info(1, `waiting for the maintenance lock of ${holder}`);
  const lock = await waitForLock(path, { expireMs, waitMs, contents });
  if (lock === undefined) throw new Failure("busy", `area is busy: ${lockContents(path) ?? "somebody else was faster"}`);
  try {
    return await work();
  } finally {
    lock.release();
  }
}
