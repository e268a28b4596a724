import { dirname } from "node:path";
import { metadataOf } from "../area-database.js";
import { Connection, numberOf, textOf } from "../connection.js";
import { exclusively, patiently, runInTurns } from "../exclusive.js";
import { Fence, requireInPlace } from "../fence.js";
import { keyNames } from "../schema.js";
import type { Sync } from "../sync.js";
import { attach, writeMain } from "./attach.js";
import { type AreaState, blockMs, writeArea } from "./write-area.js";

/**
 * The three databases of an area, for moving runs: with a connection of its own to the live one. Every method is one transaction in one file; while others hold
 * it, this process goes on with other work.
 */
export class Home {
  readonly live: Connection;
  readonly #fence: Fence;
  readonly #waitMs: number;

  constructor(readonly sync: Sync) {
    const { place, live, log, fence } = sync;
    this.#waitMs = live.options.busyTimeoutMs;
    this.live = new Connection(place.liveFile, { busyTimeoutMs: blockMs });
    this.live.exec("PRAGMA temp_store = MEMORY");
    this.#fence = new Fence(this.live, place, log, fence.stillHome);
  }

  get toppath(): string {
    return dirname(this.sync.place.areaFile);
  }

  get keys(): readonly string[] {
    return keyNames(this.live);
  }

  /** Of the program that made the database. */
  get version(): string {
    return metadataOf(this.live, "MEGATEST_VERSION") ?? "";
  }

  /** A transaction on the live database. */
  writeLive<T>(work: (live: Connection) => T): Promise<T> {
    return runInTurns(patiently(this.#waitMs, () => this.#write(work)));
  }

  /** As {@link writeLive}, while nothing is pushed or pulled. */
  writeLiveAlone<T>(work: (live: Connection) => T): Promise<T> {
    return this.alone(() => this.#write(work));
  }

  /** A transaction on the area database, which has the live one attached as `live`. */
  writeArea<T>(work: (area: Connection, found: AreaState) => T): Promise<T> {
    return this.alone(() => writeArea(this.sync, work));
  }

  /** A transaction on the reference, which has the live database attached as `live` and the area database as `area`. */
  writeReference<T>(work: (reference: Connection) => T): Promise<T> {
    return this.alone(() => {
      const { place } = this.sync;
      const reference = new Connection(place.referenceFile, { busyTimeoutMs: blockMs });
      try {
        // As little as the sync does; see there.
        reference.exec("PRAGMA synchronous = OFF");
        attach(reference, place.liveFile, "live");
        attach(reference, place.areaFile, "area");
        return writeMain(reference, () => work(reference));
      } finally {
        reference.close();
      }
    });
  }

  /** How long to wait for others, in milliseconds. */
  get waitMs(): number {
    return this.#waitMs;
  }

  /** Ids of all tests of a run in the area database. */
  areaTests(runId: number): number[] {
    const area = new Connection(this.sync.place.areaFile, { busyTimeoutMs: this.#waitMs, readOnly: true });
    try {
      return area.all("SELECT id FROM tests WHERE run_id = ?", runId).map((row) => numberOf(row["id"]));
    } finally {
      area.close();
    }
  }

  /** Where a run was made, and its id there: archives bear those names. */
  originOf(db: Connection, runId: number, areaName: string): { readonly origin_area_name: string; readonly origin_run_id: number } {
    const row = db.get("SELECT origin_area_name, origin_run_id FROM moved_in WHERE run_id = ? ORDER BY id DESC LIMIT 1", runId);
    if (row === undefined) return { origin_area_name: areaName, origin_run_id: runId };
    return { origin_area_name: textOf(row["origin_area_name"]), origin_run_id: numberOf(row["origin_run_id"]) };
  }

  close(): void {
    this.live.close();
  }

  /** Whatever is attached is not locked. */
  #write<T>(work: (live: Connection) => T): T {
    return writeMain(this.live, () => this.#fence.write(() => work(this.live)));
  }

  /** While nothing is pushed or pulled. */
  alone<T>(work: () => T): Promise<T> {
    return runInTurns(
      exclusively(this.sync.place.lockFile, this.#waitMs, () => {
        requireInPlace(this.live, this.sync.place);
        this.sync.fence.requireHome();
        return work();
      }),
    );
  }
}
