import { opendirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { type Log, messageOf } from "../base/index.js";
import { type Config, dumpSexp, readCache, settingIsOn } from "../config/index.js";
import type { TestName } from "../model/index.js";
import { isDirectory, isWritable, SharedFile } from "../sys/index.js";
import { runDirectory, testDirectory } from "./paths.js";

/** Whose caches a process takes its configuration from and leaves for others. */
export interface CacheUse {
  /** `<version>-<hash>` of this program: no other one uses its caches. */
  readonly version: string;
  readonly runname: string;
  /** The test that this process belongs to. */
  readonly test: TestName | undefined;
  /** Whether to read them; undefined: `[setup] use-cache` decides. */
  readonly read: boolean | undefined;
}

/** Both configurations of an area, evaluated. */
export interface Configurations {
  readonly config: Config;
  readonly runconfigs: Config;
}

/** Paths of the files that they are read from. */
export type ConfigurationFiles = Readonly<Record<keyof Configurations, string>>;

/** The directory of a run's caches, or of those of one of its tests; undefined when there can be none. */
export function cacheDirectory(linktree: string, target: readonly string[], { runname, test }: CacheUse): string | undefined {
  if (runname.includes("/") || ["", ".", ".."].includes(runname)) return undefined;
  const own = test === undefined ? undefined : testDirectory(linktree, target, runname, test);
  return [own, runDirectory(linktree, target, runname)].find((directory) => directory !== undefined && isDirectory(directory));
}

/** The configurations of a run as they were evaluated before; undefined unless both caches are there, up to date and to be used. */
export function readCaches(directory: string, sources: ConfigurationFiles, { version, read }: CacheUse): Configurations | undefined {
  const from = (which: keyof Configurations) => readCache(join(directory, cacheName(which, version)), sources[which]);
  const config = from("config");
  if (config === undefined || !(read ?? settingIsOn(config, "setup", "use-cache"))) return undefined;
  const runconfigs = from("runconfigs");
  return runconfigs && { config, runconfigs };
}

/**
 * The evaluated configurations of an area as files, for later processes of a run.
 *
 * @see spec 01 § 10
 */
export class ConfigCaches {
  readonly #version: string;
  readonly #configText: string;
  readonly #runconfigs: () => Config;
  readonly #log: Log;
  #files: readonly SharedFile[] | undefined;

  /**
   * @param config may change afterwards
   * @param runconfigs called when there is a directory to write to
   */
  constructor(version: string, config: Config, runconfigs: () => Config, log: Log) {
    this.#version = version;
    this.#configText = dumpSexp(config, { sources: true });
    this.#runconfigs = runconfigs;
    this.#log = log;
  }

  /** Puts the pair into the directory of a run or test. Nothing depends on it, so what prevents it is only logged. */
  leaveIn(directory: string): void {
    if (!isWritable(directory)) return;
    try {
      this.#files ??= [
        new SharedFile(cacheName("config", this.#version), this.#configText),
        new SharedFile(cacheName("runconfigs", this.#version), dumpSexp(this.#runconfigs(), { sources: true })),
      ];
      for (const file of this.#files) file.leaveIn(directory);
    } catch (error) {
      this.#log.info(2, `no caches of the configuration in ${directory}: ${messageOf(error)}`);
    }
  }
}

const cacheName = (which: keyof Configurations, version: string) => `${which === "config" ? ".megatest.cfg" : ".runconfigs.cfg"}-${version}`;

/** Removes the caches from the directory of a run; their paths. */
export function removeCaches(directory: string): string[] {
  const files = namesIn(directory)
    .filter(isCacheName)
    .map((name) => join(directory, name));
  for (const file of files) rmSync(file, { force: true });
  return files;
}

/** Whether a directory holds nothing but caches, which nobody misses. */
export function holdsOnlyCaches(directory: string): boolean {
  const entries = opendirSync(directory);
  try {
    // It may hold thousands of items; the first one will do.
    for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) if (!isCacheName(entry.name)) return false;
    return true;
  } finally {
    entries.closeSync();
  }
}

const isCacheName = (name: string) => name.startsWith(".megatest") || name.startsWith(".runconfig");

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
