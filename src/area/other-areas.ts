import { existsSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { Failure, type Log } from "../base/index.js";
import { type Env, isFile } from "../sys/index.js";
import type { Area } from "./area.js";
import { readArea } from "./setup.js";

/**
 * The path of the area that a name or a path stands for, without links.
 *
 * @param name a path when it has a slash, or is `.` or `..`; else a name of `[areas]`, or a directory
 * @param from where paths begin: the working directory for the command line, the area for its configuration
 * @throws Failure `no-area` when it is neither
 * @see spec 04 § 20
 */
export function areaPath(name: string, { toppath, config }: Pick<Area, "toppath" | "config">, from: string): string {
  const beside = resolve(from, name);
  if (isPath(name)) return realPath(beside);
  const registered = registeredPath(config.lookup("areas", name));
  if (registered !== undefined) return realPath(resolve(toppath, registered));
  if (isArea(beside)) return realPath(beside);
  throw new Failure("no-area", `no area ${name}: not in [areas] and no such directory`);
}

export const isPath = (name: string) => name.includes("/") || name === "." || name === "..";

/** `path=` of a line of `[areas]`; spec 07. */
function registeredPath(line: string | undefined): string | undefined {
  return /(?:^|[\s;])path\s*=\s*([^;]*)/.exec(line ?? "")?.[1]?.trim() || undefined;
}

/**
 * Reads the configuration of another area, which is not made ready for use: nothing is made there.
 *
 * @throws Failure `no-area`, and as reading configurations
 */
export function lookAtArea(toppath: string, { env, log }: { readonly env: Env; readonly log: Log }): Area {
  if (!isArea(toppath)) throw new Failure("no-area", `there is no ${toppath}/megatest.config`);
  return readArea({ toppath, configFile: join(toppath, "megatest.config"), env: { ...outside(env), MT_RUN_AREA_HOME: toppath }, log });
}

/** An environment without what an area has put into it. */
export function outside(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("MT_")));
}

/** Whether a directory is an area. */
export const isArea = (path: string): boolean => isFile(join(path, "megatest.config"));

/** Without links; as it is when there is nothing. */
export const realPath = (path: string): string => (existsSync(path) ? realpathSync(path) : path);
