import { epochOf } from "./area-database.js";
import { numberOf } from "./connection.js";
import { moved } from "./fence.js";
import { isNextAfter } from "./file-version.js";
import { forgetJudgements, hasJudged, judge, judged } from "./judge.js";
import { disowned } from "./place.js";
import type { SyncedTable, ThreeDatabases } from "./three-databases.js";

export interface PushOptions {
  /** Of the homehost for which is pushed. */
  readonly epoch: number;
  /** The version of the area database in which all rows but those in `todo` are known; empty when there is none. */
  readonly stamp: string;
  /** Tells this push from any other one. */
  readonly mark: number;
  readonly areaWins: boolean;
}

export interface Push {
  /** Number of rows that were written or deleted. */
  readonly rows: number;
  /** The version of the area database that this push left; empty when somebody wrote right after it. */
  readonly stamp: string;
  /** The version that it found. */
  readonly before: string;
}

/**
 * Brings the rows in `todo` into the area database as they are in the live one, in one transaction there. Killed at any point it has done all or nothing,
 * and done again it changes nothing.
 *
 * @returns undefined, with nothing done, when something of the area's stands: pull that first
 * @throws Failure `database` when the area database no longer belongs to this live database, `moved` when another host has taken it over
 */
export function push(three: ThreeDatabases, options: PushOptions): Push | undefined {
  const { db, place, cacheId } = three;
  const done = db.transaction("BEGIN", () => {
    // Begun by a write to the area database: it is locked before the live one is read, and that one is never locked.
    if (db.run("UPDATE main.metadat SET val = val WHERE var = 'CACHE_ID' AND val = ?", cacheId) !== 1) throw disowned(place);
    if (epochOf(db) > options.epoch) throw moved(place);
    const before = three.stamp().text;
    forgetJudgements(db);
    for (const table of three.tables) judge(three, table, options.areaWins);
    if (hasJudged(db, "area", "clash") || (before !== options.stamp && findTwins(three))) return undefined;
    const rows = three.tables.reduce((sum, table) => sum + write(three, table), 0);
    if (rows > 0) db.exec(`PRAGMA main.user_version = ${options.mark}`);
    return { rows, before };
  });
  if (done === undefined) return undefined;
  const { rows, before } = done;
  const after = three.stamp();
  const isOurs = rows === 0 ? after.text === before : isNextAfter(before, after);
  return { rows, stamp: isOurs ? after.text : "", before };
}

function write({ db }: ThreeDatabases, { name, columns }: SyncedTable): number {
  const live = judged(name, "live");
  const rows = numberOf(db.get(`SELECT count(*) AS count FROM (${live})`)?.["count"]);
  if (rows === 0) return 0;
  db.run(`DELETE FROM main.${name} WHERE id IN (${live})`);
  db.run(`INSERT OR REPLACE INTO main.${name} (${columns}) SELECT ${columns} FROM live.${name} WHERE id IN (${live})`);
  return rows;
}

/** Adds to `todo` the rows of others that a row of ours would push out, because it is the same under another id; whether there are any. */
function findTwins({ db, tables }: ThreeDatabases): boolean {
  let found = 0;
  for (const { name, identity, isUnique } of tables) {
    if (identity === undefined || !isUnique) continue;
    const match = identity.map((column) => `a.${column} = l.${column}`).join(" AND ");
    found += db.run(
      `INSERT OR IGNORE INTO temp.todo SELECT '${name}', a.id FROM (${judged(name, "live")}) j JOIN live.${name} l ON l.id = j.id
        JOIN main.${name} a ON ${match} WHERE a.id <> l.id`,
    );
  }
  return found > 0;
}
