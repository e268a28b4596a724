import { closeSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { errnoOf } from "../base/index.js";
import { isAlive, startTimeOf } from "./process.js";

/** A held lock; release it in a `finally`. */
export interface FileLock {
  release(): void;
}

/**
 * Takes a lock file if it is free: created exclusively with `<host> <pid> <start time>`, touched while held. It is stale when its owner on this
 * host is gone, or when nothing touched it for `expireMs`.
 *
 * @returns undefined when somebody else holds it
 * @see spec 04 § 8.1
 */
export function tryLock(path: string, options: { readonly expireMs: number }): FileLock | undefined {
  if (!create(path) && !(breakStale(path, options.expireMs) && create(path))) return undefined;
  const heartbeat = setInterval(() => touch(path), Math.min(10_000, options.expireMs / 3));
  heartbeat.unref();
  return {
    release() {
      clearInterval(heartbeat);
      rmSync(path, { force: true });
    },
  };
}

/** Waits for a lock up to `waitMs`; undefined when it was not to be had. */
export async function waitForLock(path: string, options: { readonly expireMs: number; readonly waitMs: number }): Promise<FileLock | undefined> {
  const deadline = Date.now() + options.waitMs;
  for (;;) {
    const lock = tryLock(path, options);
    if (lock !== undefined || Date.now() >= deadline) return lock;
    await sleep(20);
  }
}

function create(path: string): boolean {
  try {
    const fd = openSync(path, "wx", 0o644);
    writeSync(fd, `${hostname()} ${process.pid} ${startTimeOf(process.pid)}\n`);
    closeSync(fd);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  }
}

/** Removes the lock if it is stale; false if it is held. Of several that try, at most one removes what it judged. */
function breakStale(path: string, expireMs: number): boolean {
  const judged = statSync(path, { throwIfNoEntry: false });
  if (judged === undefined) return true;
  if (Date.now() - judged.mtimeMs <= expireMs && !isOwnerGone(path)) return false;
  const aside = `${path}.${process.pid}.stale`;
  try {
    renameSync(path, aside);
  } catch {
    return true;
  }
  const isTheJudgedOne = statSync(aside).ino === judged.ino;
  // Somebody was faster and this is their fresh lock: put it back.
  if (!isTheJudgedOne) linkSync(aside, path);
  rmSync(aside, { force: true });
  return isTheJudgedOne;
}

function isOwnerGone(path: string): boolean {
  try {
    const [host, pid, started] = readFileSync(path, "latin1").trim().split(" ");
    return host === hostname() && pid !== undefined && started !== undefined && !isAlive(Number(pid), Number(started));
  } catch {
    return true;
  }
}

function touch(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // Somebody broke the lock; the holder learns of it by its own checks.
  }
}
