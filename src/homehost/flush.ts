import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../base/index.js";
import { hostName } from "../sys/index.js";
import { isSameHost, isThisHost } from "./address.js";
import { handOver } from "./hand-over.js";
import type { Job } from "./job.js";
import { passVariable } from "./migration-lock.js";
import { runOn, unreachable } from "./ssh.js";

/**
 * Lets the old homehost copy what it holds to megatest.db and close its live database. Where it cannot be asked, megatest.db is complete if there is no
 * mark of unsynced records: whoever makes that mark afterwards sees our lock and writes nothing.
 *
 * @returns the reason not to go on
 * @see spec 04 § 25.3 step 3
 */
export async function flushOld(job: Job): Promise<string | undefined> {
  const { from, area, force } = job.move;
  if (await isThisHost(from.address)) {
    await handOver(area, from, job.tools);
    return undefined;
  }
  const words = [job.tools.megatest, "-start-dir", area.toppath, "-sync-to-megatest.db"];
  const { exitCode, message } = await runOn(from.address, words, { [passVariable]: job.lock.contents });
  const mark = readMark(area.toppath);
  // Once the old homehost has closed its live database, a mark can only be that of a third host, which has nothing to do with this.
  if (mark === undefined || (exitCode === 0 && !(await isSameHost(mark.host, from.address)))) return undefined;
  const text = `homehost ${from.address} ${problemOf(exitCode, message)} and holds unsynced data since ${mark.since}`;
  if (!force) return mark.host === hostName() ? `${text}; that is this host: if its address has changed, write the new one into .homehost` : text;
  job.tools.log.warn(`${text}; going on because of -force: what is missing here stays in the live database of ${mark.host}`);
  return undefined;
}

function problemOf(exitCode: number, message: string): string {
  if (exitCode === 0) return "goes on writing";
  if (exitCode === unreachable) return "can't be reached";
  return `can't copy its records to megatest.db (${message === "" ? `exit code ${exitCode}` : message})`;
}

/** What `.mt-unsynced` says; undefined when there is none. */
function readMark(toppath: string): { readonly host: string; readonly since: string } | undefined {
  const file = join(toppath, ".mt-unsynced");
  try {
    const [host = "", epoch] = readFileSync(file, "latin1").trim().split(" ");
    const ms = epoch !== undefined && /^\d{1,12}$/.test(epoch) ? Number(epoch) * 1000 : statSync(file).mtimeMs;
    return { host, since: new Date(ms).toISOString() };
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}
