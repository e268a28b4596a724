import { removeCaches, runDirectory } from "../../area/index.js";
import { handOverWhenSent } from "../../homehost/index.js";
import type { Context } from "../context.js";
import { type Selection, targetText } from "../selection.js";
import { versionLine } from "../version.js";

/** `-sync-to-megatest.db`: brings the area database up to date; and hands the records over when the next homehost has sent it. Spec 04 § 7, § 25.3 */
export async function syncToAreaDatabase(context: Context): Promise<number> {
  const handedOver = await handOverWhenSent(await context.area(), { log: context.log, version: versionLine });
  const synced = handedOver ?? (await (await context.records()).sync({ full: true }));
  context.stdout(`Synced ${synced} records to megatest.db\n`);
  return 0;
}

/** `-clean-cache`: the cached configurations of a run, not those of its tests; spec 01 § 10. */
export async function cleanCache(context: Context): Promise<number> {
  const { args, log } = context;
  const runname = args.values.get("-runname");
  if (targetText(context) === "") log.error("-clean-cache requires -target or -reqtarg");
  else if (runname === undefined) log.error("-clean-cache requires -runname.");
  else {
    const area = await context.area();
    if (area.target !== undefined) removeCachesOf(context, { area, target: area.target, runname });
  }
  return 0;
}

/** Removes the caches of a run and lists them. */
export function removeCachesOf({ log }: Context, { area, target, runname }: Selection): void {
  const files = removeCaches(runDirectory(area.linktree, target, runname));
  if (files.length === 0) log.info(0, "No cached megatest or runconfigs files found. None removed.");
  else log.info(0, ["Removing cached files:", ...files.map((file) => `    ${file}`)].join("\n"));
}
