import { existsSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { Failure, type Log, messageOf } from "../base/index.js";
import { hostName, userName } from "../sys/index.js";
import { metadataOf, prepareAreaDatabase, setMetadata, stampOf } from "./area-database.js";
import { Connection } from "./connection.js";
import { exclusively } from "./exclusive.js";
import { createLiveSchema, isDirty, syncedTables, syncStateOf } from "./live-schema.js";
import { makeLiveDirectory, type Place, requireOwnDirectory } from "./place.js";
import type { Key } from "./schema.js";
import { moveToStale } from "./stale.js";
import { Sync } from "./sync.js";

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

const isUnreadable = (error: unknown) => error instanceof Failure && error.reason === "database";

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
      if (isOld) adopt(live, area, place);
      else if (syncStateOf(live) === undefined) createLiveSchema(live, "");
      new Sync(live, place, options.log).pullIfChanged();
      return live;
    }
    live?.close();
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

/** Takes over the live database of a 1.65: what is newer there goes to the area database, which never lost a row to it. */
function adopt(live: Connection, area: Connection, place: Place): void {
  const cacheId = crypto.randomUUID();
  createLiveSchema(live, "");
  live.write(() => {
    for (const table of syncedTables) live.run(`INSERT INTO changes (tbl, row_id) SELECT '${table}', id FROM ${table}`);
    setMetadata(live, "CACHE_ID", cacheId);
  });
  markAsOurs(area, place, cacheId);
}

function build(place: Place, area: Connection, options: LiveOptions): void {
  settleUnsynced(place, area, options.log);
  putAside(place, options);
  markAsOurs(area, place, crypto.randomUUID());
  const stamp = stampOf(place.areaFile)?.text ?? "";
  const unfinished = `${place.liveFile}.new`;
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${unfinished}${suffix}`, { force: true });
  area.run("VACUUM INTO ?", unfinished);
  const live = new Connection(unfinished, options);
  try {
    createLiveSchema(live, stamp);
  } finally {
    live.close();
  }
  renameSync(unfinished, place.liveFile);
}

const ownerOf = (place: Place) => `${userName()}@${hostName()}:${place.liveDirectory}`;

function markAsOurs(area: Connection, place: Place, cacheId: string): void {
  area.write(() => {
    setMetadata(area, "CACHE_ID", cacheId);
    setMetadata(area, "CACHE_OWNER", ownerOf(place));
  });
}

/**
 * Whoever makes a live database takes the area over from the one before, whose unsynced rows then have nowhere to go.
 *
 * @throws Failure `busy` when that is somebody else's and holds such rows
 */
function settleUnsynced(place: Place, area: Connection, log: Log): void {
  if (!existsSync(place.unsyncedMarker)) return;
  const owner = metadataOf(area, "CACHE_OWNER");
  if (owner !== undefined && owner !== ownerOf(place)) {
    throw new Failure(
      "busy",
      `${owner} holds records that are not in ${place.areaFile} yet: run any megatest command there, or remove ${place.unsyncedMarker} to give them up`,
    );
  }
  log.warn(`${readFileSync(place.unsyncedMarker, "utf8").trim()}: records of that time did not reach ${place.areaFile}`);
  rmSync(place.unsyncedMarker, { force: true });
}

function putAside(place: Place, options: LiveOptions): void {
  const live = openFile(place, options.busyTimeoutMs);
  const hadUnsynced = live !== undefined && holdsUnsynced(live, options.log);
  live?.close();
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
