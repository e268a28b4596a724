import { closeSync, fstatSync, openSync, readSync, statSync } from "node:fs";
import { errnoOf, Failure } from "../base/index.js";

/** What tells one version of a database file from another. */
export interface Stamp {
  readonly text: string;
  readonly inode: number;
  /** The file change counter: SQLite adds 1 with every commit. */
  readonly counter: number;
  /** `PRAGMA user_version`: the number of the last push. */
  readonly mark: number;
}

/** The version of a database file, at any time; undefined when there is no such file. */
export function stampOf(file: string): Stamp | undefined {
  const found = statSync(file, { throwIfNoEntry: false });
  if (found === undefined) return undefined;
  const fd = keptOpen(file, found.ino);
  const { ino: inode, size, mtimeMs } = fstatSync(fd);
  const header = Buffer.alloc(100);
  readSync(fd, header, 0, header.length, 0);
  const counter = header.readUInt32BE(24);
  return { text: `${inode}:${size}:${Math.floor(mtimeMs)}:${counter}`, inode, counter, mark: header.readUInt32BE(60) };
}

/**
 * Descriptors by inode. They stay open, since closing one drops all locks that this process has on the file, also those of SQLite in any of its threads. So a
 * network disk may show a version that is some seconds old, unless a transaction holds a lock on the file.
 */
const kept = new Map<number, number>();
const keptAtMost = 64;

function keptOpen(file: string, inode: number): number {
  const fd = kept.get(inode);
  if (fd !== undefined && fstatSync(fd).nlink > 0) return fd;
  // Its number was given to another file.
  if (fd !== undefined) forget(inode, fd);
  for (const [oldest, old] of kept) if (kept.size >= keptAtMost) forget(oldest, old);
  try {
    const opened = openSync(file, "r");
    kept.set(fstatSync(opened).ino, opened);
    return opened;
  } catch (error) {
    throw new Failure("io", `i/o error: cannot read ${file} (${errnoOf(error)})`, 1, { cause: error });
  }
}

function forget(inode: number, fd: number): void {
  kept.delete(inode);
  closeSync(fd);
}

/** Whether a file is as a commit to the version with the text `before` left it, and nobody wrote since. */
export function isNextAfter(before: string, now: Stamp): boolean {
  const [inode, , , counter] = before.split(":").map(Number);
  return now.inode === inode && now.counter === ((counter ?? 0) + 1) % 2 ** 32;
}
