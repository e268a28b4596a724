import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure, type Log, messageOf } from "../base/index.js";
import { metadataOf, prepareAreaDatabase, setMetadata, stampOf } from "./area-database.js";
import { Connection } from "./connection.js";
import { exclusively } from "./exclusive.js";
import { createLiveSchema, isDirty, syncedTables, syncStateOf } from "./live-schema.js";
import { makeLiveDirectory, type Place, requireOwnDirectory } from "./place.js";
import { columnsOf, type Key, quoted } from "./schema.js";
import { moveToStale } from "./stale.js";
import { Sync } from "./sync.js";
import { ownUnsyncedMark, removeUnsyncedMark } from "./unsynced-mark.js";

export interface LiveOptions {
  readonly keys: readonly Key[] | undefined;
  readonly version: string;
  readonly log: Log;
  readonly busyTimeoutMs: number;
}

/**
 * Opens the live database of an area; makes it when it is missing, and the area database too. In the usual case this is one look at each
 * file.
 */
export function openLive(place: Place, options: LiveOptions): Connection {
  makeLiveDirectory(place);
  requireOwnDirectory(place);
  return (
    openReadyLive(place, options.busyTimeoutMs) ??
    exclusively(place.lockFile, options.busyTimeoutMs, () => openReadyLive(place, options.busyTimeoutMs) ?? prepareLive(place, options))
  );
}

/** The live database if it is complete and the area database is as the last sync left it. */
export function openReadyLive(place: Place, busyTimeoutMs: number): Connection | undefined {
  const live = openFile(place, busyTimeoutMs);
  try {
    if (live !== undefined && syncStateOf(live)?.area_stamp === stampOf(place.areaFile)?.text) return live;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
  }
  live?.close();
  return undefined;
}

/** Undefined when the file is missing or damaged. */
function openFile(place: Place, busyTimeoutMs: number): Connection | undefined {
  if (!existsSync(place.liveFile)) return undefined;
  try {
    return new Connection(place.liveFile, { busyTimeoutMs });
  } catch (error) {
    if (isUnreadable(error)) return undefined;
    throw error;
  }
}

const isUnreadable = (error: unknown) => error instanceof Failure && error.reason === "corrupt";

/**
 * A live database belongs to the one area database that holds the same `CACHE_ID`. The same on both sides: bring it up to date. None on either side and
 * both files of a 1.65: take them over. Anything else: put aside what is there and begin anew from the area database.
 *
 * @see spec 04 § 5
 */
function prepareLive(place: Place, options: LiveOptions): Connection {
  const hadArea = existsSync(place.areaFile) && statSync(place.areaFile).size > 0;
  const area = prepareAreaDatabase(place.areaFile, options);
  try {
    const areaId = metadataOf(area, "CACHE_ID");
    const live = openFile(place, options.busyTimeoutMs);
    const liveId = live === undefined ? undefined : cacheIdOf(live);
    const isPair = areaId !== undefined && liveId === areaId;
    const isOld = hadArea && areaId === undefined && liveId === undefined && hasContent(place.liveFile) && hasContent(referenceFile(place));
    if (live !== undefined && (isPair || isOld)) {
      if (syncStateOf(live) === undefined) adopt(live, area);
      if (isOld) shareCacheId(live, area);
      new Sync(live, place, options.log).pullIfChanged();
      return live;
    }
    live?.close();
    putAside(place, options);
    if (areaId === undefined) area.write(() => setMetadata(area, "CACHE_ID", crypto.randomUUID()));
    build(place, area, options);
  } finally {
    area.close();
  }
  return new Connection(place.liveFile, options);
}

function cacheIdOf(live: Connection): string | undefined {
  try {
    return metadataOf(live, "CACHE_ID");
  } catch {
    // Damaged, empty or half made: no live database of any area.
    return undefined;
  }
}

const hasContent = (file: string) => (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
const referenceFile = (place: Place) => join(place.liveDirectory, "megatest_ref.db");

/**
 * Takes over a live database of another version of ours, with its journal, or of a 1.65: there every row that differs may have been changed since its
 * last sync, and is noted as ours.
 */
function adopt(live: Connection, area: Connection): void {
  live.exec("PRAGMA journal_mode = WAL");
  live.run("ATTACH ? AS area", area.file);
  live.write(() => {
    const hasJournal = columnsOf(live, "changes").length > 0;
    createLiveSchema(live, "");
    if (!hasJournal) for (const table of syncedTables) noteDifferences(live, table);
  });
  live.run("DETACH area");
}

function shareCacheId(live: Connection, area: Connection): void {
  const cacheId = crypto.randomUUID();
  for (const db of [live, area]) db.write(() => setMetadata(db, "CACHE_ID", cacheId));
}

function noteDifferences(live: Connection, table: string): void {
  const there = new Set(columnsOf(live, table, "area"));
  const columns = columnsOf(live, table).filter((name) => there.has(name));
  const row = (alias: string) => `(${columns.map((name) => `${alias}.${quoted(name)}`).join(", ")})`;
  live.run(
    `INSERT INTO changes (tbl, row_id, op) SELECT '${table}', l.id, 'update'
      FROM main.${table} l LEFT JOIN area.${table} a ON a.id = l.id WHERE ${row("l")} IS NOT ${row("a")}`,
  );
}

function build(place: Place, area: Connection, options: LiveOptions): void {
  const stamp = stampOf(place.areaFile)?.text ?? "";
  const unfinished = `${place.liveFile}.new`;
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${unfinished}${suffix}`, { force: true });
  area.run("VACUUM INTO ?", unfinished);
  const live = new Connection(unfinished, options);
  try {
    // It does not count before it has its name, so the disk need not keep up.
    live.exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = WAL");
    createLiveSchema(live, stamp);
  } finally {
    live.close();
  }
  flush(unfinished);
  renameSync(unfinished, place.liveFile);
}

function flush(file: string): void {
  const fd = openSync(file, "r+");
  fsyncSync(fd);
  closeSync(fd);
}

function putAside(place: Place, options: LiveOptions): void {
  const live = openFile(place, options.busyTimeoutMs);
  const hadUnsynced = live !== undefined && holdsUnsynced(live, options.log);
  live?.close();
  const mark = ownUnsyncedMark(place);
  if (mark !== undefined && !hadUnsynced) options.log.warn(`${mark}: records of that time may be lost, they did not reach ${place.areaFile}`);
  removeUnsyncedMark(place);
  const directory = moveToStale(place);
  if (directory === undefined) return;
  const message = `the live database did not belong to ${place.areaFile}; it was moved to ${directory}`;
  if (hadUnsynced) options.log.warn(`${message}, with records that are nowhere else`);
  else options.log.info(1, message);
}

function holdsUnsynced(live: Connection, log: Log): boolean {
  try {
    return syncStateOf(live) !== undefined && isDirty(live);
  } catch (error) {
    log.info(1, `the live database cannot be read: ${messageOf(error)}`);
    return false;
  }
}
