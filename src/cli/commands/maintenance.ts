import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { runDirectory } from "../../area/index.js";
import type { Context } from "../context.js";
import { targetText } from "../selection.js";

/** `-sync-to-megatest.db`: brings the area database up to date; spec 04 § 7. */
export async function syncToAreaDatabase(context: Context): Promise<number> {
  context.stdout(`Synced ${await (await context.records()).sync()} records to megatest.db\n`);
  return 0;
}

/** `-clean-cache`: the cached configurations of a run, not those of its tests; spec 01 § 10. */
export async function cleanCache(context: Context): Promise<number> {
  const { args, log } = context;
  const runname = args.values.get("-runname");
  if (targetText(context) === "") log.error("-clean-cache requires -target or -reqtarg");
  else if (runname === undefined) log.error("-clean-cache requires -runname.");
  else {
    const { linktree, target } = await context.area();
    if (target !== undefined) removeCaches(context, runDirectory(linktree, target, runname));
  }
  return 0;
}

function removeCaches({ log }: Context, directory: string): void {
  const files = namesIn(directory)
    .filter((name) => name.startsWith(".megatest") || name.startsWith(".runconfig"))
    .map((name) => join(directory, name));
  if (files.length === 0) log.info(0, "No cached megatest or runconfigs files found. None removed.");
  else log.info(0, ["Removing cached files:", ...files.map((file) => `    ${file}`)].join("\n"));
  for (const file of files) rmSync(file, { force: true });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}
