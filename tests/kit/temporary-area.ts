import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { type Log, makeLog } from "../../src/base/index.js";
import { Connection, type Row } from "../../src/store/connection.js";
import { type OpenOptions, openRecords } from "../../src/store/open.js";
import { type Place, placeOf } from "../../src/store/place.js";
import type { LocalRecords } from "../../src/store/records.js";

/** Most of the time would go into waiting for a disk. */
const memory = existsSync("/dev/shm") ? "/dev/shm" : tmpdir();

const keys = [
  { name: "SYS", type: "TEXT" },
  { name: "RELEASE", type: "TEXT" },
];

/** For tests: an area of its own with a cache root beside it, removed when the test ends. */
export interface TemporaryArea {
  readonly toppath: string;
  readonly cacheRoot: string;
  readonly place: Place;
  /** Lines of the log so far. */
  readonly lines: string[];
  readonly log: Log;
  readonly options: OpenOptions;
  open(options?: Partial<OpenOptions>): LocalRecords;
  /** Rows of one of the files, past the records. */
  query(file: string, sql: string): Row[];
  /** Any statements on one of the files, as another program would run them. */
  execute(file: string, sql: string): void;
}

export function temporaryArea(): TemporaryArea {
  const directory = mkdtempSync(join(memory, "store-"));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const toppath = join(directory, "area");
  const cacheRoot = join(directory, "cache");
  mkdirSync(toppath);
  const lines: string[] = [];
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  const options: OpenOptions = { toppath, areaName: "demo", keys, cacheRoot, log, busyTimeoutMs: 5000, version: "1.6590-0000" };
  return {
    toppath,
    cacheRoot,
    place: placeOf(toppath, "demo", cacheRoot),
    lines,
    log,
    options,
    open: (more) => openRecords({ ...options, ...more }),
    query: (file, sql) => withConnection(file, (db) => db.all(sql)),
    execute: (file, sql) => withConnection(file, (db) => db.exec(sql)),
  };
}

function withConnection<T>(file: string, work: (db: Connection) => T): T {
  const db = new Connection(file, { busyTimeoutMs: 5000, create: true });
  try {
    return work(db);
  } finally {
    db.close();
  }
}
