import { existsSync } from "node:fs";
import { dirname } from "node:path";
import type { Log } from "../base/index.js";
import { isWritable } from "../sys/index.js";
import { openLive } from "./live-database.js";
import { type Place, placeOf } from "./place.js";
import { openForReading } from "./read-only.js";
import type { LocalRecords } from "./records.js";
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
  /** For `metadat.MEGATEST_VERSION` of a new database; begins with `1.65`. */
  readonly version: string;
}

/** Spec 04 § 2.1. */
const defaultBusyTimeoutMs = 136_000;

/**
 * Opens the records of an area: its live database on this host, which must be the homehost. What is missing is made.
 *
 * @throws Failure `io`, `database`, `busy`, `read-only`, `disk-space` when a file cannot be used; `not-found` when there is nothing to read
 * @see spec 04 § 2.1, § 4 and § 5
 */
export function openRecords(options: OpenOptions): LocalRecords {
  const { log, keys, version, busyTimeoutMs = defaultBusyTimeoutMs } = options;
  const place = placeOf(options.toppath, options.areaName, options.cacheRoot);
  const recordsOptions = { log, keys: keys?.map((key) => key.name) };
  if (options.readOnly === true || !isAreaWritable(place)) return new SqliteRecords(openForReading(place, busyTimeoutMs), undefined, recordsOptions);
  const live = openLive(place, { keys, version, log, busyTimeoutMs });
  return new SqliteRecords(live, new Sync(live, place, log), recordsOptions);
}

/** The directory of the live database of an area, whose disk must have room; spec 04 § 1. */
export function liveDirectory(options: Pick<OpenOptions, "toppath" | "areaName" | "cacheRoot">): string {
  return placeOf(options.toppath, options.areaName, options.cacheRoot).liveDirectory;
}

function isAreaWritable({ areaFile }: Place): boolean {
  return isWritable(dirname(areaFile)) && (!existsSync(areaFile) || isWritable(areaFile));
}
