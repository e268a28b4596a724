import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingText } from "../config/index.js";
import { areaEpoch } from "../store/index.js";
import { isWritable } from "../sys/index.js";
import { bestAddress, isSameHost, isThisHost } from "./address.js";
import { createHomehost, type Homehost, readNow, readPatiently, replaceHomehost } from "./file.js";
import { takeMigrationLock, waitForMigration } from "./migration-lock.js";
import { readHomehost } from "./read-homehost.js";

/** As {@link findHomehost}; the address alone. */
export async function homehostOf(area: Area): Promise<string | undefined> {
  return (await findHomehost(area))?.address;
}

/**
 * The host that keeps the live database: `[server] homehost`, else what `.homehost` says, which is made with this host's address when it is missing,
 * the area is writable and this host is not to be retired. Undefined when there is none: see {@link noHomehost}.
 *
 * @see spec 04 § 9
 */
export async function findHomehost(area: Area): Promise<Homehost | undefined> {
  const pinned = pinnedHomehost(area);
  if (pinned !== undefined) return { address: pinned, epoch: undefined };
  const { toppath } = area;
  const written = await readHomehost(toppath);
  if (written !== undefined || !isWritable(toppath) || (await isRetired(area))) return written;
  await becomeHomehost(toppath);
  return readPatiently(toppath);
}

/** `[server] homehost`: then `.homehost` is neither read nor written. */
export function pinnedHomehost(area: Area): string | undefined {
  const pinned = settingText(area.config, "server", "homehost");
  return pinned === "" ? undefined : pinned;
}

async function becomeHomehost(toppath: string): Promise<void> {
  const homehost = { address: await bestAddress(), epoch: areaEpoch(toppath) + 1 };
  if (createHomehost(toppath, homehost) || readNow(toppath) !== undefined) return;
  // What is there says nothing: of several that find it so, one replaces it.
  const lock = takeMigrationLock(toppath, "-");
  if (lock === undefined) return waitForMigration(toppath);
  try {
    if (readNow(toppath) === undefined) replaceHomehost(toppath, homehost);
  } finally {
    lock.release();
  }
}

/** The hosts of `[server] retire-hosts`. */
export function retiredHosts(area: Area): string[] {
  return settingText(area.config, "server", "retire-hosts")
    .split(/[\s,]+/)
    .filter((host) => host !== "");
}

/** Whether a host, by default this one, is to be retired. */
export async function isRetired(area: Area, host?: string): Promise<boolean> {
  for (const retired of retiredHosts(area)) if (await (host === undefined ? isThisHost(retired) : isSameHost(retired, host))) return true;
  return false;
}

/** Why an area has no homehost. */
export function noHomehost(area: Area): Failure {
  const reason = isWritable(area.toppath)
    ? `this host is to be retired ([server] retire-hosts ${retiredHosts(area).join(" ")}); run a command on another host first`
    : "none can be chosen, because the directory is not writable";
  return new Failure("not-homehost", `${area.toppath} has no homehost: ${reason}`);
}
