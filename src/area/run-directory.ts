import { lstatSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { errnoOf, type Log } from "../base/index.js";
import { isDirectory, linkTarget, removeTree } from "../sys/index.js";
import { holdsOnlyCaches, removeCaches } from "./caches.js";

/**
 * Deletes the data of one test: the physical directory behind the link path with all its contents, and the link.
 * A link path that is a real directory (top level of an itemized test) is removed only when nothing but caches is in it.
 *
 * @param rundir link path, as `tests.rundir`
 * @returns false when the path is refused because it cannot be a run directory
 * @see spec 03 § 23
 */
export async function removeRunDirectory(rundir: string, log: Log): Promise<boolean> {
  if (rundir.length <= 5 || !rundir.startsWith("/") || rundir === "/tmp/badname") {
    log.warn(`not removing ${rundir}: this is no run directory`);
    return false;
  }
  const entry = lstatSync(rundir, { throwIfNoEntry: false });
  if (entry === undefined) return true;
  if (entry.isSymbolicLink()) {
    const directory = directoryBehind(rundir);
    if (directory !== undefined) await removeTree(directory);
    rmSync(rundir, { force: true });
    return true;
  }
  removeIfEmpty(rundir);
  return true;
}

/** The directory that a link leads to; undefined when there is none, perhaps because somebody else removes it at the same time. */
function directoryBehind(link: string): string | undefined {
  try {
    const path = realpathSync(link);
    return isDirectory(path) ? path : undefined;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Removes a directory and then its parents below `stop`, as long as they are empty. */
export function removeEmptyParents(directory: string, stop: string): void {
  for (let path = directory; path.length > stop.length && path.startsWith(stop); path = dirname(path)) {
    if (linkTarget(path) !== undefined || !removeIfEmpty(path)) return;
  }
}

/** Removes a directory if there is nothing in it, or only caches; false when it is still there. */
export function removeIfEmpty(directory: string): boolean {
  try {
    if (holdsOnlyCaches(directory)) removeCaches(directory);
    rmdirSync(directory);
    return true;
  } catch {
    return false;
  }
}
