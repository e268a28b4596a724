import { epochOf, openAreaDatabase } from "../area-database.js";
import { type Connection, textOf } from "../connection.js";
import { moved } from "../fence.js";
import { isNextAfter, stampOf } from "../file-version.js";
import { disowned } from "../place.js";
import type { Sync } from "../sync.js";
import { setSyncState } from "../sync-state.js";
import { attach } from "./attach.js";

/** While another program has a database locked, this one's event loop stands still for so many milliseconds; then it is tried again. */
export const blockMs = 50;

/** What somebody else may have done to the area database. */
export interface AreaState {
  /** Nobody has written to it since live and area database agreed. */
  readonly isKnown: boolean;
}

/**
 * One transaction of this program's own on the area database, which has the live database attached as `live`. Rows that it makes the same in both need not be
 * compared for it. To be called under the lock of the sync.
 *
 * @throws Failure `database` when it no longer belongs to this live database, `moved` when another host has taken it over, `busy` when somebody else has it locked
 */
export function writeArea<T>(sync: Sync, work: (area: Connection, found: AreaState) => T): T {
  const { place, live } = sync;
  const { epoch, area_stamp } = sync.state();
  const cacheId = textOf(live.get("SELECT val FROM metadat WHERE var = 'CACHE_ID'")?.["val"]);
  return followed(sync, (area, version) => {
    attach(area, place.liveFile, "live");
    return area.transaction("BEGIN", () => {
      // Begun by a write, so that it is locked before the live one is read.
      if (area.run("UPDATE main.metadat SET val = val WHERE var = 'CACHE_ID' AND val = ?", cacheId) !== 1) throw disowned(place);
      if (epochOf(area) > epoch) throw moved(place);
      const before = version();
      return { result: work(area, { isKnown: before === area_stamp }), before };
    });
  });
}

/** Rewrites the area database as a whole. To be called under the lock of the sync. */
export function vacuumArea(sync: Sync): void {
  followed(sync, (area, version) => {
    const before = version();
    area.exec("PRAGMA auto_vacuum = INCREMENTAL; VACUUM");
    return { result: undefined, before };
  });
}

/** Notes the version that `work` leaves as one that is known, if the one that it found was. */
function followed<T>(sync: Sync, work: (area: Connection, version: () => string) => { readonly result: T; readonly before: string }): T {
  const { place, live } = sync;
  const version = () => stampOf(place.areaFile)?.text ?? "";
  const area = openAreaDatabase(place.areaFile, { busyTimeoutMs: blockMs });
  try {
    const { result, before } = work(area, version);
    const after = stampOf(place.areaFile);
    if (after !== undefined && before === sync.state().area_stamp && isNextAfter(before, after)) setSyncState(live, { area_stamp: after.text });
    return result;
  } finally {
    area.close();
  }
}
