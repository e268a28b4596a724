import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { errnoOf, type Log, messageOf } from "../base/index.js";
import { hostName } from "../sys/index.js";
import { epochNow } from "./connection.js";
import type { Place } from "./place.js";

/**
 * The mark in the area that a live database holds records which the area database does not: `<host> <epoch> <live directory>`. It is made before such
 * records are committed, and removed by the push that leaves none. Of several live databases with such records the first has its mark there.
 *
 * @see spec 04 § 6
 */
export function markUnsynced(place: Place, log: Log): void {
  try {
    writeFileSync(place.unsyncedMarker, `${hostName()} ${epochNow()} ${place.liveDirectory}\n`, { flag: "wx" });
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") log.info(2, `cannot write ${place.unsyncedMarker}: ${messageOf(error)}`);
  }
}

/** The text of this live database's mark; undefined when there is none, or one of another. */
export function ownUnsyncedMark(place: Place): string | undefined {
  try {
    const text = readFileSync(place.unsyncedMarker, "utf8").trim();
    const [host, , ...directory] = text.split(" ");
    return host === hostName() && directory.join(" ") === place.liveDirectory ? text : undefined;
  } catch {
    return undefined;
  }
}

export function removeUnsyncedMark(place: Place): void {
  if (ownUnsyncedMark(place) !== undefined) rmSync(place.unsyncedMarker, { force: true });
}
