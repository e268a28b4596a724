import { withMaintenanceLock } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import { killServers } from "../../server/index.js";
import {
  type CleanUpOptions,
  checkDatabases,
  cleanUpDatabases,
  type DatabaseCheck,
  hasOpenMoves,
  importAreaDatabase,
  isWhole,
  type JunkRemoval,
} from "../../store/index.js";
import { isGiven } from "../arguments.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { moveHereIfQuiet } from "../homehost-moves.js";
import { localOptions } from "../local-records.js";
import { homehostHere } from "../open.js";
import { versionLine } from "../version.js";

/** `-cleanup-db`, `-rebuild-db`: schema, keys, and junk of all databases. Spec 04 § 7 */
export async function cleanUp(context: Context, flag: "-cleanup-db" | "-rebuild-db"): Promise<number> {
  await finishMoves(context, flag);
  return careFor(context, flag, cleanUpDatabases);
}

/** Moves of runs that were interrupted come first; those of a damaged database wait until it is mended. */
async function finishMoves(context: Context, flag: FlagName): Promise<void> {
  const { toppath, log } = await context.area();
  try {
    if (hasOpenMoves(toppath)) await (await import("./move-records.js")).resumeAll(context, flag);
  } catch (error) {
    if (!(error instanceof Failure && error.reason === "corrupt")) throw error;
    log.warn(`moves of runs that were interrupted are not finished yet: ${error.message}`);
  }
}

/** `-import-megatest.db`: what others have written to megatest.db stands. Spec 04 § 7 */
export async function importArea(context: Context): Promise<number> {
  return careFor(context, "-import-megatest.db", importAreaDatabase);
}

async function careFor(context: Context, flag: string, care: (options: CleanUpOptions) => Promise<JunkRemoval>): Promise<number> {
  const area = await context.area();
  const { toppath, log } = area;
  await moveHereIfQuiet(area, context);
  const homehost = await homehostHere(area, flag);
  const removal = await withMaintenanceLock(toppath, flag, log, async () => {
    await killServers(toppath, log);
    const options = localOptions({ toppath, areaName: area.name, keys: area.fields, log }, homehost);
    return care({ ...options, force: isGiven(context.args, "-force"), fullDb: isGiven(context.args, "-full-db") });
  });
  log.info(0, `Records count before clean: ${removal.before}`);
  log.info(0, `Records count after  clean: ${removal.after}`);
  return 0;
}

/**
 * `-check-db`: examines the databases of the area on this host.
 *
 * @returns exit code 1 when something is wrong
 */
export async function check(context: Context): Promise<number> {
  const { toppath, name, log } = await context.area();
  const result = await checkDatabases({ toppath, areaName: name, log, version: versionLine });
  const isJson = context.args.values.get("-dumpmode") === "json";
  context.stdout(isJson ? `${JSON.stringify({ whole: isWhole(result), ...result }, null, 2)}\n` : checkText(result));
  return isWhole(result) ? 0 : 1;
}

const shownDifferences = 1000;

function checkText(result: DatabaseCheck): string {
  const { files, pairing, waiting, foreign, differences, orphans } = result;
  const lines = files.map(({ role, file, exists, problems }) => `${role} ${file}: ${problems.join("; ") || (exists ? "whole" : "missing")}`);
  if (pairing !== undefined) lines.push(`they do not belong together: ${pairing}`);
  if (waiting > 0) lines.push(`${waiting} record(s) wait to be copied to megatest.db`);
  if (foreign > 0) lines.push(`${foreign} record(s) of megatest.db were changed by other programs and wait to be taken over`);
  for (const { table, id, name, problem } of differences.slice(0, shownDifferences)) lines.push(`${table} ${id} ${name}: ${problem}`);
  if (differences.length > shownDifferences) lines.push(`and ${differences.length - shownDifferences} more`);
  for (const { table, problem, count, ids } of orphans)
    lines.push(`${table}: ${count} of nothing (${problem}), ids ${ids.join(", ")}${count > ids.length ? ", …" : ""}`);
  return `${[...lines, ...advice(result)].join("\n")}\n`;
}

/** How to mend what was found. */
function advice({ files, pairing, differences, orphans }: DatabaseCheck): string[] {
  const [area, live, reference] = files.map(({ problems }) => problems.length > 0);
  return [
    ...(area === true ? ["mend: megatest -sync-to-megatest.db rebuilds megatest.db from the live database, if that is whole"] : []),
    ...(live === true
      ? ["mend: end all megatest programs of this area and move the live database away; the next command makes it anew from megatest.db"]
      : []),
    ...(reference === true ? ["mend: megatest -sync-to-megatest.db makes the reference anew"] : []),
    ...(pairing !== undefined ? ["mend: the next command on the homehost sees to it; nothing is deleted, what does not belong goes to stale-…"] : []),
    ...(differences.length > 0
      ? ["mend: megatest -sync-to-megatest.db compares all records and copies what is younger; -import-megatest.db prefers megatest.db"]
      : []),
    ...(orphans.length > 0 ? ["mend: megatest -cleanup-db removes records of nothing"] : []),
  ];
}
