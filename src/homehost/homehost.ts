import { lookup } from "node:dns/promises";
import { linkSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { errnoOf } from "../base/index.js";
import { hostName, isFile, isWritable } from "../sys/index.js";

/**
 * The host that keeps the live database: `[server] homehost`, else the first line of `.homehost`, which is made with this
 * host's address when it is missing and the area is writable. Undefined when there is none.
 *
 * @see spec 04 § 9
 */
export async function homehostOf(area: Area): Promise<string | undefined> {
  const configured = area.config.lookup("server", "homehost")?.trim();
  if (configured !== undefined && configured !== "") return configured;
  const file = join(area.toppath, ".homehost");
  const written = firstLine(file);
  if (written !== undefined || !isWritable(area.toppath)) return written;
  await claim(file);
  return firstLine(file);
}

/** Whether a homehost value names this host: its name, an address of an interface, or a name that resolves to one. */
export async function isThisHost(homehost: string): Promise<boolean> {
  const own = hostName();
  if (homehost === own || homehost === "localhost" || homehost.startsWith("127.") || ownAddresses().has(homehost)) return true;
  try {
    return ownAddresses().has((await lookup(homehost)).address);
  } catch {
    return false;
  }
}

function ownAddresses(): Set<string> {
  return new Set(Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map((entry) => entry.address)));
}

function firstLine(file: string): string | undefined {
  try {
    const line = readFileSync(file, "utf8").split("\n")[0]?.trim();
    return line === undefined || line === "" ? undefined : line;
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** Of several hosts that try at once exactly one wins: a finished file is linked to the name, never overwritten. */
async function claim(file: string): Promise<void> {
  const own = await bestAddress();
  const temporary = `${file}.${hostName()}.${process.pid}`;
  writeFileSync(temporary, `${own}\n`);
  try {
    if (isFile(file) && firstLine(file) === undefined) rmSync(file, { force: true });
    linkSync(temporary, file);
  } catch (error) {
    if (errnoOf(error) !== "EEXIST") throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** An address under which other hosts know this one, else its name. */
async function bestAddress(): Promise<string> {
  const isOutward = (address: string) => !address.startsWith("127.");
  try {
    const addresses = await lookup(hostName(), { all: true, family: 4 });
    const outward = addresses.map((entry) => entry.address).filter(isOutward);
    return outward.at(-1) ?? hostName();
  } catch {
    return hostName();
  }
}
