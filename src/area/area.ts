import type { Log } from "../base/index.js";
import type { Config, Field } from "../config/index.js";
import type { Env } from "../sys/index.js";
import type { ConfigCaches } from "./caches.js";

/** An area that is set up: its configuration is read, its link tree exists. Spec 01 § 6. */
export interface Area {
  /** Absolute path of the directory of `megatest.config`. */
  readonly toppath: string;
  readonly name: string;
  /** The `[fields]`, in target order, with their column types. */
  readonly fields: readonly Field[];
  /** Names of the fields. */
  readonly keys: readonly string[];
  readonly config: Config;
  /** Absolute path of `megatest.config`. */
  readonly configFile: string;
  /** Empty when there is no `runconfigs.config`. */
  readonly runconfigs: Config;
  /** For later processes of the run; undefined when there is none, or when this one took its configuration from caches. */
  readonly caches: ConfigCaches | undefined;
  /** Absolute path of the link tree root. */
  readonly linktree: string;
  /** Environment after set-up: inherited, `MT_…`, keys, `[env-override]`. Copy it before changing anything. */
  readonly env: Env;
  readonly log: Log;
  /** The valid target of this command, if there is one. */
  readonly target: readonly string[] | undefined;
}
