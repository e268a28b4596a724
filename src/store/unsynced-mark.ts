import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { errnoOf, type Log, messageOf } from "../base/index.js";
import { hostName } from "../sys/index.js";
import { epochNow } from "./connection.js";
import type { Place } from "./place.js";

/**
 * The mark in the area that a live database holds records which the area database does not: `<host> <epoch> <live directory>`. It is made before such
 * records are committed, and removed by the push that leaves none. Of several live databases with such records the first has its mark there.
 *
 * @returns whether there is a mark now, of whomever
 * @see spec 04 § 6
 */
export function markUnsynced(place: Place, log: Log): boolean {
  try {
    writeFileSync(place.unsyncedMarker, `${hostName()} ${epochNow()} ${place.liveDirectory}\n`, { flag: "wx" });
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return true;
    log.info(2, `cannot write ${place.unsyncedMarker}: ${messageOf(error)}`);
    // On a full disk it may exist without content.
    return existsSync(place.unsyncedMarker);
  }
  return true;
}

/** The text of this live database's mark; undefined when there is none, or one of another. */
export function ownUnsyncedMark(place: Place): string | undefined {
  const text = markText(place);
  const [host, , ...directory] = (text ?? "").split(" ");
  return host === hostName() && directory.join(" ") === place.liveDirectory ? text : undefined;
}

/** An empty one was made on a full disk: it is nobody's, and serves nobody once a live database is pushed. */
export function removeUnsyncedMark(place: Place): void {
  if (ownUnsyncedMark(place) !== undefined || markText(place) === "") rmSync(place.unsyncedMarker, { force: true });
}

function markText(place: Place): string | undefined {
  try {
    return readFileSync(place.unsyncedMarker, "utf8").trim();
  } catch {
    return undefined;
  }
}
