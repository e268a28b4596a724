import { existsSync } from "node:fs";
import { Connection, numberOf } from "../connection.js";
import { completedFile, withCompleted } from "./completed-runs.js";
import type { Home } from "./home.js";
import { vacuumArea } from "./write-area.js";

// Rows that go leave free pages in their file. Ours are made so that SQLite can move pages from the end of the file into the free ones, some at a time
// (auto_vacuum = incremental), so nobody waits long, whatever the size. A file of a 1.65 must be rewritten as a whole for that: this is done while it takes
// less than a second; the free pages of a larger one are used again by new rows.

/** What became of the free space of one file. */
export interface GivenBack {
  readonly file: string;
  /** Its size in bytes. */
  readonly before: number;
  readonly after: number;
  /** Bytes that stay free in the file, because giving them back would keep others waiting. */
  readonly kept: number;
}

/** Less is not worth the trouble; spec 04 § 23.8. */
const leastShare = 0.25;

/** Content that is rewritten in less than a second, also on a slow disk. */
const smallBytes = 32 * 1024 * 1024;

/** So many milliseconds a transaction may take. */
const sliceMs = 20;

/** A database, and how to do one transaction on it. */
interface Shrinkable {
  readonly file: string;
  readonly write: <T>(work: (db: Connection) => T) => Promise<T>;
  /** Rewrites the whole file. */
  readonly rewrite: () => Promise<void>;
}

/** Gives the free space of all databases of an area back, where that is much. Others are kept waiting for some ten milliseconds at a time. */
export async function giveBack(home: Home): Promise<GivenBack[]> {
  const done: GivenBack[] = [];
  for (const database of shrinkables(home)) {
    const found = await shrink(database);
    if (found !== undefined) done.push(found);
  }
  return done;
}

function shrinkables(home: Home): Shrinkable[] {
  const { areaFile, liveFile, referenceFile } = home.sync.place;
  const completed = completedFile(home.toppath);
  const area: Shrinkable = { file: areaFile, write: (work) => home.writeArea(work), rewrite: () => home.alone(() => vacuumArea(home.sync)) };
  const live: Shrinkable = { file: liveFile, write: (work) => home.writeLive(work), rewrite: () => home.alone(() => vacuum(liveFile)) };
  const reference: Shrinkable = {
    file: referenceFile,
    write: (work) => home.writeReference(work),
    rewrite: () => home.alone(() => vacuum(referenceFile)),
  };
  if (!existsSync(completed)) return [area, live, reference];
  return [area, live, reference, { file: completed, write: (work) => withCompleted(home, work), rewrite: () => withCompleted(home, rewriteAll) }];
}

async function shrink({ file, write, rewrite }: Shrinkable): Promise<GivenBack | undefined> {
  const found = await write(spaceOf);
  if (found.free < leastShare * found.pages) return undefined;
  if (found.isIncremental) await giveBackInSlices(write);
  else if ((found.pages - found.free) * found.pageSize <= smallBytes) await rewrite();
  checkpoint(file);
  const left = await write(spaceOf);
  return { file, before: found.pages * found.pageSize, after: left.pages * left.pageSize, kept: left.free * left.pageSize };
}

interface Space {
  readonly pages: number;
  readonly free: number;
  readonly pageSize: number;
  readonly isIncremental: boolean;
}

function spaceOf(db: Connection): Space {
  const read = (name: string) => numberOf(db.get(`PRAGMA main.${name}`)?.[name]);
  return { pages: read("page_count"), free: read("freelist_count"), pageSize: read("page_size"), isIncremental: read("auto_vacuum") === 2 };
}

async function giveBackInSlices(write: Shrinkable["write"]): Promise<void> {
  for (let pages = 100, left = Number.POSITIVE_INFINITY; left > 0; ) {
    const began = performance.now();
    left = await write((db) => {
      db.exec(`PRAGMA main.incremental_vacuum(${pages})`);
      return spaceOf(db).free;
    });
    pages = Math.max(20, Math.min(10_000, Math.floor((pages * sliceMs) / Math.max(performance.now() - began, sliceMs / 2))));
  }
}

function rewriteAll(db: Connection): void {
  db.exec("PRAGMA main.auto_vacuum = INCREMENTAL; VACUUM main");
}

function vacuum(file: string): void {
  const db = new Connection(file, { busyTimeoutMs: 0 });
  try {
    rewriteAll(db);
  } finally {
    db.close();
  }
}

/** A file with a write-ahead log becomes smaller when the log is written back. */
function checkpoint(file: string): void {
  const db = new Connection(file, { busyTimeoutMs: 0 });
  try {
    db.get("PRAGMA wal_checkpoint(PASSIVE)");
  } finally {
    db.close();
  }
}
