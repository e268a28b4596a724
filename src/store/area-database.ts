import { closeSync, existsSync, fstatSync, openSync, readSync } from "node:fs";
import { errnoOf, Failure } from "../base/index.js";
import { Connection, numberOf, textOf } from "./connection.js";
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
    // So that space can be given back in small pieces, see `moving/give-back`.
    if (numberOf(area.get("PRAGMA page_count")?.["page_count"]) === 0) area.exec("PRAGMA auto_vacuum = INCREMENTAL");
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
  readonly inode: number;
  /** The file change counter: SQLite adds 1 with every commit. */
  readonly counter: number;
  /** `PRAGMA user_version`: the number of the last push. */
  readonly mark: number;
}

/**
 * The version of a database file; undefined when there is no such file. Not within a transaction on it: closing a file drops all locks that this process
 * has on it, those of SQLite too.
 */
export function stampOf(file: string): Stamp | undefined {
  if (!existsSync(file)) return undefined;
  const fd = openForStamps(file);
  try {
    return stampOfOpen(fd);
  } finally {
    closeSync(fd);
  }
}

/** Opens a database file for {@link stampOfOpen}. To be closed when this process has no lock on it. */
export function openForStamps(file: string): number {
  try {
    return openSync(file, "r");
  } catch (error) {
    throw new Failure("io", `i/o error: cannot read ${file} (${errnoOf(error)})`, 1, { cause: error });
  }
}

/** The version of an open database file, at any time. */
export function stampOfOpen(fd: number): Stamp {
  const { ino: inode, size, mtimeMs } = fstatSync(fd);
  const header = Buffer.alloc(100);
  readSync(fd, header, 0, header.length, 0);
  const counter = header.readUInt32BE(24);
  return { text: `${inode}:${size}:${Math.floor(mtimeMs)}:${counter}`, inode, counter, mark: header.readUInt32BE(60) };
}

/** Whether a file is as a commit to the version with the text `before` left it, and nobody wrote since. */
export function isNextAfter(before: string, now: Stamp): boolean {
  const [inode, , , counter] = before.split(":").map(Number);
  return now.inode === inode && now.counter === ((counter ?? 0) + 1) % 2 ** 32;
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

const epochVariable = "HOMEHOST_EPOCH";

/** See `areaEpoch`. */
export function epochOf(area: Connection): number {
  return numberOf(metadataOf(area, epochVariable));
}

/** To be called in a transaction. */
export function setEpoch(area: Connection, epoch: number): void {
  setMetadata(area, epochVariable, String(epoch));
}

/** What `PRAGMA quick_check` finds, at most some lines; nothing when the file is whole. */
export function damageOf(db: Connection): string[] {
  const lines = db.all("PRAGMA main.quick_check(5)").map((row) => textOf(row["quick_check"]));
  return lines.length === 1 && lines[0] === "ok" ? [] : lines;
}
