import { constants, realpathSync, type Stats } from "node:fs";
import { type FileHandle, open, readlink, realpath, stat } from "node:fs/promises";
import { isAbsolute, join, resolve, sep } from "node:path";
import type { Area } from "../../area/index.js";
import { errnoOf } from "../../base/index.js";
import { settingText } from "../../config/index.js";
import { words } from "../../model/index.js";
import { linkTarget } from "../../sys/index.js";
import { Refused } from "../refused.js";

/** What may be shown of the file system: what really lies in one of these directories. Spec 06 § 33.7 */
export interface ShownPlace {
  /** Where relative paths begin: a run directory, or the area's `logs`. */
  readonly base: string;
  /** Real paths of directories, or of single files. */
  readonly roots: readonly string[];
}

/** The files of a test, as far as they lie in its run directory, the area's `logs` or a directory of `[dashboard] file-roots`. */
export function placeOfTest(area: Area, test: { readonly rundir: string }): ShownPlace {
  return placeAt(area, test.rundir);
}

/** The log files of the area. */
export function placeOfLogs(area: Area): ShownPlace {
  return placeAt(area, join(area.toppath, "logs"));
}

/** Just these files, of which a configuration is made. */
export function placeOfArea({ toppath }: Area, files: readonly string[]): ShownPlace {
  return { base: toppath, roots: files.flatMap(realPathOf) };
}

function placeAt(area: Area, base: string): ShownPlace {
  const more = words(settingText(area.config, "dashboard", "file-roots")).map((path) => resolve(area.toppath, path));
  // A run directory that leads to the root of the file system would open all of it.
  const roots = [base, join(area.toppath, "logs"), ...more].flatMap(realPathOf).filter((path) => path !== sep);
  return { base, roots: [...new Set(roots)] };
}

function realPathOf(path: string): string[] {
  try {
    return isAbsolute(path) ? [realpathSync(path)] : [];
  } catch {
    return [];
  }
}

/** A file or directory that may be shown. */
export interface Shown {
  /** Real path. */
  readonly path: string;
  readonly stats: Stats;
}

/**
 * Where a path leads.
 *
 * @param path relative to the place, or absolute
 * @throws Refused `not-found`; `forbidden` when it leads out of the place, or to what is neither a file nor a directory
 */
export async function findShown(place: ShownPlace, path: string): Promise<Shown> {
  const given = resolve(place.base, path);
  const found = await trying(() => realpath(requireText(given)), path);
  requireWithin(place, found, given);
  const stats = await trying(() => stat(found), path);
  if (!stats.isFile() && !stats.isDirectory()) throw new Refused("forbidden", `${path} is neither a file nor a directory and is not shown`);
  return { path: found, stats };
}

/** An open file that may be shown; whoever gets it closes it. */
export interface OpenFile extends Shown {
  readonly file: FileHandle;
}

/**
 * Opens a file for reading. Looked at again when it is open: what a test puts in its place meanwhile is not followed.
 *
 * @throws Refused as {@link findShown}
 */
export async function openShown(place: ShownPlace, path: string): Promise<OpenFile> {
  const shown = await findShown(place, path);
  if (!shown.stats.isFile()) throw new Refused("not-found", `${path} is a directory`);
  // Not to wait for the other end of a pipe that has come in the place of the file.
  const file = await trying(() => open(shown.path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK), path);
  try {
    const opened = await readlink(`/proc/self/fd/${file.fd}`);
    requireWithin(place, opened, shown.path);
    const stats = await file.stat();
    if (!stats.isFile()) throw new Refused("forbidden", `${path} is no file`);
    return { path: opened, stats, file };
  } catch (error) {
    await file.close();
    throw error;
  }
}

/** Whether a real path lies in the place. */
function isWithin({ roots }: ShownPlace, path: string): boolean {
  return roots.some((root) => path === root || path.startsWith(root + sep));
}

function requireWithin(place: ShownPlace, real: string, given: string): void {
  if (isWithin(place, real)) return;
  const target = linkTarget(given);
  const why = target === undefined ? "lies outside the run directory" : `is a link to ${target}, outside the run directory`;
  throw new Refused("forbidden", `${given} ${why} and is not shown; see [dashboard] file-roots`);
}

function requireText(path: string): string {
  if (path.includes("\0")) throw new Refused("bad-request", "a path cannot hold the character NUL");
  return path;
}

const absent = new Set(["ENOENT", "ENOTDIR", "ENAMETOOLONG", "ELOOP"]);

async function trying<T>(look: () => Promise<T>, path: string): Promise<T> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof Refused) throw error;
    const code = errnoOf(error);
    if (code === "EACCES" || code === "EPERM") throw new Refused("forbidden", `${path} cannot be read by the user of this dashboard`);
    if (code !== undefined && absent.has(code)) throw new Refused("not-found", `there is no ${path}`);
    throw error;
  }
}
