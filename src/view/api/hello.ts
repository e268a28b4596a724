import type { Level } from "./common.js";

/** One of the areas that are shown. */
export interface ShownArea {
  readonly name: string;
  readonly toppath: string;
  /** Why it cannot be read, since when, and when it was read last; epoch seconds. */
  readonly problem?: { readonly message: string; readonly since: number; readonly read?: number };
}

/** `GET hello`: where one is, and what one may do. */
export interface Hello {
  /** Of megatest. */
  readonly version: string;
  /** Those that are shown; the first part of targets when there are several. */
  readonly areas: readonly ShownArea[];
  /** Names of the keys, in the order of a target; of several areas `MT_AREA` comes first. */
  readonly keys: readonly string[];
  /** Who runs the dashboard, and so whose rights it has. */
  readonly user: string;
  readonly host: string;
  readonly level: Level;
  /** The host whose server is asked; undefined where the records are read by the dashboard itself. */
  readonly via?: string;
  /** Why nobody can act; empty when the level says all. */
  readonly readOnlyBecause: string;
  /** Epoch seconds, with fractions, by the server's clock. */
  readonly now: number;
  /** IANA name of the server's time zone. */
  readonly timeZone: string;
  /** What the settings and options of the command line say about the first look. */
  readonly first: {
    readonly cols: number;
    readonly rows: number;
    /** One of the six values of `[dashboard] testsort`; undefined when not set. */
    readonly testsort?: string;
  };
}
