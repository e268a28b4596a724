import type { Stats } from "node:fs";
import { lstat, readdir, readlink } from "node:fs/promises";
import { join, relative } from "node:path";
import type { FileList, FileRow } from "../../view/index.js";
import { Refused } from "../refused.js";
import { findShown, type ShownPlace } from "./roots.js";

/** As many entries of a directory are shown; spec 06 § 19. */
const maximumEntries = 5000;

/**
 * What is in a directory: directories first, then by name.
 *
 * @param path relative to the place
 * @throws Refused as `findShown`
 */
export async function listDirectory(place: ShownPlace, path: string): Promise<FileList> {
  const { path: directory, stats } = await findShown(place, path);
  if (!stats.isDirectory()) throw new Refused("not-found", `${path} is no directory`);
  const names = await readdir(directory);
  const shown = names.toSorted().slice(0, maximumEntries);
  const rows = await Promise.all(shown.map((name) => rowOf(place, join(directory, name), name)));
  const items = rows.filter((row) => row !== undefined).toSorted((a, b) => order(a) - order(b));
  return { base: place.base, path: relative(place.base, join(place.base, path)), total: names.length, items };
}

const order = (row: FileRow) => (row.kind === "directory" ? 0 : 1);

/** Undefined when it has vanished meanwhile. */
async function rowOf(place: ShownPlace, path: string, name: string): Promise<FileRow | undefined> {
  const own = await lstat(path).catch(() => undefined);
  if (own === undefined) return undefined;
  if (!own.isSymbolicLink()) return { name, ...facts(own), shown: own.isFile() || own.isDirectory() };
  const target = await readlink(path).catch(() => "");
  try {
    return { name, ...facts((await findShown(place, path)).stats), target, shown: true };
  } catch (error) {
    if (error instanceof Refused) return { name, ...facts(own), target, shown: false };
    throw error;
  }
}

function facts(stats: Stats): Pick<FileRow, "kind" | "size" | "mtime"> {
  const kind = stats.isDirectory() ? "directory" : stats.isFile() ? "file" : stats.isSymbolicLink() ? "link" : "other";
  return { kind, size: stats.size, mtime: stats.mtimeMs / 1000 };
}
