import {
  accessSync,
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  fstatSync,
  fsyncSync,
  lstatSync,
  lutimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { errnoOf } from "../base/index.js";
import { builtin } from "./builtin.js";
import { encodeText } from "./text.js";

export function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

export function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

/** Whether this process may write there; false for what does not exist. */
export function isWritable(path: string): boolean {
  return permits(path, constants.W_OK);
}

export function isExecutable(path: string): boolean {
  return isFile(path) && permits(path, constants.X_OK);
}

function permits(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false;
  }
}

/**
 * Writes a whole file so that a reader sees the old or the new text, never a part: temporary file beside it, then rename.
 *
 * @param text text as `decodeBytes` gives it, or bytes
 * @param durable also survive a crash of the host (fsync)
 */
export function writeFileAtomic(path: string, text: string | Uint8Array, options?: { readonly durable?: boolean; readonly mode?: number }): void {
  const temporary = join(dirname(path), `.${builtin.crypto.randomBytes(6).toString("hex")}.tmp`);
  const fd = openSync(temporary, "wx", options?.mode ?? 0o666);
  try {
    const bytes = typeof text === "string" ? encodeText(text) : text;
    let written = 0;
    while (written < bytes.length) written += writeSync(fd, bytes, written);
    if (options?.durable === true) fsyncSync(fd);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
}

/**
 * The time in milliseconds by the clock that dates files in a directory: on a network disk that of its server, the same for all hosts. This host's
 * clock where nothing can be written.
 */
export function fileSystemNow(directory: string): number {
  const probe = join(directory, `.mt-clock.${builtin.crypto.randomBytes(6).toString("hex")}`);
  try {
    const fd = openSync(probe, "wx", 0o600);
    try {
      return fstatSync(fd).mtimeMs;
    } finally {
      closeSync(fd);
      rmSync(probe, { force: true });
    }
  } catch {
    return Date.now();
  }
}

/** The text of a symbolic link; undefined when there is none. */
export function linkTarget(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}

/** Makes or re-points a symbolic link; leaves anything that is no link alone and says false. */
export function placeLink(target: string, path: string): boolean {
  const old = linkTarget(path);
  if (old === target) return true;
  if (old !== undefined) unlinkSync(path);
  try {
    symlinkSync(target, path);
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return linkTarget(path) === target;
    throw error;
  }
}

/**
 * Copies a folder's contents over another one, keeping modes, times and symbolic links; nothing is deleted. Unreadable or odd
 * entries (sockets, devices) are left out and named in the result.
 */
export function copyTree(source: string, target: string): { readonly copied: number; readonly leftOut: readonly string[] } {
  makeDirectories(target);
  const leftOut: string[] = [];
  let copied = 0;
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(target, entry.name);
    if (entry.isDirectory()) {
      const inner = copyTree(from, to);
      copied += inner.copied;
      leftOut.push(...inner.leftOut);
    } else if (entry.isSymbolicLink()) {
      rmSync(to, { force: true });
      symlinkSync(readlinkSync(from), to);
      const { atime, mtime } = lstatSync(from);
      lutimesSync(to, atime, mtime);
      copied++;
    } else if (entry.isFile()) {
      copyRegularFile(from, to);
      copied++;
    } else {
      leftOut.push(from);
    }
  }
  return { copied, leftOut };
}

function copyRegularFile(from: string, to: string): void {
  const { mode, atime, mtime } = statSync(from);
  // An old copy may be read-only or a link into the sources; never write through it.
  rmSync(to, { force: true });
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, mode);
  utimesSync(to, atime, mtime);
}

/** Removes a folder with everything in it; permissions in the way are changed and the removal tried once more. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch {
    makeRemovable(path);
    await rm(path, { recursive: true, force: true });
  }
}

function makeRemovable(path: string): void {
  chmodSync(path, 0o700);
  for (const entry of readdirSync(path, { withFileTypes: true })) if (entry.isDirectory()) makeRemovable(join(path, entry.name));
}

/**
 * Makes a directory with its parents; fine if it exists. Not `mkdirSync` with `recursive`: that never returns where a file system refuses new
 * names with ENOENT, as /proc does.
 */
export function makeDirectories(path: string, mode?: number): void {
  try {
    mkdirSync(path, mode);
  } catch (error) {
    if (isDirectory(path)) return;
    const parent = dirname(path);
    if (errnoOf(error) !== "ENOENT" || parent === path || isDirectory(parent)) throw error;
    makeDirectories(parent, mode);
    makeDirectories(path, mode);
  }
}
