import type { Connection } from "../connection.js";

/** Attaches another database for reading, so that a transaction never locks it for writing. Outside of transactions only. */
export function attachForReading(db: Connection, file: string, name: string): void {
  const path = file.split("/").map(encodeURIComponent).join("/");
  db.run(`ATTACH ? AS ${name}`, `file:${path}?mode=ro`);
}
