import { lstatSync } from "node:fs";
import { basename, extname, join, resolve } from "node:path";
import { Failure, type Log, messageOf, silentLog } from "../base/index.js";
import { type Config, exportKeys, fieldsOf, parseTarget, readConfig, readRunconfigs } from "../config/index.js";
import { type Env, isFile, makeDirectories, placeLink } from "../sys/index.js";
import type { Area } from "./area.js";
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
}

/**
 * Finds the area and makes it ready: reads `megatest.config`, exports what it exports, makes the link tree.
 *
 * @throws Failure `no-area` (exit code 2), `bad-config`, `io`
 * @see spec 01 § 6.2
 */
export function setUpArea(options: SetupOptions): Area {
  const env = { ...options.env };
  if (options.target !== undefined) env["MT_TARGET"] = options.target;
  const { toppath, configFile } = findArea({
    cwd: options.cwd,
    env,
    ...(options.configName !== undefined && { configName: options.configName }),
  });
  env["MT_RUN_AREA_HOME"] = toppath;

  const config = readAreaConfig(configFile, toppath, env, options);
  const fields = fieldsOf(config);
  const keys = fields.map((field) => field.name);
  const target = env["MT_TARGET"] === undefined ? undefined : parseTarget(env["MT_TARGET"], keys, options.log);
  const linktree = resolve(toppath, env["MT_LINKTREE"] || config.lookup("setup", "linktree")?.trim() || "lt");
  makeLinktree(linktree, toppath, options.log);
  const name = areaName(config, toppath, env);
  env["MT_TESTSUITENAME"] = name;

  let runconfigs: Config | undefined;
  return {
    toppath,
    name,
    fields,
    keys,
    config,
    configFile,
    get runconfigs() {
      runconfigs ??= readRunconfigs(join(toppath, "runconfigs.config"), { log: options.log, env: { ...env }, cwd: toppath, toppath, target });
      return runconfigs;
    },
    linktree,
    env,
    log: options.log,
    target,
  };
}

function readAreaConfig(configFile: string, toppath: string, env: Env, options: SetupOptions): Config {
  const common = { log: options.log, toppath, system: "on", ...(env["MT_TARGET"] !== undefined && { target: env["MT_TARGET"] }) } as const;
  const config = readConfig(configFile, {
    ...common,
    env,
    cwd: toppath,
    exported: "env-override",
    onSectionEnd: (section, soFar) => {
      const target = env["MT_TARGET"];
      // Whether the target fits is told once, when everything is read.
      if (section === "fields" && target !== undefined) exportKeys(target, soFar.names("fields"), env, silentLog);
    },
  });
  if (options.appendConfig === undefined) return config;
  const over = resolve(options.cwd, options.appendConfig);
  if (isFile(over)) return readConfig(over, { ...common, env: { ...env }, cwd: options.cwd, base: config });
  options.log.error(`-append-config: cannot read ${over}`);
  return config;
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
