import { Failure } from "../base/index.js";
import type { Config } from "../config/index.js";

/**
 * That runs may be started in an area: `[setup] allow-runs`. Another word than yes or no opens nothing, since it may be a typing mistake in an area that is
 * to be closed.
 *
 * @throws Failure `not-available` when not, `bad-config` for another word
 * @see spec 04 § 24.2
 */
export function requireRunsAllowed(config: Config): void {
  const word = config.lookup("setup", "allow-runs")?.trim() ?? "yes";
  if (word === "no") throw new Failure("not-available", "runs are not allowed in this area ([setup] allow-runs no)");
  if (word !== "yes") throw new Failure("bad-config", `[setup] allow-runs ${word} at ${config.placeOf("setup", "allow-runs")}: must be yes or no`);
}
