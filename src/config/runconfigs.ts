import { Failure, type Log } from "../base/index.js";
import type { Env } from "../sys/index.js";
import type { Config } from "./config.js";
import { readConfig } from "./read.js";

export interface RunconfigsOptions {
  readonly log: Log;
  readonly env: Env;
  readonly cwd: string;
  readonly toppath?: string;
  /** Absent: every section is kept. */
  readonly target?: readonly string[] | undefined;
}

/**
 * Reads `runconfigs.config` for a target: sections `default` and the target's, patterns merged into them. The target's
 * section exists even when the file does not name it.
 *
 * @throws Failure `io`
 * @see spec 01 § 8.1, § 8.2
 */
export function readRunconfigs(file: string, { target, ...options }: RunconfigsOptions): Config {
  const section = target?.join("/");
  return readConfig(file, { ...options, system: "on", ...(section !== undefined && { target: section, sections: ["default", section] }) });
}

/** The value of a variable for a target: its section, then `default`. */
export function lookupRunconfig(runconfigs: Config, target: string, name: string): string | undefined {
  return runconfigs.lookup(target, name) ?? runconfigs.lookup("default", name);
}

/** Names of the sections that are no patterns, `default` among them, by code point; commands of the file do not run. */
export function listTargets(file: string, options: Omit<RunconfigsOptions, "target">): string[] {
  return readConfig(file, { ...options, system: "off" })
    .sectionNames()
    .sort();
}

/**
 * Makes sure that `-reqtarg` names a section of the file; a pattern that matches is not enough.
 *
 * @throws Failure `unknown-target`
 * @see spec 01 § 6.4
 */
export function requireTarget(target: string, file: string, options: Omit<RunconfigsOptions, "target">): void {
  if (!listTargets(file, options).includes(target)) throw new Failure("unknown-target", `[${target}] not found in ${file}`);
}
