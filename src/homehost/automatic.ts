import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { bestAddress, isThisHost } from "./address.js";
import { findHomehost, isRetired, pinnedHomehost, retiredHosts } from "./homehost.js";
import type { MoveTools } from "./job.js";
import { type MoveOutcome, migrate, moveText } from "./migrate.js";
import { hasSeenMigration, noteMigration } from "./migration-lock.js";
import { readHomehost } from "./read-homehost.js";

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

/** Milliseconds between two looks whether the area is quiet, which reads the records of all tests. */
const lookAgainMs = 30_000;
let nextLook = 0;

/**
 * On a homehost that is to be retired (`[server] retire-hosts`): hands the records over to megatest.db and leaves the area without a homehost, if nothing
 * has been going on for long. To be called by the server now and then, and by other processes of the homehost when they end; cheap where nothing is to
 * be retired. What is in the way is told at level 2.
 *
 * @returns true when it went: then what this process has open for writing is closed for good
 */
export async function retireIfQuiet(area: Area, tools: MoveTools): Promise<boolean> {
  if (retiredHosts(area).length === 0 || pinnedHomehost(area) !== undefined || performance.now() < nextLook) return false;
  nextLook = performance.now() + lookAgainMs;
  try {
    return await retire(area, tools);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    tools.log.info(2, `this host stays the homehost, though it is to be retired: ${error.message}`);
    return false;
  }
}

async function retire(area: Area, tools: MoveTools): Promise<boolean> {
  const from = await readHomehost(area.toppath);
  if (from === undefined || !(await isThisHost(from.address)) || !(await isRetired(area))) return false;
  const outcome = await migrate({ area, from, to: undefined, isAutomatic: false, force: false }, tools);
  if (outcome.kind === "moved") tools.log.info(0, moveText(outcome));
  if (outcome.kind === "stays") tools.log.info(2, `homehost stays ${outcome.at}, though it is to be retired: ${outcome.reasons.join("; ")}`);
  return outcome.kind === "moved";
}
