import { type Area, setUpArea } from "../area/index.js";
import type { Log } from "../base/index.js";
import { settingNumber } from "../config/index.js";
import { homehostOf } from "../homehost/index.js";
import { openRecords, type Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
import { requireHomehost } from "./test-records.js";
import { versionLine } from "./version.js";

/** Sets up the area that the command line and the environment name; spec 05 § 2. */
export function openArea(options: { readonly args: Arguments; readonly env: Env; readonly cwd: string; readonly log: Log }): Area {
  const { args, env, cwd, log } = options;
  const target = args.values.get("-reqtarg") ?? args.values.get("-target");
  const configName = args.values.get("-config");
  const appendConfig = args.values.get("-append-config");
  return setUpArea({
    env,
    cwd,
    log,
    ...(target !== undefined && { target }),
    ...(configName !== undefined && { configName }),
    ...(appendConfig !== undefined && { appendConfig }),
  });
}

/**
 * Opens the records of an area on its homehost.
 *
 * @throws Failure `not-homehost` elsewhere
 */
export async function openAreaRecords(area: Area): Promise<Records> {
  await requireHomehost(await homehostOf(area), area.toppath);
  return openRecords({ toppath: area.toppath, areaName: area.name, keys: area.fields, log: area.log, version: versionLine });
}

/** How far the area database may lag behind, in milliseconds: `[server] sync-period`, 5 s. */
export function syncPeriodMs(area: Area): number {
  return settingNumber(area.config, "server", "sync-period", area.log) * 1000;
}
