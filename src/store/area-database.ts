import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { errnoOf, Failure } from "../base/index.js";
import { Connection, textOf } from "./connection.js";
import { completeSchema, type Key } from "./schema.js";

/**
 * Opens the area database for writing: a commit is on the disk before it is reported, and the file fits a network disk and {@link stampOf} (no
 * write-ahead log, which 1.65 can be told to use in /tmp). Spec 04 § 2.1 rule 9.
 */
export function openAreaDatabase(file: string, options: { readonly busyTimeoutMs: number; readonly create?: boolean }): Connection {
  const area = new Connection(file, options);
  area.exec("PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL");
  return area;
}

/** As above; the file is made when it is missing, and a new, empty or old one gets the whole schema. */
export function prepareAreaDatabase(file: string, options: { busyTimeoutMs: number; keys: readonly Key[] | undefined; version: string }): Connection {
  const area = openAreaDatabase(file, { busyTimeoutMs: options.busyTimeoutMs, create: true });
  try {
    completeSchema(area, options.keys, options.version);
    return area;
  } catch (error) {
    area.close();
    throw error;
  }
}

/** What tells one version of a database file from another. */
export interface Stamp {
  readonly text: string;
  /** The file change counter: SQLite adds 1 with every commit. */
  readonly counter: number;
}

/** Undefined when there is no such file. */
export function stampOf(file: string): Stamp | undefined {
  let fd: number;
  try {
    fd = openSync(file, "r");
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw new Failure("io", `i/o error: cannot read ${file} (${errnoOf(error)})`, 1, { cause: error });
  }
  try {
    const { ino, size, mtimeMs } = fstatSync(fd);
    const header = Buffer.alloc(4);
    const counter = readSync(fd, header, 0, 4, 24) === 4 ? header.readUInt32BE(0) : 0;
    return { text: `${ino}:${size}:${Math.floor(mtimeMs)}:${counter}`, counter };
  } finally {
    closeSync(fd);
  }
}

/** A variable of table `metadat`. */
export function metadataOf(db: Connection, name: string): string | undefined {
  const row = db.get("SELECT val FROM metadat WHERE var = ?", name);
  return row === undefined ? undefined : textOf(row["val"]);
}

export function setMetadata(db: Connection, name: string, value: string): void {
  if (db.run("UPDATE metadat SET val = ? WHERE var = ?", value, name) > 0) return;
  db.run("INSERT INTO metadat (var, val) VALUES (?, ?)", name, value);
}
