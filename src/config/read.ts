import type { Log } from "../base/index.js";
import type { Env } from "../sys/index.js";
import { Config } from "./config.js";

/** How one configuration is read; spec 01 § 5.1. */
export interface ReadOptions {
  readonly log: Log;
  /** Environment of helpers and commands; exports of the file are written into it. */
  readonly env: Env;
  readonly cwd: string;
  /** For `#{mtrah}`; unknown while the area is being set up elsewhere. */
  readonly toppath?: string;
  /** What becomes of `[system …]` values and shell helpers. */
  readonly system: "on" | "deferred" | "off";
  /** Sections to keep; others are parsed and removed at the end. Absent: all. */
  readonly sections?: readonly string[];
  /** Sections whose name contains this text are exported while read. */
  readonly exported?: string;
  /** The target, for `#{rget}` and for sections that must exist before patterns are applied. */
  readonly target?: string;
  /** Where `#{rget}` looks when the file itself has no value. */
  readonly runconfigs?: Config;
  /** Called when a section has ended. */
  readonly onSectionEnd?: (section: string, config: Config) => void;
  /** Lay the file over this configuration instead of an empty one. */
  readonly base?: Config;
}

/**
 * Reads a configuration file. A missing file gives an empty configuration and an info line at level 1.
 *
 * @throws Failure `io` when the file exists but cannot be read
 * @see spec 01 § 3 to § 5
 */
export function readConfig(_file: string, _options: ReadOptions): Config {
  return new Config();
}
