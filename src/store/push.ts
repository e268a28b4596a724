import { epochOf } from "./area-database.js";
import { type Connection, numberOf } from "./connection.js";
import { moved } from "./fence.js";
import { isNextAfter } from "./file-version.js";
import { forgetJudgements, hasJudged, judge, judged, prepareJudging } from "./judge.js";
import { leaveOutLeavingRuns } from "./moving/leaving.js";
import { disowned } from "./place.js";
import type { SyncedTable, ThreeDatabases } from "./three-databases.js";

export interface PushOptions {
  /** Of the homehost for which is pushed. */
  readonly epoch: number;
  /** The version of the area database in which all rows but those in `todo` are known; empty when there is none. */
  readonly stamp: string;
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
  return inArea(three, options, () => writeTodo(three, options));
}

/**
 * The same for all that the journal names after the entry `pushed`: what others see of the area database is what the live one was at one moment.
 *
 * @returns with the newest entry that is in the area database now. That is also noted there, see {@link entryWithMark}
 */
export function pushJournal(three: ThreeDatabases, pushed: number, options: PushOptions): (Push & { readonly to: number }) | undefined {
  let to = pushed;
  const done = inArea(three, options, () => {
    to = listChanges(three.db, pushed);
    const rows = writeTodo(three, options);
    if (rows !== undefined && rows > 0) three.db.exec(`PRAGMA main.user_version = ${to % marks}`);
    return rows;
  });
  return done === undefined ? undefined : { ...done, to };
}

const marks = 2 ** 31;

/** The first journal entry after `pushed` that a push would have noted so in the area database. */
export function entryWithMark(mark: number, pushed: number): number {
  return pushed + ((mark - (pushed % marks) + marks) % marks);
}

/** Puts what the journal names after one entry, and up to another, into `todo`; returns the newest. */
export function listChanges(db: Connection, after: number, upTo?: number): number {
  const newest = upTo ?? numberOf(db.get("SELECT ifnull(max(seq), ?) AS seq FROM live.changes", after)?.["seq"]);
  prepareJudging(db);
  db.run("INSERT OR IGNORE INTO temp.todo SELECT tbl, row_id FROM live.changes WHERE seq > ? AND seq <= ?", after, newest);
  leaveOutLeavingRuns(db);
  return newest;
}

/** @param work the number of rows that it wrote; undefined when it must not write */
function inArea(three: ThreeDatabases, { epoch }: PushOptions, work: () => number | undefined): Push | undefined {
  const { db, place, cacheId } = three;
  const done = db.transaction("BEGIN", () => {
    // Begun by a write to the area database: it is locked before the live one is read, and that one is never locked.
    if (db.run("UPDATE main.metadat SET val = val WHERE var = 'CACHE_ID' AND val = ?", cacheId) !== 1) throw disowned(place);
    if (epochOf(db) > epoch) throw moved(place);
    const before = three.stamp().text;
    const rows = work();
    return rows === undefined ? undefined : { rows, before };
  });
  if (done === undefined) return undefined;
  const after = three.stamp();
  const isOurs = done.rows === 0 ? after.text === done.before : isNextAfter(done.before, after);
  return { ...done, stamp: isOurs ? after.text : "" };
}

function writeTodo(three: ThreeDatabases, { areaWins, stamp }: PushOptions): number | undefined {
  forgetJudgements(three.db);
  for (const table of three.tables) judge(three, table, areaWins);
  if (hasJudged(three.db, "area", "clash")) return undefined;
  if (three.stamp().text !== stamp && findTwins(three)) return undefined;
  return three.tables.reduce((sum, table) => sum + write(three, table), 0);
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
