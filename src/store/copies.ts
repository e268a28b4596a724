import { closeSync, fsyncSync, openSync, renameSync, rmSync } from "node:fs";
import { Connection, numberOf } from "./connection.js";
import { dropLiveSchema, syncedTables } from "./live-schema.js";
import { completeSchema } from "./schema.js";
import { syncStateOf } from "./sync-state.js";

/** Copies a database into a file that nobody knows yet; what an earlier try left there goes. */
export function copyDatabase(db: Connection, file: string): void {
  for (const suffix of ["", "-wal", "-shm", "-journal"]) rmSync(`${file}${suffix}`, { force: true });
  // So that the copy can give space back in small pieces, see `moving/give-back`. Where it is set already, setting it would write to the database itself.
  if (numberOf(db.get("PRAGMA auto_vacuum")?.["auto_vacuum"]) === 0) db.exec("PRAGMA auto_vacuum = INCREMENTAL");
  db.run("VACUUM INTO ?", file);
}

/** Opens such a file for the work on it: it does not count before it has its name, so the disk need not keep up. */
export function withCopy<T>(file: string, work: (copy: Connection) => T): T {
  const copy = new Connection(file, { busyTimeoutMs: 0 });
  try {
    copy.exec("PRAGMA synchronous = OFF");
    return work(copy);
  } finally {
    copy.close();
  }
}

/** Gives the finished copy its name, which outlasts a crash of the host. */
export function putInPlace(file: string, name: string): void {
  const fd = openSync(file, "r+");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
  renameSync(file, name);
}

/**
 * Makes a file with the records of a live database, without what only a live one has.
 *
 * @param rows `agreed`: without those that the area database may not have as they are
 * @returns the newest journal entry that is in it
 */
export function copyRecords(live: Connection, file: string, rows: "all" | "agreed"): number {
  copyDatabase(live, file);
  return withCopy(file, (copy) =>
    copy.write(() => {
      const pushed = syncStateOf(copy)?.pushed ?? 0;
      const newest = numberOf(copy.get("SELECT max(seq) AS seq FROM changes")?.["seq"]);
      if (rows === "agreed") {
        for (const name of syncedTables) {
          copy.run(`DROP TRIGGER IF EXISTS note_delete_${name}`);
          copy.run(`DELETE FROM ${name} WHERE id IN (SELECT row_id FROM changes WHERE tbl = ? AND seq > ?)`, name, pushed);
        }
      }
      dropLiveSchema(copy);
      // The indexes that a live database can do without.
      if (rows === "all") completeSchema(copy, undefined, "");
      return Math.max(newest, pushed);
    }),
  );
}
