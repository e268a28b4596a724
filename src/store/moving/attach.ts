import { existsSync } from "node:fs";
import { Failure } from "../../base/index.js";
import type { Connection } from "../connection.js";

/** Attaches another database. For {@link writeMain} it is only read; BEGIN IMMEDIATE would lock it for writing. */
export function attach(db: Connection, file: string, name: string): void {
  // Else SQLite makes an empty one.
  if (!existsSync(file)) throw new Failure("not-found", `there is no ${file}`);
  db.run(`ATTACH ? AS ${name}`, file);
}

/** One transaction that has `main` locked from its beginning, and no attached database. */
export function writeMain<T>(db: Connection, work: () => T): T {
  return db.transaction("BEGIN", () => {
    db.run("UPDATE main.metadat SET val = val WHERE var = ''");
    return work();
  });
}
