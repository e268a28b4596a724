import { Failure, type Log } from "../base/index.js";
import { type Arguments, isGiven } from "./arguments.js";
import type { Flag } from "./flags/flag.js";
import { allFlags, type FlagName } from "./flags.js";

/** Says which flags of the line are out of date or do nothing; spec 05 § 2 step 10. */
export function reportOldFlags(args: Arguments, log: Log): void {
  for (const flag of givenFlags(args)) {
    if (flag.unlisted === "deprecated") log.warn(`${flag.names[0]} is deprecated: use -testpatt (${flag.help})`);
    if (flag.unlisted === "ignored") log.info(2, `${flag.names[0]} has no effect`);
  }
}

/**
 * Refuses a line that asks for an action which this release does not have.
 *
 * @throws Failure `not-available`
 */
export function refuseUnavailable(args: Arguments): void {
  const flag = givenFlags(args).find(({ unlisted }) => unlisted === "unavailable");
  if (flag === undefined) return;
  throw new Failure("not-available", `${flag.names[0]} is not supported by this release`);
}

function givenFlags(args: Arguments): Flag[] {
  return allFlags.filter((flag) => isGiven(args, flag.names[0] as FlagName));
}
