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
