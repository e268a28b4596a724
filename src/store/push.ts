import { openAreaDatabase, stampOf } from "./area-database.js";
import { type Connection, numberOf, textOf } from "./connection.js";
import type { SyncState } from "./live-schema.js";
import { disowned, type Place } from "./place.js";
import { columnsOf, quoted } from "./schema.js";

export interface Push {
  /** Number of different rows that were written or deleted. */
  readonly rows: number;
  /** The newest journal entry that is now in the area database. */
  readonly pushed: number;
  /** The area database as it was left; empty when somebody else wrote at the same moment. */
  readonly area_stamp: string;
}

/**
 * Brings the rows that the change journal names since `state.pushed` into the area database, in one transaction there. Killed at any point it
 * has done all or nothing, and done again it changes nothing.
 *
 * @returns undefined, with nothing done, when somebody else has written to the area database since `state`: pull first
 * @throws Failure `database` when the area database no longer belongs to this live database
 */
export function push(place: Place, state: SyncState, cacheId: string, busyTimeoutMs: number): Push | undefined {
  const area = openAreaDatabase(place.areaFile, { busyTimeoutMs });
  try {
    area.run("ATTACH ? AS live", place.liveFile);
    // Begun by a write to the area database alone: it is locked before the live one is read, and that one is never locked.
    const done = area.transaction("BEGIN", () => {
      if (area.run("UPDATE main.metadat SET val = val WHERE var = 'CACHE_ID' AND val = ?", cacheId) !== 1) throw disowned(place);
      const before = stampOf(place.areaFile);
      if (before?.text !== state.area_stamp) return undefined;
      return { counter: before.counter, ...copyChanges(area, state.pushed) };
    });
    if (done === undefined) return undefined;
    // Only our own commit may have moved the counter on; a commit that changes nothing does not.
    const expected = done.written ? (done.counter + 1) % 2 ** 32 : done.counter;
    const after = stampOf(place.areaFile);
    return { rows: done.rows, pushed: done.pushed, area_stamp: after?.counter === expected ? after.text : "" };
  } finally {
    area.close();
  }
}

function copyChanges(area: Connection, from: number): { rows: number; pushed: number; written: boolean } {
  const pushed = numberOf(area.get("SELECT ifnull(max(seq), ?) AS seq FROM live.changes", from)?.["seq"]);
  const tables = area.all("SELECT DISTINCT tbl FROM live.changes WHERE seq > ? AND seq <= ?", from, pushed);
  let rows = 0;
  let written = 0;
  for (const table of tables.map((row) => textOf(row["tbl"]))) {
    const changed = `SELECT row_id FROM live.changes WHERE seq > ? AND seq <= ? AND tbl = '${table}'`;
    const there = new Set(columnsOf(area, table));
    const columns = columnsOf(area, table, "live")
      .filter((name) => there.has(name))
      .map(quoted)
      .join(", ");
    rows += numberOf(area.get(`SELECT count(DISTINCT row_id) AS rows FROM (${changed})`, from, pushed)?.["rows"]);
    written += area.run(`DELETE FROM main.${table} WHERE id IN (${changed})`, from, pushed);
    written += area.run(
      `INSERT OR REPLACE INTO main.${table} (${columns}) SELECT ${columns} FROM live.${table} WHERE id IN (${changed})`,
      from,
      pushed,
    );
  }
  return { rows, pushed, written: written > 0 };
}
