import { existsSync } from "node:fs";
import { dirname } from "node:path";
import { Failure, type FailureReason, type Log } from "../base/index.js";
import { isWritable as mayWrite } from "../sys/index.js";
import { Connection } from "./connection.js";
import { Fence, type HomeVerdict } from "./fence.js";
import { type LiveOptions, openLive, remakeLive } from "./live-database.js";
import { openCompleted } from "./moving/completed-runs.js";
import { uniteCompleted } from "./moving/completed-views.js";
import { type Place, placeOf } from "./place.js";
import { Pusher } from "./pusher.js";
import { openForReading } from "./read-only.js";
import type { LocalRecords, Records } from "./records.js";
import type { Key } from "./schema.js";
import { SqliteRecords } from "./sqlite-records.js";
import { Sync } from "./sync.js";

export interface OpenOptions {
  /** Absolute path of the area. */
  readonly toppath: string;
  readonly areaName: string;
  /** The `[fields]`; needed only for an area that has no records yet. */
  readonly keys?: readonly Key[];
  /** Of live databases; by default `/tmp/<user>/megatest_localdb`. */
  readonly cacheRoot?: string;
  readonly log: Log;
  /** Milliseconds to wait for another program's lock; by default 136 s. */
  readonly busyTimeoutMs?: number;
  /** Never write, not even a live database; without it only an area that cannot be written is read-only. */
  readonly readOnly?: boolean;
  /** Reads show the completed runs too; spec 04 § 26.3. */
  readonly fullDb?: boolean;
  /** For `metadat.MEGATEST_VERSION` of a new database; begins with `1.65`. */
  readonly version: string;
  /** Of this host as the homehost; by default that of the homehost that wrote last to the area database. */
  readonly epoch?: number;
  /** Looks whether this host is still the homehost; by default it always is. Asked often, and at moments when others wait: reads files, asks nobody. */
  readonly stillHome?: () => HomeVerdict;
}

/** Spec 04 § 2.1. */
const defaultBusyTimeoutMs = 136_000;

/**
 * Opens the records of an area: its live database on this host, which must be the homehost. What is missing is made. All writes fail with `moved` from the
 * moment on when another host is the homehost; what did not reach the area database by then is put aside with a message.
 *
 * @throws Failure `io`, `corrupt`, `database`, `busy`, `read-only`, `disk-space` when a file cannot be used; `not-found` when there is nothing to read;
 *   `moved` when another host has taken over
 * @see spec 04 § 2.1, § 4 and § 25.5
 */
export function openRecords(options: OpenOptions): LocalRecords {
  const place = placeOfOptions(options);
  const recordsOptions = { log: options.log, keys: options.keys?.map((key) => key.name) };
  const live = liveOptions(options);
  const isWritable = isAreaWritable(place);
  if (options.readOnly === true || !isWritable) {
    const db = openForReading(place, { busyTimeoutMs: live.busyTimeoutMs, isWritable });
    return new SqliteRecords(options.fullDb === true ? united(db, place) : db, undefined, recordsOptions);
  }
  const sync = openSync(place, live);
  try {
    const pusher = new Pusher(sync);
    if (sync.isAreaChanged() && !pusher.areOthers()) takeOver(sync);
    return new SqliteRecords(options.fullDb === true ? openUnited(place, live) : sync.live, pusher, recordsOptions);
  } catch (error) {
    sync.live.close();
    throw error;
  }
}

/** A connection to the live database, for reading only, that shows the completed runs too. */
function openUnited(place: Place, { busyTimeoutMs }: LiveOptions): Connection {
  return united(new Connection(place.liveFile, { busyTimeoutMs }), place);
}

function united(db: Connection, { areaFile }: Place): Connection {
  try {
    uniteCompleted(db, dirname(areaFile));
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

/**
 * Opens the completed runs of an area alone, for reading; undefined when it has none.
 *
 * @throws Failure `corrupt` or `io` when their file cannot be read
 * @see spec 04 § 26
 */
export function openCompletedRecords({
  toppath,
  log,
  busyTimeoutMs = defaultBusyTimeoutMs,
}: Pick<OpenOptions, "toppath" | "log" | "busyTimeoutMs">): LocalRecords | undefined {
  const db = openCompleted(toppath, busyTimeoutMs);
  return db === undefined ? undefined : new SqliteRecords(db, undefined, { log, keys: undefined });
}

function openSync(place: Place, options: LiveOptions): Sync {
  const live = openLive(place, options);
  return new Sync(live, place, options.log, new Fence(live, place, options.log, options.stillHome));
}

/**
 * As {@link openRecords}, for work on the databases themselves. Nothing of what others have written is taken over yet.
 *
 * @throws Failure `read-only` when the area cannot be written
 */
export function openForCare(options: OpenOptions): Sync {
  const place = placeOfOptions(options);
  if (!isAreaWritable(place)) throw new Failure("read-only", "megatest.db is readonly.  Cannot proceed.");
  return openSync(place, liveOptions(options));
}

/** What may pass, and keeps nobody from using the live database. */
const passing: readonly FailureReason[] = ["busy", "io", "disk-space", "read-only"];

function takeOver(sync: Sync): void {
  try {
    sync.runNow({ compare: "if-changed" });
  } catch (error) {
    if (!(error instanceof Failure) || !passing.includes(error.reason)) throw error;
    sync.log.warn(`what others have written to ${sync.place.areaFile} is not seen yet: ${error.message}`);
  }
}

function liveOptions({ keys, version, log, busyTimeoutMs = defaultBusyTimeoutMs, epoch, stillHome = () => "home" }: OpenOptions): LiveOptions {
  return { keys, version, log, busyTimeoutMs, epoch, stillHome };
}

/**
 * Makes a new live database here, of what the area database holds: for a host that is to be the homehost. What was there is put aside, with a warning if it
 * holds what the area database does not.
 *
 * @throws Failure as {@link openRecords}
 * @see spec 04 § 25.3 step 5
 */
export function prepareLive(options: OpenOptions): void {
  remakeLive(placeOfOptions(options), liveOptions(options));
}

/**
 * Brings all records to the area database, then closes the live database for every process of this host: another host is about to take over. Should that
 * come to nothing, the next process that opens the records here, as `stillHome` says, opens them for all.
 *
 * @param records opened by {@link openRecords} on this host, for writing
 * @param epoch of the new homehost
 * @throws Failure `busy` when other processes keep writing
 */
export async function closeForHandover(records: Records, epoch: number): Promise<void> {
  if (!(records instanceof SqliteRecords)) throw new Error("these records are kept on another host");
  await records.handOver(epoch);
}

/** The directory of the live database of an area, whose disk must have room; spec 04 § 1. */
export function liveDirectory(options: PlaceOptions): string {
  return placeOfOptions(options).liveDirectory;
}

type PlaceOptions = Pick<OpenOptions, "toppath" | "areaName" | "cacheRoot">;

export function placeOfOptions({ toppath, areaName, cacheRoot }: PlaceOptions): Place {
  return placeOf(toppath, areaName, cacheRoot);
}

function isAreaWritable({ areaFile }: Place): boolean {
  return mayWrite(dirname(areaFile)) && (!existsSync(areaFile) || mayWrite(areaFile));
}
