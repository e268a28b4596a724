import { existsSync } from "node:fs";
import { Failure, type Log } from "../base/index.js";
import { metadataOf } from "./area-database.js";
import { Connection } from "./connection.js";
import { copyRecords, putInPlace, withCopy } from "./copies.js";
import { prepareJudging } from "./judge.js";
import type { Place } from "./place.js";
import { pull } from "./pull.js";
import { moveOneToStale } from "./stale.js";
import { setSyncState } from "./sync-state.js";
import { ThreeDatabases } from "./three-databases.js";

/**
 * Notes in the reference that live and area database agree on the rows in `todo`, which have just been found or made equal.
 *
 * @param stamp of the area database when they were; false, with nothing done, when it has changed since
 */
export function agree(three: ThreeDatabases, stamp: string): boolean {
  const { db, tables } = three;
  return db.transaction("BEGIN", () => {
    // Having read from it, we keep others from committing to it.
    db.get("SELECT 1 FROM main.metadat LIMIT 1");
    if (three.stamp().text !== stamp) return false;
    for (const { name, columns } of tables) {
      const todo = `SELECT id FROM temp.todo WHERE tbl = '${name}'`;
      if (db.get(`${todo} LIMIT 1`) === undefined) continue;
      db.run(`DELETE FROM ref.${name} WHERE id IN (${todo})`);
      db.run(`INSERT OR REPLACE INTO ref.${name} (${columns}) SELECT ${columns} FROM main.${name} WHERE id IN (${todo})`);
    }
    return true;
  });
}

/**
 * As {@link agree}, for a push that was killed after its commit, though others may have written since: what the live database has not changed again is
 * what was pushed.
 *
 * @param to the newest journal entry of that push
 */
export function agreeOnPushed({ db, tables }: ThreeDatabases, to: number): void {
  db.transaction("BEGIN", () => {
    for (const { name, columns } of tables) {
      const todo = `SELECT id FROM temp.todo WHERE tbl = '${name}'`;
      if (db.get(`${todo} LIMIT 1`) === undefined) continue;
      const changedAgain = `SELECT row_id FROM live.changes WHERE seq > ${to} AND tbl = '${name}'`;
      db.run(`DELETE FROM ref.${name} WHERE id IN (${todo})`);
      for (const [schema, condition] of [
        ["live", "NOT IN"],
        ["main", "IN"],
      ]) {
        db.run(
          `INSERT OR REPLACE INTO ref.${name} (${columns}) SELECT ${columns} FROM ${schema}.${name} WHERE id IN (${todo}) AND id ${condition} (${changedAgain})`,
        );
      }
    }
  });
}

/** Takes over one row that this program has written to the area database itself, where all else is known. */
export function noteOneRow(place: Place, table: string, condition: string, log: Log): void {
  const three = new ThreeDatabases(place, 5000);
  try {
    const stamp = three.stamp().text;
    prepareJudging(three.db);
    three.db.run(`INSERT INTO temp.todo SELECT ?, id FROM main.${table} WHERE ${condition}`, table);
    pull(three, { areaWins: false, log, isEntering: true });
    if (agree(three, stamp)) setSyncState(three.db, { area_stamp: stamp }, "live");
  } finally {
    three.close();
  }
}

/** Whether the reference is there and belongs to this live database. */
export function isReferenceOf(live: Connection, place: Place): boolean {
  if (!existsSync(place.referenceFile)) return false;
  try {
    const reference = new Connection(place.referenceFile, { busyTimeoutMs: 5000 });
    try {
      return metadataOf(reference, "CACHE_ID") === metadataOf(live, "CACHE_ID");
    } finally {
      reference.close();
    }
  } catch (error) {
    if (error instanceof Failure && error.reason !== "corrupt") throw error;
    return false;
  }
}

/**
 * Makes the reference anew: what the journal does not name is as both databases agreed on it. What was there is put aside. To be called under the lock.
 */
export function makeReference(live: Connection, place: Place): void {
  const unfinished = `${place.referenceFile}.new`;
  copyRecords(live, unfinished, "agreed");
  withCopy(unfinished, (copy) => copy.exec("PRAGMA journal_mode = WAL"));
  moveOneToStale(place, place.referenceFile);
  putInPlace(unfinished, place.referenceFile);
}
