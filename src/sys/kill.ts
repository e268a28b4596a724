import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlive, type ProcessStat, processTable } from "./process.js";

/** The environment variable that marks every process of a test, so that those adopted by init are found too. */
export const markerVariable = "MEGATEST_PROCESS_OF";

interface Victim {
  readonly pid: number;
  readonly started: number;
}

/**
 * Ends processes with all their descendants: SIGTERM, `graceMs` to react, SIGKILL to what is left, until nothing is.
 * Descendants are found by parent and by the value of {@link markerVariable} in their environment.
 *
 * @param roots pids to begin with; those that are gone are skipped
 * @param marker value of the marker; absent: by parent only
 * @returns number of processes that got a signal
 * @see spec 03 § 12
 */
export async function killTree(roots: readonly number[], options: { readonly marker?: string; readonly graceMs: number }): Promise<number> {
  const seen = new Map<string, Victim>();
  const gather = () => {
    const found = familyOf(roots, options.marker);
    for (const victim of found) seen.set(`${victim.pid}.${victim.started}`, victim);
    return [...seen.values()].filter((victim) => isAlive(victim.pid, victim.started));
  };
  for (const victim of gather()) signal(victim, "SIGTERM");
  const deadline = Date.now() + options.graceMs;
  while (Date.now() < deadline && gather().length > 0) await sleep(50);
  for (let round = 0; round < 20; round++) {
    const left = gather();
    if (left.length === 0) break;
    for (const victim of left) signal(victim, "SIGKILL");
    await sleep(25);
  }
  return seen.size;
}

function signal(victim: Victim, name: NodeJS.Signals): void {
  try {
    process.kill(victim.pid, name);
  } catch {
    // It ended by itself meanwhile.
  }
}

function familyOf(roots: readonly number[], marker: string | undefined): Victim[] {
  const table = processTable();
  const family = new Set(roots.filter((pid) => table.has(pid)));
  const marked = marker === undefined ? [] : [...table.keys()].filter((pid) => hasMarker(pid, marker));
  for (const pid of marked) family.add(pid);
  family.delete(process.pid);
  let grown = true;
  while (grown) {
    grown = false;
    for (const stat of table.values()) {
      if (!family.has(stat.pid) && family.has(stat.parent) && stat.pid !== process.pid) {
        family.add(stat.pid);
        grown = true;
      }
    }
  }
  return [...family].map((pid) => table.get(pid)).filter((stat): stat is ProcessStat => stat !== undefined && stat.state !== "Z");
}

function hasMarker(pid: number, marker: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(`${markerVariable}=${marker}`);
  } catch {
    return false;
  }
}
