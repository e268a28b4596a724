import { lstatSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { Failure, type Log, messageOf, silentLog } from "../base/index.js";
import { type Config, exportKeys, fieldsOf, parseTarget, readConfig, readRunconfigs } from "../config/index.js";
import { type Env, isFile, makeDirectories, placeLink } from "../sys/index.js";
import type { Area } from "./area.js";
import { type CacheUse, ConfigCaches, type ConfigurationFiles, type Configurations, cacheDirectory, readCaches } from "./caches.js";
import { findArea } from "./locate.js";

export interface SetupOptions {
  /** Copied; the area's own environment grows from it. */
  readonly env: Env;
  readonly cwd: string;
  readonly log: Log;
  /** `-reqtarg`, else `-target`; absent: `MT_TARGET` of `env`. */
  readonly target?: string;
  /** `-config`. */
  readonly configName?: string;
  /** `-append-config`, relative to `cwd`. */
  readonly appendConfig?: string;
  /** Absent: caches are neither read nor left. */
  readonly caches?: CacheUse;
}

/**
 * Finds the area and makes it ready: reads `megatest.config`, exports what it exports, makes the link tree. A process of a run takes the configuration
 * from the run's caches; others leave them.
 *
 * @throws Failure `no-area` (exit code 2), `bad-config`, `io`
 * @see spec 01 § 6.2
 */
export function setUpArea(options: SetupOptions): Area {
  const { log } = options;
  const env = { ...options.env };
  if (options.target !== undefined) env["MT_TARGET"] = options.target;
  const { toppath, configFile } = findArea({
    cwd: options.cwd,
    env,
    ...(options.configName !== undefined && { configName: options.configName }),
  });
  env["MT_RUN_AREA_HOME"] = toppath;

  const files = { config: configFile, runconfigs: join(toppath, "runconfigs.config") };
  const cached = cachedConfigurations(toppath, files, env, options);
  const config = cached?.config ?? readAreaConfig(configFile, toppath, env, log);
  const leavesCaches = options.caches !== undefined && cached === undefined;
  const caches = leavesCaches ? new ConfigCaches(options.caches.version, config, () => area.runconfigs, log) : undefined;
  if (options.appendConfig !== undefined) appendConfig(config, options.appendConfig, toppath, env, options);

  const area = areaOf({ toppath, configFile, env, log }, { config, runconfigs: cached?.runconfigs, caches });
  makeLinktree(area.linktree, toppath, log);
  const { linktree, target } = area;
  const directory = options.caches && target && cacheDirectory(linktree, target, options.caches);
  if (directory !== undefined) caches?.leaveIn(directory);
  return area;
}

/** Where an area is, and for whom it is read. */
interface AreaPlace extends Pick<Area, "toppath" | "configFile" | "log"> {
  /** Becomes the environment of the area. */
  readonly env: Env;
}

/** An area as its configuration says; nothing is made. What is wrong with the target of the environment is told. */
export function readArea(place: AreaPlace): Area {
  const config = readAreaConfig(place.configFile, place.toppath, place.env, place.log);
  return areaOf(place, { config, runconfigs: undefined, caches: undefined });
}

interface ReadConfigurations extends Pick<Area, "config" | "caches"> {
  /** Undefined: read when they are needed. */
  runconfigs: Config | undefined;
}

function areaOf({ toppath, configFile, env, log }: AreaPlace, read: ReadConfigurations): Area {
  const { config, caches } = read;
  const fields = fieldsOf(config);
  const keys = fields.map((field) => field.name);
  const target = env["MT_TARGET"] === undefined ? undefined : parseTarget(env["MT_TARGET"], keys, log);
  const name = areaName(config, toppath, env);
  env["MT_TESTSUITENAME"] = name;
  const linktree = resolve(toppath, env["MT_LINKTREE"] || config.lookup("setup", "linktree")?.trim() || "lt");
  const runconfigsFile = join(toppath, "runconfigs.config");
  return {
    ...{ toppath, name, fields, keys, config, configFile, caches, linktree, env, log, target },
    get runconfigs() {
      read.runconfigs ??= readRunconfigs(runconfigsFile, { log, env: { ...env }, cwd: toppath, toppath, target });
      return read.runconfigs;
    },
  };
}

/** What the caches of the run hold that this process belongs to. Its environment already has what reading `megatest.config` would export. */
function cachedConfigurations(toppath: string, files: ConfigurationFiles, env: Env, options: SetupOptions): Configurations | undefined {
  const linktree = env["MT_LINKTREE"];
  const target = env["MT_TARGET"]?.split("/") ?? [""];
  if (options.caches === undefined || !options.env["MT_RUN_AREA_HOME"] || !linktree || target.includes("")) return undefined;
  const directory = cacheDirectory(resolve(toppath, linktree), target, options.caches);
  return directory === undefined ? undefined : readCaches(directory, files, options.caches);
}

/** The configuration of an area; what it exports goes to `env`. */
function readAreaConfig(configFile: string, toppath: string, env: Env, log: Log): Config {
  return readConfig(configFile, {
    log,
    toppath,
    system: "on",
    ...targetOption(env),
    env,
    cwd: toppath,
    exported: "env-override",
    onSectionEnd: (section, soFar) => {
      const target = env["MT_TARGET"];
      // Whether the target fits is told once, when everything is read.
      if (section === "fields" && target !== undefined) exportKeys(target, soFar.names("fields"), env, silentLog);
    },
  });
}

const targetOption = (env: Env) => (env["MT_TARGET"] === undefined ? {} : { target: env["MT_TARGET"] });

/** Lays the file of `-append-config` over the configuration. */
function appendConfig(config: Config, file: string, toppath: string, env: Env, { cwd, log }: SetupOptions): void {
  const path = resolve(cwd, file);
  if (isFile(path)) readConfig(path, { log, toppath, system: "on", ...targetOption(env), env: { ...env }, cwd, base: config });
  else log.error(`-append-config: cannot read ${path}`);
}

function makeLinktree(linktree: string, toppath: string, log: Log): void {
  try {
    makeDirectories(linktree);
  } catch (error) {
    throw new Failure("io", `cannot create the link tree ${linktree}: ${messageOf(error)}; see [setup] linktree`, 1, { cause: error });
  }
  const shortcut = join(toppath, "lt");
  if (lstatSync(shortcut, { throwIfNoEntry: false }) !== undefined) return;
  try {
    placeLink(linktree, shortcut);
  } catch (error) {
    log.info(1, `no link ${shortcut} -> ${linktree}: ${messageOf(error)}`);
  }
}

/** `[setup] area-name`, `[setup] testsuite`, the environment, the directory's name without its last suffix; spec 01 § 6.1. */
function areaName(config: Config, toppath: string, env: Env): string {
  const named = config.lookup("setup", "area-name") ?? config.lookup("setup", "testsuite") ?? env["MT_TESTSUITE_NAME"];
  if (named !== undefined && named.trim() !== "") return named.trim();
  const last = basename(toppath);
  return basename(last, extname(last));
}
