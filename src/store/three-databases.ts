import { statSync } from "node:fs";
import { Failure } from "../base/index.js";
import { openAreaDatabase } from "./area-database.js";
import { type Connection, numberOf, textOf } from "./connection.js";
import { type Stamp, stampOf } from "./file-version.js";
import { syncedTables } from "./live-schema.js";
import { disowned, type Place } from "./place.js";
import { columnsOf, quoted, tablesOf } from "./schema.js";

/** A table that is kept the same in all three databases. */
export interface SyncedTable {
  readonly name: string;
  /** The columns that all three have, quoted. */
  readonly columns: readonly string[];
  /** What tells two rows apart that bear the same id; undefined for tables whose rows nobody can tell apart. */
  readonly identity: readonly string[] | undefined;
  /** Whether the database itself keeps two rows from having one identity. */
  readonly isUnique: boolean;
  /** Whether one can tell which of two versions of a row is younger. */
  readonly isTimed: boolean;
}

/**
 * The three databases of an area on one connection: `main` is the area database, `live` the live one, `ref` the reference, which holds what those two agreed
 * on last. Each transaction writes to just one of them, so that none of the others is locked longer than one row takes to be read.
 */
export class ThreeDatabases {
  readonly db: Connection;
  readonly place: Place;
  readonly #inodes: readonly (number | undefined)[];
  #tables: readonly SyncedTable[] = [];
  /** The versions of the schemas to which these tables belong. */
  #schemas = "";

  /** @throws Failure `database` when one is missing */
  constructor(place: Place, busyTimeoutMs: number) {
    this.place = place;
    this.#inodes = inodesOf(place);
    // Attaching a file that is missing would make an empty one.
    if (this.#inodes.includes(undefined)) throw disowned(place);
    this.db = openAreaDatabase(place.areaFile, { busyTimeoutMs });
    try {
      this.db.run("ATTACH ? AS live", place.liveFile);
      this.db.run("ATTACH ? AS ref", place.referenceFile);
      // A crash of the host may take these two with it, as it empties their directory.
      this.db.exec("PRAGMA live.synchronous = NORMAL; PRAGMA ref.synchronous = OFF; PRAGMA temp_store = MEMORY");
      this.#requireTrio();
    } catch (error) {
      this.db.close();
      throw error;
    }
  }

  /** Whether all three files are still those that were opened. */
  isCurrent(): boolean {
    const now = inodesOf(this.place);
    return this.#inodes.every((inode, index) => inode === now[index]);
  }

  /**
   * The version of the area database.
   *
   * @throws Failure `database` when it is gone
   */
  stamp(): Stamp {
    const stamp = stampOf(this.place.areaFile);
    if (stamp === undefined) throw disowned(this.place);
    return stamp;
  }

  /** The same; a network disk is asked for the newest one, which takes a lock, unless another program has it. */
  newestStamp(): Stamp {
    try {
      return this.db.transaction("BEGIN", () => {
        this.db.get("SELECT 1 FROM main.metadat LIMIT 1");
        return this.stamp();
      });
    } catch (error) {
      if (error instanceof Failure && error.reason === "busy") return this.stamp();
      throw error;
    }
  }

  get cacheId(): string {
    return textOf(this.db.get("SELECT val FROM live.metadat WHERE var = 'CACHE_ID'")?.["val"]);
  }

  /** In the order in which they are copied: whom others refer to comes first. */
  get tables(): readonly SyncedTable[] {
    const schemas = ["main", "live", "ref"].map((schema) => numberOf(this.db.get(`PRAGMA ${schema}.schema_version`)?.["schema_version"])).join();
    if (this.#schemas !== schemas) {
      this.#schemas = schemas;
      this.#tables = this.#readTables();
    }
    return this.#tables;
  }

  #readTables(): SyncedTable[] {
    return tablesOf(this.db, undefined)
      .filter(({ name }) => syncedTables.includes(name))
      .map(({ name, unique }) => {
        const [live, ref] = ["live", "ref"].map((schema) => new Set(columnsOf(this.db, name, schema)));
        const columns = columnsOf(this.db, name).filter((column) => live?.has(column) && ref?.has(column));
        const identity = unique?.columns ?? identities[name];
        return { name, columns: columns.map(quoted), identity, isUnique: unique !== undefined, isTimed: columns.includes("last_update") };
      });
  }

  /** Gives the other two the columns that somebody added to the area database. */
  adoptColumns(): void {
    for (const { name } of this.tables) {
      for (const schema of ["live", "ref"]) {
        const present = new Set(columnsOf(this.db, name, schema));
        for (const row of this.db.all("SELECT name, type FROM pragma_table_info(?, 'main')", name)) {
          const column = textOf(row["name"]);
          if (!present.has(column)) this.db.exec(`ALTER TABLE ${schema}.${name} ADD COLUMN ${quoted(column)} ${textOf(row["type"])}`);
        }
      }
    }
  }

  #requireTrio(): void {
    const ids = ["main", "live", "ref"].map((schema) => this.db.get(`SELECT val FROM ${schema}.metadat WHERE var = 'CACHE_ID'`)?.["val"]);
    if (ids[0] == null || new Set(ids).size !== 1) throw disowned(this.place);
  }

  close(): void {
    this.db.close();
  }
}

const inodesOf = ({ areaFile, liveFile, referenceFile }: Place) =>
  [areaFile, liveFile, referenceFile].map((file) => statSync(file, { throwIfNoEntry: false })?.ino);

/** Of tables without a constraint that says so. */
const identities: Readonly<Record<string, readonly string[]>> = { run_stats: ["run_id", "state", "status"] };

/** The columns of one row as one value, under an alias. */
export function rowOf(alias: string, columns: readonly string[]): string {
  return `(${columns.map((column) => `${alias}.${column}`).join(", ")})`;
}
