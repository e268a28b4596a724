import { basename } from "node:path";
import { Failure } from "../base/index.js";
import { settingText } from "../config/index.js";
import type { Area } from "./area.js";
import { areaPath, isPath, realPath } from "./other-areas.js";

/** An area as one of several. */
export interface NamedArea {
  readonly name: string;
  /** Absolute. */
  readonly toppath: string;
  /** Whether it is the area of this command. */
  readonly isOwn: boolean;
}

/**
 * The areas that a list of names and paths stands for, each once; `all`: this area, those where its runs move by themselves, and those of `[areas]`.
 *
 * @param from where paths begin
 * @returns with the names by which they are shown, no two alike; of `all` also those that are no areas, or have other keys
 * @throws Failure `no-area` for a name that stands for none
 * @see spec 04 § 24.3
 */
export function listedAreas(list: string, own: Area, from: string): NamedArea[] {
  const ownPath = realPath(own.toppath);
  const named =
    list === "all"
      ? relatedAreas(own)
      : list
          .split(",")
          .filter((name) => name !== "")
          .map((name) => [name, name === own.name ? ownPath : areaPath(name, own, from)] as const);
  const listed = new Map<string, NamedArea>();
  for (const [name, path] of named) {
    const isOwn = path === ownPath;
    const area = isOwn ? { name: own.name, toppath: own.toppath, isOwn } : { name: isPath(name) ? basename(path) : name, toppath: path, isOwn };
    if (!listed.has(path)) listed.set(path, { ...area, name: freeName(area.name, [...listed.values()]) });
  }
  return [...listed.values()];
}

/** Two areas may be of one name, since paths are shown by their last part. */
function freeName(name: string, listed: readonly NamedArea[]): string {
  const isTaken = (candidate: string) => listed.some((area) => area.name === candidate);
  let free = name;
  for (let count = 2; isTaken(free); count++) free = `${name}~${count}`;
  return free;
}

/** Names and paths. A name that stands for none is told, and left out. */
function relatedAreas(own: Area): [name: string, path: string][] {
  const { config, toppath, log } = own;
  const rules = config.lines("automigrate").map(({ name }) => name);
  const fallback = settingText(config, "setup", "auto-migrate");
  return [own.name, ...rules, ...(fallback === "" ? [] : [fallback]), ...config.names("areas")].flatMap((name): [string, string][] => {
    try {
      return [[name, name === own.name ? realPath(toppath) : areaPath(name, own, toppath)]];
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      log.warn(`-areas all: ${error.message}`);
      return [];
    }
  });
}
