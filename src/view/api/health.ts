import type { Level } from "./common.js";

/** `GET servers`: the state of the area and of what serves it. Times are epoch seconds, sizes bytes. */
export interface Health {
  /** Undefined when there is none. */
  readonly homehost?: {
    readonly address: string;
    readonly isThisHost: boolean;
    /** Each new homehost has a higher one; undefined when the configuration names it. */
    readonly epoch?: number;
    /** The configuration names it: then it does not move. */
    readonly isPinned: boolean;
  };
  /** The one seen last first. */
  readonly servers: readonly ServerRow[];
  readonly databases: readonly DatabaseRow[];
  /** Rows of the live database that `megatest.db` does not have yet, and when both were compared last (0: never); undefined where there is no live database. */
  readonly lag?: { readonly rows: number; readonly compared: number };
  /** Runs that were begun to be moved out of this area, and are not there yet. */
  readonly moves: readonly MoveRow[];
  readonly disks: readonly DiskRow[];
  /** Who holds the maintenance lock; undefined when nobody does. */
  readonly lock?: string;
  /** For an admin only. */
  readonly tokens?: readonly { readonly label: string; readonly level: Level; readonly expires?: number }[];
  /** This dashboard. */
  readonly process: { readonly pid: number; readonly host: string; readonly started: number; readonly memory: number; readonly node: string };
}

export interface ServerRow {
  readonly pid: number;
  readonly host: string;
  /** Undefined while it starts. */
  readonly address?: string;
  readonly started?: number;
  /** Seconds since its last sign of life. */
  readonly age: number;
  readonly isAlive: boolean;
}

export interface DatabaseRow {
  readonly kind: "live" | "area" | "completed";
  readonly file: string;
  readonly size: number;
  readonly changed: number;
}

export interface DiskRow {
  /** As `[disks]` calls it, else what is on it. */
  readonly name: string;
  readonly path: string;
  /** For ordinary users; undefined when it cannot be told. */
  readonly free?: number;
}

export interface MoveRow {
  /** `target/runname`. */
  readonly run: string;
  /** To another area, to the completed runs, or back from them. */
  readonly action: string;
  readonly phase: string;
  /** Path of an area. */
  readonly destination: string;
  /** Process and host that took the last step. */
  readonly by: string;
  /** Time of the last step. */
  readonly updated: number;
}
