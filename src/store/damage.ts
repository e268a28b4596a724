import { chmodSync, copyFileSync, existsSync, linkSync, renameSync, statSync } from "node:fs";
import { Failure, type Log, messageOf } from "../base/index.js";
import { damageOf, metadataOf } from "./area-database.js";
import { Connection, epochNow } from "./connection.js";
import { copyRecords, putInPlace, withCopy } from "./copies.js";
import type { HomeVerdict } from "./fence.js";
import { type Stamp, stampOf } from "./file-version.js";
import type { Place } from "./place.js";
import { isReferenceOf, makeReference } from "./reference.js";
import { setSyncState, syncStateOf } from "./sync-state.js";

interface MendOptions {
  readonly log: Log;
  readonly stillHome: () => HomeVerdict;
}

/**
 * Does what needs the area database. Looks for damage before, where the file was not changed as SQLite does it, and afterwards if `work` met with some;
 * then it is rebuilt from the live database. To be called under the lock.
 *
 * @param live undefined when there is none that can be read
 * @throws Failure `corrupt` when it cannot be mended from here
 */
export function withWholeArea<T>(place: Place, live: Connection | undefined, options: MendOptions, work: () => T): T {
  const now = stampOf(place.areaFile);
  const known = live === undefined ? undefined : stateOf(live)?.area_stamp;
  const isEmpty = now !== undefined && statSync(place.areaFile).size === 0;
  // An empty file is how an area begins, if there is nothing yet.
  const isSuspect = now !== undefined && (isEmpty ? known !== undefined : known === undefined || !isPlain(known, now));
  if (isSuspect) mendArea(place, live, options);
  try {
    return work();
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    mendArea(place, live, options);
    return work();
  }
}

function mendArea(place: Place, live: Connection | undefined, { log, stillHome }: MendOptions): void {
  const isEmpty = statSync(place.areaFile).size === 0;
  const problems = isEmpty ? ["it is empty"] : problemsOf(place.areaFile);
  if (problems.length === 0) return;
  if (live === undefined || stateOf(live) === undefined || !isWhole(live) || stillHome() !== "home") throw damaged(place, problems);
  rebuildArea(live, place, problems, log);
}

export const isCorrupt = (error: unknown): boolean => error instanceof Failure && error.reason === "corrupt";

/**
 * Finds out which of the three databases is damaged, since a statement on all of them does not say, and mends it from the others. To be called under the lock.
 *
 * @throws Failure `corrupt` when that is not possible
 */
export function mend(live: Connection, place: Place, log: Log): void {
  const ownProblems = damageOf(live);
  if (ownProblems.length > 0) {
    throw new Failure(
      "corrupt",
      `the live database ${live.file} is damaged: ${ownProblems.join("; ")}\n` +
        `   end all megatest programs of this area and move the file away: the next command starts from ${place.areaFile}, which lacks at most what was written in the last seconds`,
    );
  }
  const problems = problemsOf(place.areaFile);
  if (problems.length > 0) rebuildArea(live, place, problems, log);
  if (!isReferenceOf(live, place) || problemsOf(place.referenceFile).length > 0) makeReference(live, place);
}

/** Whether the file is as it was, or went through commits since: then nothing but these have written to it, as far as one can see. */
function isPlain(known: string, now: Stamp): boolean {
  const [inode, , , counter = 0] = known.split(":").map(Number);
  return now.text === known || (now.inode === inode && now.counter > counter);
}

function stateOf(live: Connection): { area_stamp: string } | undefined {
  try {
    return syncStateOf(live);
  } catch {
    return undefined;
  }
}

function isWhole(live: Connection): boolean {
  return damageOf(live).length === 0 && metadataOf(live, "CACHE_ID") !== undefined;
}

/** What is wrong with a database; nothing when it is whole. */
export function problemsOf(file: string): string[] {
  try {
    const db = new Connection(file, { busyTimeoutMs: 136_000 });
    try {
      return damageOf(db);
    } finally {
      db.close();
    }
  } catch (error) {
    if (isCorrupt(error)) return [messageOf(error)];
    throw error;
  }
}

export function damaged(place: Place, problems: readonly string[]): Failure {
  const { areaFile } = place;
  return new Failure(
    "corrupt",
    `${areaFile} is damaged: ${problems.join("; ")}\n` +
      `   there is no live database on this host to rebuild it from; restore it from a backup, or save what can be read with\n` +
      `   sqlite3 ${areaFile} .recover | sqlite3 ${areaFile}.recovered, then move that to ${areaFile}`,
  );
}

/**
 * Puts the damaged file aside and makes a new one of what the live database holds. Killed at any point, there is a file under the old name: an area without
 * one would begin anew.
 */
function rebuildArea(live: Connection, place: Place, problems: readonly string[], log: Log): void {
  const { areaFile } = place;
  const unfinished = `${areaFile}.new`;
  const pushed = copyRecords(live, unfinished, "all");
  withCopy(unfinished, (copy) => copy.exec("PRAGMA journal_mode = DELETE"));
  chmodSync(unfinished, statSync(areaFile).mode & 0o777);
  const aside = freeName(`${areaFile}.corrupt-${epochNow()}`);
  keepAs(areaFile, aside);
  // They belong to the damaged file: SQLite must not apply them to the new one.
  for (const suffix of ["-journal", "-wal", "-shm"]) if (existsSync(`${areaFile}${suffix}`)) renameSync(`${areaFile}${suffix}`, `${aside}${suffix}`);
  putInPlace(unfinished, areaFile);
  setSyncState(live, { area_stamp: stampOf(areaFile)?.text ?? "", pushed, push_stamp: "" });
  makeReference(live, place);
  log.error(`${areaFile} was damaged (${problems.join("; ")}): it was rebuilt from the live database of this host; the damaged file is ${aside}`);
}

function freeName(name: string): string {
  for (let count = 0; ; count++) {
    const free = count === 0 ? name : `${name}.${count}`;
    if (!existsSync(free)) return free;
  }
}

function keepAs(file: string, name: string): void {
  try {
    linkSync(file, name);
  } catch {
    copyFileSync(file, name);
  }
}
