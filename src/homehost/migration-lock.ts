import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { clearStaleMaintenanceLock } from "../area/index.js";
import { clearStaleLock, currentEnv, type FileLock, hostName, lockContents, tryLock } from "../sys/index.js";

/** Who holds `.homehost.lock` touches it; after so many milliseconds without that it counts as dead, and nobody waits longer. Spec 04 § 25.3 step 1 */
const expireMs = 300_000;
const pollMs = 250;

/** Hands the contents of a lock to the one command that may pass it. */
export const passVariable = "MT_HOMEHOST_LOCK";

const lockFile = (toppath: string) => join(toppath, ".homehost.lock");

let own: FileLock | undefined;

/** Undefined when somebody else is moving the homehost. */
export function takeMigrationLock(toppath: string, from: string): FileLock | undefined {
  const contents = `${hostName()}-${process.pid} ${Math.floor(Date.now() / 1000)} ${from}`;
  const lock = tryLock(lockFile(toppath), { expireMs, contents });
  own = lock ?? own;
  return lock;
}

/** Whether this process was sent by one that moves the homehost, and whether that still is at it. */
export function sentByMover(toppath: string): "yes" | "no" | "too-late" {
  const contents = currentEnv()[passVariable];
  if (contents === undefined) return "no";
  return contents === lockContents(lockFile(toppath)) ? "yes" : "too-late";
}

/** What the lock of a living process says that keeps us out; undefined when there is none, it is our own, or we were sent by its holder. */
export function migrationInTheWay(toppath: string): string | undefined {
  const contents = lockContents(lockFile(toppath));
  if (contents === undefined || contents === own?.contents || contents === currentEnv()[passVariable]) return undefined;
  if (!clearStaleLock(lockFile(toppath), expireMs)) return contents;
  // The dead holder had that one too.
  clearStaleMaintenanceLock(toppath);
  return undefined;
}

const seen = new Set<string>();

/** Waits while another process moves the homehost, 300 s at the most. */
export async function waitForMigration(toppath: string): Promise<void> {
  for (const deadline = Date.now() + expireMs; migrationInTheWay(toppath) !== undefined && Date.now() < deadline; await sleep(pollMs))
    noteMigration(toppath);
}

/** Whether this process has waited for a move, or tried one: it must leave the homehost where it is now. Spec 04 § 25.3 */
export function hasSeenMigration(toppath: string): boolean {
  return seen.has(toppath);
}

export function noteMigration(toppath: string): void {
  seen.add(toppath);
}
