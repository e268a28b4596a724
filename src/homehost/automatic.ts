import type { Area } from "../area/index.js";
import { bestAddress, isThisHost } from "./address.js";
import { readPatiently } from "./file.js";
import { findHomehost, isRetired, pinnedHomehost, retiredHosts } from "./homehost.js";
import type { MoveTools } from "./job.js";
import { type MoveOutcome, migrate, moveText } from "./migrate.js";
import { hasSeenMigration, noteMigration } from "./migration-lock.js";

/**
 * Makes this host the homehost if nothing has been going on for long. To be called once by commands that may move the homehost, when this host is not it;
 * whatever comes of it, look up the homehost anew afterwards. A process tries only once, and not at all after it has waited for another one to move it.
 *
 * @param force also when the old homehost can't be reached and may hold records that are nowhere else
 * @returns undefined when there was nothing to try
 * @see spec 04 § 25.1
 */
export async function migrateIfQuiet(area: Area, tools: MoveTools, force: boolean): Promise<MoveOutcome | undefined> {
  const from = await findHomehost(area);
  if (from === undefined || hasSeenMigration(area.toppath)) return undefined;
  const to = { address: await bestAddress(), isThisHost: true };
  const outcome = await migrate({ area, from, to, isAutomatic: true, force }, tools);
  noteMigration(area.toppath);
  if (outcome.kind === "stays") tools.log.info(1, `homehost stays ${outcome.at}: ${outcome.reasons.join("; ")}`);
  if (outcome.kind === "moved") tools.log.info(0, moveText(outcome));
  return outcome;
}

/**
 * On a homehost that is to be retired (`[server] retire-hosts`): hands the records over to megatest.db and leaves the area without a homehost, if nothing
 * has been going on for long. To be called by the server now and then, and by other processes of the homehost when they end; cheap where nothing is to
 * be retired.
 *
 * @returns true when it went: then what this process has open for writing is closed for good
 */
export async function retireIfQuiet(area: Area, tools: MoveTools): Promise<boolean> {
  if (retiredHosts(area).length === 0 || pinnedHomehost(area) !== undefined) return false;
  const from = await readPatiently(area.toppath);
  if (from === undefined || !(await isThisHost(from.address)) || !(await isRetired(area))) return false;
  const outcome = await migrate({ area, from, to: undefined, isAutomatic: false, force: false }, tools);
  if (outcome.kind === "moved") tools.log.info(0, moveText(outcome));
  if (outcome.kind === "stays") tools.log.info(2, `homehost stays ${outcome.at}, though it is to be retired: ${outcome.reasons.join("; ")}`);
  return outcome.kind === "moved";
}
