import { type Area, setUpArea } from "../area/index.js";
import { Failure, type Log } from "../base/index.js";
import { homehostOf, isThisHost } from "../homehost/index.js";
import { decodePayload, type Payload } from "../launch/index.js";
import { openRecords, type Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
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
  return area.config.number("server", "sync-period", 5, area.log) * 1000;
}

/** Opens the records from a test's payload alone: no configuration is read, so that `-step` is quick. */
export async function openTestRecords(payload: Payload, log: Log): Promise<Records> {
  await requireHomehost(payload.homehost, payload.toppath);
  return openRecords({ toppath: payload.toppath, areaName: payload.areaname, log, version: versionLine });
}

/** @throws Failure `not-in-test`, exit code 5, outside a test; spec 05 § 4 */
export function payloadOfTest(env: Env, flag: string): Payload {
  const encoded = env["MT_CMDINFO"];
  if (encoded === undefined) throw new Failure("not-in-test", `MT_CMDINFO env var not set, ${flag} must be called inside a test`, 5);
  return decodePayload(encoded);
}

async function requireHomehost(homehost: string | undefined, toppath: string): Promise<void> {
  if (homehost !== undefined && (await isThisHost(homehost))) return;
  throw new Failure(
    "not-homehost",
    homehost === undefined
      ? `${toppath} has no homehost and none can be chosen, because the directory is not writable`
      : `the records of ${toppath} are kept on ${homehost}; run this command there, or name another host in [server] homehost or ${toppath}/.homehost while nothing runs`,
  );
}
