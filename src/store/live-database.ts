import { copyFileSync, existsSync, statSync } from "node:fs";
import { Failure, type Log, messageOf } from "../base/index.js";
import { epochOf, metadataOf, prepareAreaDatabase, setEpoch, setMetadata } from "./area-database.js";
import { Connection } from "./connection.js";
import { copyDatabase, putInPlace, withCopy } from "./copies.js";
import { isCorrupt, withWholeArea } from "./damage.js";
import { exclusively, runNow } from "./exclusive.js";
import { type HomeVerdict, moved } from "./fence.js";
import { isNextAfter, stampOf } from "./file-version.js";
import { createLiveSchema, dropSpareIndexes, syncedTables } from "./live-schema.js";
import { makeLiveDirectory, type Place, requireOwnDirectory } from "./place.js";
import { isReferenceOf, makeReference, noteOneRow } from "./reference.js";
import { columnsOf, completeSchema, type Key, quoted } from "./schema.js";
import { moveToStale } from "./stale.js";
import { isDirty, setSyncState, syncStateOf } from "./sync-state.js";
import { ownUnsyncedMark, removeUnsyncedMark } from "./unsynced-mark.js";

export interface LiveOptions {
  readonly keys: readonly Key[] | undefined;
  readonly version: string;
  readonly log: Log;
  readonly busyTimeoutMs: number;
  /** Of the homehost that opens it; undefined when that has none. */
  readonly epoch: number | undefined;
  readonly stillHome: () => HomeVerdict;
}

/**
 * Opens the live database of an area; makes it when it is missing, and the area database too. In the usual case this is one look at each
 * file. What others have written to the area database is not taken over yet.
 *
 * @throws Failure `moved` when the live database was handed over to another homehost
 */
export function openLive(place: Place, options: LiveOptions): Connection {
  makeLiveDirectory(place);
  requireOwnDirectory(place);
  return (
    openReadyLive(place, options) ??
    runNow(exclusively(place.lockFile, options.busyTimeoutMs, () => openReadyLive(place, options) ?? prepareLive(place, options)))
  );
}

/**
 * Makes a new live database of the area database, for a host that is to be the homehost; what was there is put aside.
 *
 * @see spec 04 § 25.3 step 5
 */
export function remakeLive(place: Place, options: LiveOptions): void {
  makeLiveDirectory(place);
  requireOwnDirectory(place);
  const work = () => {
    const area = prepareAreaDatabase(place.areaFile, options);
    try {
      beginAnew(place, area, undefined, options).close();
    } finally {
      area.close();
    }
  };
  runNow(exclusively(place.lockFile, options.busyTimeoutMs, work));
}

/** The live database if it is complete, belongs to this homehost, and the area database is as the last sync left it. */
export function openReadyLive(
  place: Place,
  options: { readonly busyTimeoutMs: number; readonly epoch?: number | undefined },
): Connection | undefined {
  if (!existsSync(place.referenceFile)) return undefined;
  const live = openFile(place, options.busyTimeoutMs);
  try {
    const state = live === undefined ? undefined : syncStateOf(live);
    const isOpen = state !== undefined && state.closed === undefined && state.epoch === (options.epoch ?? state.epoch);
    if (isOpen && state.area_stamp === stampOf(place.areaFile)?.text) return live;
  } catch (error) {
    if (!isCorrupt(error)) throw error;
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
    if (isCorrupt(error)) return undefined;
    throw error;
  }
}

/**
 * A live database belongs to the one area database that holds the same `CACHE_ID`. The same on both sides: bring it up to date. None on either side and
 * both files of a 1.65: take them over. Anything else: put aside what is there and begin anew from the area database.
 *
 * @see spec 04 § 4
 */
function prepareLive(place: Place, options: LiveOptions): Connection {
  const found = openFile(place, options.busyTimeoutMs);
  const hadArea = hasContent(place.areaFile);
  const area = withWholeArea(place, found, options, () => prepareAreaDatabase(place.areaFile, options));
  try {
    const areaId = metadataOf(area, "CACHE_ID");
    const liveId = found === undefined ? undefined : cacheIdOf(found);
    const isPair = areaId !== undefined && liveId === areaId;
    const isOld = hadArea && areaId === undefined && liveId === undefined && hasContent(place.liveFile) && hasContent(place.referenceFile);
    const live = found !== undefined && (isPair || isOld) ? found : beginAnew(place, area, found, options);
    if (live === found) {
      if (isOld) shareCacheId(live, area);
      adopt(live, area, place, options);
    }
    enterEpoch(live, area, place, options);
    return live;
  } finally {
    area.close();
  }
}

