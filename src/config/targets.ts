import type { Log } from "../base/index.js";
import type { Env } from "../sys/index.js";

/**
 * The values of a target, one for each key; undefined, with an error in the log, when it does not fit them.
 *
 * @param keys empty while they are unknown: then any target passes
 * @see spec 01 § 6.4
 */
export function parseTarget(target: string, keys: readonly string[], log: Log): string[] | undefined {
  const values = target.split("/");
  if (keys.length === 0 || (values.length === keys.length && values.every((value) => value !== ""))) return values;
  const wanted = keys.join("/");
  log.error(`Invalid target, spaces or blanks not allowed "${target}", target should be: ${wanted}, have (${values.join(" ")}) for elements`);
  return undefined;
}

/**
 * Exports the keys while a configuration is read, when `[fields]` has ended. A target that does not fit is an error in the
 * log only.
 *
 * @see spec 01 § 6.4, hook of `[fields]`
 */
export function exportKeys(target: string, keys: readonly string[], env: Env, log: Log): void {
  const values = target.split("/").filter((value) => value !== "");
  if (values.length !== keys.length) {
    log.error(`wrong number of values in ${target}, should match (${keys.join(" ")})`);
    return;
  }
  keys.forEach((key, index) => {
    env[key] = values[index] ?? "";
  });
}
