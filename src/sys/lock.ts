import { closeSync, fsyncSync, linkSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { hostname } from "node:os";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errnoOf } from "../base/index.js";
import { fileSystemNow } from "./files.js";
import { isAlive, startTimeOf } from "./process.js";

/** A held lock; release it in a `finally`. A process that exits releases what it holds. */
export interface FileLock {
  /** The line in the file. */
  readonly contents: string;
  /** Whether nobody has taken it away, because its holder seemed to be dead. */
  isHeld(): boolean;
  release(): void;
}

export interface LockOptions {
  /** Milliseconds without a touch after which the holder counts as dead. */
  readonly expireMs: number;
  /** The line in the file, beginning with `<host>-<pid> `; by default `<host> <pid> <start time>`. */
  readonly contents?: string;
}

const held = new Set<FileLock>();
let isReleasedAtExit = false;

/**
 * Takes a lock file if it is free: created exclusively, touched while held. It is stale when its owner on this host is gone, or when nothing
 * touched it for `expireMs` by the clock of its file system, which is the same for all hosts.
 *
 * @returns undefined when somebody else holds it
 * @see spec 04 § 8.1
 */
export function tryLock(path: string, options: LockOptions): FileLock | undefined {
  const { expireMs, contents = `${hostname()} ${process.pid} ${startTimeOf(process.pid)}` } = options;
  const fd = create(path, contents) ?? (clearStaleLock(path, expireMs) ? create(path, contents) : undefined);
  if (fd === undefined) return undefined;
  const heartbeat = setInterval(() => touch(fd, contents), Math.min(10_000, expireMs / 3)).unref();
  const isHeld = () => lockContents(path) === contents;
  const lock = {
    contents,
    isHeld,
    release() {
      if (!held.delete(lock)) return;
      clearInterval(heartbeat);
      if (isHeld()) rmSync(path, { force: true });
      closeSync(fd);
    },
  };
  if (!isReleasedAtExit) process.once("exit", releaseAll);
  isReleasedAtExit = true;
  held.add(lock);
  return lock;
}

function releaseAll(): void {
  for (const lock of held) lock.release();
}

/** Waits for a lock up to `waitMs`; undefined when it was not to be had. */
export async function waitForLock(path: string, options: LockOptions & { readonly waitMs: number }): Promise<FileLock | undefined> {
  const begin = Date.now();
  for (;;) {
    const lock = tryLock(path, options);
    const waited = Date.now() - begin;
    if (lock !== undefined || waited >= options.waitMs) return lock;
    await sleep(waited < 1000 ? 20 : 250);
  }
}

/** The line in a lock file; undefined when there is none. */
export function lockContents(path: string): string | undefined {
  try {
    return readFileSync(path, "latin1").trim();
  } catch {
    return undefined;
  }
}

/** Made under another name first: a lock never exists without the name of its owner. The descriptor stays open for {@link touch}. */
function create(path: string, contents: string): number | undefined {
  const unfinished = `${path}.${hostname()}.${process.pid}`;
  rmSync(unfinished, { force: true });
  const fd = openSync(unfinished, "wx", 0o644);
  try {
    writeSync(fd, `${contents}\n`, null, "latin1");
    linkSync(unfinished, path);
    return fd;
  } catch (error) {
    closeSync(fd);
    if (errnoOf(error) === "EEXIST") return undefined;
    throw error;
  } finally {
    rmSync(unfinished, { force: true });
  }
}

/** The line of a lock whose holder lives, as far as can be told; undefined when there is none. Changes nothing. */
export function livingLock(path: string, expireMs: number): string | undefined {
  const contents = lockContents(path);
  return contents === undefined || isStale(path, expireMs) ? undefined : contents;
}

/** Removes the lock if it is stale; false if it is held. Of several that try, at most one removes what it judged. */
export function clearStaleLock(path: string, expireMs: number): boolean {
  const judged = statSync(path, { throwIfNoEntry: false });
  if (judged === undefined) return true;
  if (!isStale(path, expireMs)) return false;
  const aside = `${path}.${hostname()}.${process.pid}.stale`;
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

/** Also one from the future is no living lock: the clock was set back. */
function isStale(path: string, expireMs: number): boolean {
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return touched === undefined || isOwnerGone(path) || Math.abs(fileSystemNow(dirname(path)) - touched) > expireMs;
}

function isOwnerGone(path: string): boolean {
  const contents = lockContents(path);
  if (contents === undefined) return true;
  const [, host, pid, started = "0"] = /^(\S+) (\d+) (\d+)$/.exec(contents) ?? /^(\S+)-(\d+)(?: |$)/.exec(contents) ?? [];
  return host === hostname() && !isAlive(Number(pid), Number(started));
}

/** A write, and not a change of the time: so it is the clock of the file system that says when. */
function touch(fd: number, contents: string): void {
  try {
    writeSync(fd, contents.slice(0, 1), 0, "latin1");
    fsyncSync(fd);
  } catch {
    // Who needs to know whether the lock is still held asks.
  }
}
