import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Area, setUpArea } from "../area/index.js";
import { Failure, type Log } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { findHomehost, type Homehost, isThisHost, noHomehost } from "../homehost/index.js";
import { areaToken, type FinderOptions, isServerAlive, openRemoteRecords, serverLogs } from "../rpc/index.js";
import { openRecords, type Records } from "../store/index.js";
import { type Env, isWritable } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
import { cacheUse } from "./cache-use.js";
import { type HomehostHere, openLocalRecords } from "./local-records.js";
import { movingRecords } from "./moving-records.js";
import { versionLine } from "./version.js";

/** Sets up the area that the command line and the environment name; spec 05 § 2. */
export function openArea(options: { readonly args: Arguments; readonly env: Env; readonly cwd: string; readonly log: Log }): Area {
  const { args, env, cwd, log } = options;
  // With -areas it begins with an area; see `reading`.
  const target = args.values.has("-areas") ? undefined : (args.values.get("-reqtarg") ?? args.values.get("-target"));
  const configName = args.values.get("-config");
  const appendConfig = args.values.get("-append-config");
  const caches = cacheUse(args, env);
  return setUpArea({
    env,
    cwd,
    log,
    ...(target !== undefined && { target }),
    ...(configName !== undefined && { configName }),
    ...(appendConfig !== undefined && { appendConfig }),
    ...(caches !== undefined && { caches }),
  });
}

/** Who opens records. */
export interface Opener {
  /** Absolute path of `bin/megatest`. */
  readonly program: string;
  /** Whether this process executes tests. */
  readonly isExecutor?: boolean;
  /** How often a server is asked that does not answer; unless told, as long as its host may need to come back. */
  readonly tries?: number;
  /** Reads show the completed runs too; spec 04 § 26.3. */
  readonly fullDb?: boolean;
}

/**
 * Opens the records of an area: the live database on its homehost, elsewhere through the server there, which is started when there is none. In an area
 * that cannot be written they are read where they are.
 *
 * @throws Failure `not-homehost` when there is no homehost
 * @see spec 04 § 4
 */
export async function openAreaRecords(area: Area, opener: Opener): Promise<Records> {
  const { toppath, log } = area;
  const { fullDb = false } = opener;
  const place = { toppath, areaName: area.name, keys: area.fields, log, fullDb };
  if (!isAreaWritable(toppath)) return openRecords({ ...place, version: versionLine });
  checkForce(area);
  const homehost = await requireHomehost(area);
  const remote = () => openRemoteRecords(finderOptions(area, opener), opener.tries);
  const isLocal = (await isThisHost(homehost.address)) && !isServerUsed(area, opener);
  if (isLocal) return movingRecords(openLocalRecords(place, { ...homehost, isPinned: isHomehostPinned(area) }), async () => remote(), log);
  if (!fullDb) return remote();
  await bringUpToDate(remote());
  return openRecords({ ...place, version: versionLine, readOnly: true });
}

/** Whether {@link openAreaRecords} opens files of this host, or else works with the server of the area. */
export async function isReadHere(area: Area): Promise<boolean> {
  if (!isAreaWritable(area.toppath)) return true;
  return (await isThisHost((await requireHomehost(area)).address)) && !isServerUsed(area, {});
}

async function requireHomehost(area: Area): Promise<Homehost> {
  const homehost = await findHomehost(area);
  if (homehost === undefined) throw noHomehost(area);
  return homehost;
}

/** Has all records brought to the area database, where they can be read together with the completed runs. */
async function bringUpToDate(records: Records): Promise<void> {
  await records.sync();
  await records.close();
}

/** Whether the configuration names the homehost, so that it does not move. */
export function isHomehostPinned({ config }: Area): boolean {
  return settingText(config, "server", "homehost") !== "";
}

/**
 * That this host is the homehost.
 *
 * @param flag for the message, e.g. `-server`
 * @throws Failure `not-homehost`
 * @see spec 04 § 9
 */
export async function homehostHere(area: Area, flag: string): Promise<HomehostHere> {
  const homehost = await findHomehost(area);
  if (homehost !== undefined && (await isThisHost(homehost.address))) return { ...homehost, isPinned: isHomehostPinned(area) };
  throw new Failure(
    "not-homehost",
    `you must be on the homehost to run with ${flag}, you can move homehost by removing the .homehost file but this will disrupt any runs in progress.`,
  );
}

/** How clients of an area find its server. */
export function finderOptions(area: Area, { program }: Opener): FinderOptions {
  const homehost = async () => {
    const found = await requireHomehost(area);
    return { address: found.address, isThisHost: await isThisHost(found.address) };
  };
  return {
    toppath: area.toppath,
    areaName: area.name,
    homehost,
    program: settingText(area.config, "setup", "executable") || program,
    version: versionLine,
    log: area.log,
  };
}

/** Whether the server is to be used on the homehost too; spec 04 § 4. */
export function isServerUsed(area: Area, { isExecutor }: Pick<Opener, "isExecutor">): boolean {
  const force = settingText(area.config, "server", "force");
  return (force !== "" && (force !== "test" || isExecutor === true)) || isServedByAnother(area);
}

function checkForce({ config, log }: Area): void {
  const force = settingText(config, "server", "force");
  if (!["", "always", "test"].includes(force)) log.error(`[server] force ${force}: must be always or test, taken for always`);
}

/** Each user has a live database: where the server of another user lives, its is the one that counts. Spec 04 § 4 */
function isServedByAnother({ toppath, log }: Area): boolean {
  if (!serverLogs(toppath, Date.now()).some((server) => isServerAlive(server) && server.uid !== process.getuid?.())) return false;
  try {
    areaToken(toppath);
    return true;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    log.warn(`the server of another user keeps the records, but ${error.message}: working beside it`);
    return false;
  }
}

function isAreaWritable(toppath: string): boolean {
  const file = join(toppath, "megatest.db");
  return isWritable(toppath) && (!existsSync(file) || isWritable(file));
}

/** How far the area database may lag behind, in milliseconds: `[server] sync-period`, 5 s. */
export function syncPeriodMs(area: Area): number {
  return settingNumber(area.config, "server", "sync-period", area.log) * 1000;
}
