import { silentLog } from "../../../base/index.js";
import { settingNumber } from "../../../config/index.js";
import { loadGate } from "../../../schedule/index.js";
import type { LaunchGates } from "../../../view/index.js";
import type { Home } from "../home.js";

/** What launches depend on now. Records are read on the homehost, so its load is that of this host. Spec 02 § 12 */
export async function launchGates({ area, records }: Home): Promise<LaunchGates> {
  const { config } = area;
  const { total, byJobgroup } = await records.liveCounts();
  const groups = config.names("jobgroups").flatMap((name) => {
    const limit = config.number("jobgroups", name, Number.NaN, silentLog);
    return Number.isFinite(limit) ? [{ name, used: byJobgroup.get(name) ?? 0, limit }] : [];
  });
  const load = await loadGate({ ...area, log: silentLog }, undefined).closedBecause();
  return {
    slots: { used: total, limit: settingNumber(config, "setup", "max_concurrent_jobs", silentLog) },
    groups,
    ...(load !== undefined && { load }),
    launchDelay: settingNumber(config, "setup", "launch-delay", silentLog),
  };
}
