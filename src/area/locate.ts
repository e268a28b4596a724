import { realpathSync } from "node:fs";
import { dirname, isAbsolute, join, resolve } from "node:path";
import { Failure } from "../base/index.js";
import { type Env, isFile } from "../sys/index.js";

/** Where an area lies: its directory and its configuration file, absolute. */
export interface AreaLocation {
  readonly toppath: string;
  readonly configFile: string;
}

/**
 * Finds the area: `MT_RUN_AREA_HOME` without a search, else the first directory from `cwd` upwards that holds the configuration file.
 *
 * @param configName `-config` value, by default `megatest.config`; a path names the file itself
 * @throws Failure `no-area`, exit code 2
 * @see spec 01 § 6.1
 */
export function findArea(options: { readonly cwd: string; readonly env: Env; readonly configName?: string }): AreaLocation {
  const name = options.configName ?? "megatest.config";
  const home = options.env["MT_RUN_AREA_HOME"];
  const direct = resolve(options.cwd, name);
  if (isAbsolute(name) || (name.includes("/") && isFile(direct))) {
    if (!isFile(direct)) throw notFound(name, `there is no file ${direct}`);
    return { toppath: home ?? dirname(direct), configFile: direct };
  }
  if (home !== undefined && home !== "") {
    const configFile = join(home, name);
    if (!isFile(configFile)) throw notFound(name, `MT_RUN_AREA_HOME is ${home}, and there is none in it`);
    return { toppath: home, configFile };
  }
  const start = realpathSync(options.cwd);
  for (let directory = start; ; directory = dirname(directory)) {
    const configFile = join(directory, name);
    if (isFile(configFile)) return { toppath: directory, configFile };
    if (directory === dirname(directory)) break;
  }
  throw notFound(name, `looked in ${start} and every directory above it; go to an area, use -start-dir DIR, or make one with a ${name}`);
}

function notFound(name: string, why: string): Failure {
  return new Failure("no-area", `No ${name} file found. Giving up.\n  (${why})`, 2);
}
