import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { errnoOf } from "../base/index.js";
import { closeForHandover, openRecords } from "../store/index.js";
import { hostName } from "../sys/index.js";
import { isThisHost } from "./address.js";
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
  const { from, area } = job.move;
  // The mark says so when this host was the homehost under an address that it has no more.
  if ((await isThisHost(from.address)) || readMark(area.toppath)?.host === hostName()) return flushHere(job);
  const words = [job.tools.megatest, "-start-dir", area.toppath, "-sync-to-megatest.db"];
  const { exitCode, message } = await runOn(from.address, words, { [passVariable]: job.lock.contents });
  const mark = exitCode === 0 ? undefined : readMark(area.toppath);
  if (mark === undefined) return undefined;
  const problem = exitCode === unreachable ? "can't be reached" : `can't copy its records to megatest.db (${message || `exit code ${exitCode}`})`;
  const text = `homehost ${from.address} ${problem} and holds unsynced data since ${mark.since}`;
  if (!job.move.force) return text;
  job.tools.log.warn(`${text}; going on because of -force: what is missing here stays in the live database of ${mark.host}`);
  return undefined;
}

async function flushHere({ move: { area, from }, tools, epoch }: Job): Promise<undefined> {
  const place = { toppath: area.toppath, areaName: area.name, keys: area.fields };
  const records =
    tools.records ?? openRecords({ ...place, log: tools.log, version: tools.version, ...(from.epoch !== undefined && { epoch: from.epoch }) });
  try {
    await closeForHandover(records, epoch);
  } finally {
    if (tools.records === undefined) await records.close();
  }
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