function beginAnew(place: Place, area: Connection, found: Connection | undefined, options: LiveOptions): Connection {
  found?.close();
  putAside(place, options);
  if (metadataOf(area, "CACHE_ID") === undefined) area.write(() => setMetadata(area, "CACHE_ID", crypto.randomUUID()));
  build(place, area);
  return new Connection(place.liveFile, options);
}

/**
 * Lets the area database know that this homehost writes to it now, so that earlier ones do no more; and only then the live database, so that it is not
 * used before.
 */
function enterEpoch(live: Connection, area: Connection, place: Place, { epoch: own, stillHome, log }: LiveOptions): void {
  const written = epochOf(area);
  const epoch = own ?? written;
  requireNewest(epoch, written, place);
  const state = syncStateOf(live);
  // Whoever was to take over has died before it did: otherwise .homehost would not name this host.
  if (state?.closed !== undefined && stillHome() !== "home") throw moved(place);
  if (written < epoch) {
    area.write(() => {
      requireNewest(epoch, epochOf(area), place);
      setEpoch(area, epoch);
    });
    const now = stampOf(place.areaFile);
    const isOwnChange = state !== undefined && now !== undefined && isNextAfter(state.area_stamp, now);
    if (isOwnChange) noteOneRow(place, "metadat", "var = 'HOMEHOST_EPOCH'", log);
  }
  setSyncState(live, { epoch, closed: null });
}

function requireNewest(epoch: number, written: number, place: Place): void {
  if (written <= epoch) return;
  const hint = `.homehost has epoch ${epoch}, ${place.areaFile} was taken over by a homehost of epoch ${written}`;
  throw new Failure("moved", `${hint}; if .homehost is an old copy, remove it while nothing runs`);
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

/**
 * Takes over a live database of another version of ours, with its journal, or of a 1.65: there every row that differs may have been changed since its
 * last sync, and is noted as ours. Makes the reference where there is none of ours.
 */
function adopt(live: Connection, area: Connection, place: Place, { keys, version }: LiveOptions): void {
  const hasJournal = columnsOf(live, "changes").length > 0;
  const isOld = syncStateOf(live) === undefined;
  if (isOld) {
    live.exec("PRAGMA journal_mode = WAL");
    completeSchema(live, keys, version);
    live.run("ATTACH ? AS area", area.file);
    live.write(() => {
      createLiveSchema(live, "");
      if (!hasJournal) for (const table of syncedTables) noteDifferences(live, table);
    });
    live.run("DETACH area");
  }
  if (!hasJournal || !isReferenceOf(live, place)) makeReference(live, place);
  else if (isOld) withCopy(place.referenceFile, (reference) => completeSchema(reference, keys, version));
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

function build(place: Place, area: Connection): void {
  const stamp = stampOf(place.areaFile)?.text ?? "";
  const [live, reference] = [`${place.liveFile}.new`, `${place.referenceFile}.new`];
  copyDatabase(area, reference);
  // The journal of moves is in the area database only.
  withCopy(reference, (copy) => {
    copy.exec("DROP TABLE IF EXISTS run_moves");
    dropSpareIndexes(copy);
  });
  copyFileSync(reference, live);
  withCopy(live, (copy) => {
    copy.exec("PRAGMA journal_mode = WAL");
    createLiveSchema(copy, stamp);
  });
  withCopy(reference, (copy) => copy.exec("PRAGMA journal_mode = WAL"));
  putInPlace(reference, place.referenceFile);
  putInPlace(live, place.liveFile);
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
    return columnsOf(live, "sync_state").length > 0 && isDirty(live);
  } catch (error) {
    log.info(1, `the live database cannot be read: ${messageOf(error)}`);
    return false;
  }
}
