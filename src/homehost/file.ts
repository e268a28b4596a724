import { closeSync, fsyncSync, linkSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { errnoOf, Failure, messageOf } from "../base/index.js";
import { hostName } from "../sys/index.js";
import { isHost } from "./address.js";

/** What `.homehost` says: which host keeps the live database of an area. */
export interface Homehost {
  /** Name or address; the first line. */
  readonly address: string;
  /** Raised with each new homehost; the second line. Undefined when 1.65 or a person wrote the file: then that of megatest.db counts. */
  readonly epoch: number | undefined;
}

const homehostFile = (toppath: string) => join(toppath, ".homehost");

/**
 * Reads `.homehost` now; undefined when it is missing, empty or not understood.
 *
 * @throws the system's error when it cannot be read
 */
export function readNow(toppath: string): Homehost | undefined {
  try {
    return parseHomehost(readFileSync(homehostFile(toppath), "latin1"));
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

/** @see spec 04 § 9 */
export function parseHomehost(text: string): Homehost | undefined {
  const [first = "", second = ""] = text.split("\n");
  const address = first.trim();
  if (!isHost(address)) return undefined;
  const epoch = /^epoch (\d{1,15})\s*$/.exec(second)?.[1];
  return { address, epoch: epoch === undefined ? undefined : Number(epoch) };
}

/** Milliseconds between tries to read the file; spec 04 § 9.4. */
const pauses = [0, 5000, 10_000, 15_000, 20_000];

/**
 * As {@link readNow}, but patient with a disk that is away for a moment.
 *
 * @throws Failure `io` when it stays away
 */
export async function readPatiently(toppath: string, pausesMs: readonly number[] = pauses): Promise<Homehost | undefined> {
  for (const pause of pausesMs) {
    try {
      return readNow(toppath);
    } catch {
      await sleep(pause);
    }
  }
  try {
    return readNow(toppath);
  } catch (error) {
    const file = homehostFile(toppath);
    throw new Failure("io", `cannot read ${file}: ${messageOf(error)}; look at its disk and its permissions`, 1, { cause: error });
  }
}

/** Makes `.homehost` if there is none; else false. Of several that try at once one wins: a finished file gets the name. Spec 04 § 9.6 */
export function createHomehost(toppath: string, homehost: Homehost): boolean {
  const finished = `${homehostFile(toppath)}.${hostName()}.${process.pid}`;
  writeDurably(finished, homehost);
  try {
    linkSync(finished, homehostFile(toppath));
    return true;
  } catch (error) {
    if (errnoOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(finished, { force: true });
  }
}

/** Puts another host into `.homehost`, which outlasts a crash of this one: whoever reads sees the old or the new. Spec 04 § 25.3 step 6 */
export function replaceHomehost(toppath: string, homehost: Homehost): void {
  const finished = `${homehostFile(toppath)}.${process.pid}`;
  writeDurably(finished, homehost);
  renameSync(finished, homehostFile(toppath));
  flushDirectory(toppath);
}

export function removeHomehost(toppath: string): void {
  rmSync(homehostFile(toppath), { force: true });
  flushDirectory(toppath);
}

/** Removes what {@link replaceHomehost} left when it was killed. */
export function removeUnfinished(toppath: string): void {
  for (const name of readdirSync(toppath)) if (/^\.homehost\.\d+$/.test(name)) rmSync(join(toppath, name), { force: true });
}

function writeDurably(file: string, { address, epoch }: Homehost): void {
  writeFileSync(file, `${address}\n${epoch === undefined ? "" : `epoch ${epoch}\n`}`, { mode: 0o644 });
  flush(file);
}

function flush(path: string): void {
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function flushDirectory(path: string): void {
  try {
    flush(path);
  } catch {
    // Some network disks cannot, and need not: their server has done it.
  }
}
