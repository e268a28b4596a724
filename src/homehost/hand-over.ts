import type { Area } from "../area/index.js";
import { Failure, type Log } from "../base/index.js";
import { areaEpoch, closeForHandover, openRecords, type Records } from "../store/index.js";
import { isThisHost } from "./address.js";
import { type Homehost, readNow } from "./file.js";
import { sentByMover } from "./migration-lock.js";
import { stillHome } from "./still-home.js";

/** What is needed to open the live database. */
interface Opening {
  readonly log: Log;
  /** As in the options of `openRecords`. */
  readonly version: string;
  /** The records of this area that this process has open as the homehost. */
  readonly records?: Records;
}

/** Of the homehost that comes after this one. */
export function nextEpoch(toppath: string, homehost: Homehost): number {
  return Math.max(homehost.epoch ?? 0, areaEpoch(toppath)) + 1;
}

/**
 * Copies all that this host, the homehost, holds to megatest.db, and closes its live database for everybody.
 *
 * @returns the number of records copied
 * @throws Failure when that is not possible; then the live database is as it was
 */
export async function handOver(area: Area, from: Homehost, { log, version, records: open }: Opening): Promise<number> {
  const { toppath, name: areaName, fields: keys } = area;
  const home = { stillHome: () => stillHome(toppath, from), ...(from.epoch !== undefined && { epoch: from.epoch }) };
  const records = open ?? openRecords({ toppath, areaName, keys, log, version, ...home });
  try {
    const synced = await records.sync();
    await closeForHandover(records, nextEpoch(toppath, from));
    return synced;
  } finally {
    if (open === undefined) await records.close();
  }
}

/**
 * What `-sync-to-megatest.db` does when the host that is to be the next homehost has sent it.
 *
 * @returns as {@link handOver}; undefined when nobody has sent it
 * @throws Failure `not-homehost` or `busy` when it is too late for that
 * @see spec 04 § 25.3 step 3
 */
export async function handOverWhenSent(area: Area, opening: Opening): Promise<number | undefined> {
  const sent = sentByMover(area.toppath);
  if (sent === "no") return undefined;
  if (sent === "too-late") throw new Failure("busy", "who asked for this to move the homehost is gone");
  const from = readNow(area.toppath);
  if (from !== undefined && (await isThisHost(from.address))) return handOver(area, from, opening);
  throw new Failure("not-homehost", `the homehost of ${area.toppath} is ${from?.address ?? "nowhere"}: there is nothing to hand over here`);
}
