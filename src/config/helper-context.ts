import { normalize } from "node:path";
import type { Log } from "../base/index.js";
import type { Env } from "../sys/index.js";
import type { Config } from "./config.js";
import { firstLine, variableOf } from "./shell.js";

/** What a helper can see and do; spec 01 § 4. */
export interface HelperContext {
  readonly log: Log;
  readonly env: Env;
  readonly cwd: string;
  readonly toppath?: string;
  readonly target?: string;
  /** What has been read so far. */
  readonly config: Config;
  readonly runconfigs?: Config;
  /** Whether commands may run here; spec 01 § 5.2. */
  readonly permitted: boolean;
  /** `FILE:LINE`. */
  readonly place: string;
}

/** Value of a variable for the target: its section, then `default`, here and then in the runconfigs. */
export function runconfigValue(name: string, { config, runconfigs, target, env }: HelperContext): string | undefined {
  const section = target ?? variableOf(env, "MT_TARGET") ?? "";
  for (const source of [config, runconfigs]) {
    const value = source?.lookup(section, name) ?? source?.lookup("default", name);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** Absolute and normalised, links not resolved, `~` and `~user` expanded; a trailing slash stays. */
export function absolutePath(path: string, { cwd, env }: HelperContext): string {
  const [, user, rest] = /^~([^/]*)(.*)$/s.exec(path) ?? [];
  if (user !== undefined && rest !== undefined) return normalize(homeOf(user, cwd, env) + rest);
  return normalize(path.startsWith("/") ? path : `${cwd}/${path}`);
}

function homeOf(user: string, cwd: string, env: Env): string {
  const home = variableOf(env, "HOME");
  if (user === "" && home !== undefined) return home;
  // The shell knows every source of user names; what is none stays as written.
  const known = /^[\w.-]*$/.test(user) ? firstLine(`echo ~${user}`, { cwd, env }) : undefined;
  return known?.startsWith("/") ? known : `${cwd}/~${user}`;
}

/** The area's path; before it is known, what the environment says. */
export function toppathOf({ toppath, env }: HelperContext): string | undefined {
  return toppath ?? variableOf(env, "MT_RUN_AREA_HOME");
}
