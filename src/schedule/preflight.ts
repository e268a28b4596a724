import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import { liveDirectory, type Records } from "../store/index.js";
import { freeKiB, isDirectory } from "../sys/index.js";

/**
 * Refuses a run that could not keep its results.
 *
 * @param homehostIsHere whether the live database is on a disk of this host
 * @throws Failure `read-only`, `disk-space`
 * @see spec 02 § 2 steps 3 and 4
 */
export function checkBeforeRun(area: Area, records: Records, homehostIsHere: boolean): void {
  if (records.readOnly) throw new Failure("read-only", `megatest.db is readonly.  Cannot proceed.\n  (${area.toppath}/megatest.db)`);
  const required = settingNumber(area.config, "setup", "dbdir-space-required", area.log);
  const live = liveDirectory({ toppath: area.toppath, areaName: area.name });
  // A server that has it may not even have made it yet.
  const paths = homehostIsHere && isDirectory(live) ? [live, area.toppath] : [area.toppath];
  const places = paths.map((path) => ({ path, free: freeKiB(path) }));
  const [least] = places.sort((a, b) => a.free - b.free);
  if (least !== undefined && least.free <= required) {
    throw new Failure(
      "disk-space",
      `Insufficient space in ${least.path}, require ${required}, have ${least.free}, exiting now.\n  (KiB; the limit is [setup] dbdir-space-required)`,
    );
  }
}
