import { createReadStream, createWriteStream, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { type Log, messageOf } from "../base/index.js";
import { fileSystemNow } from "../sys/index.js";

const largeBytes = 200_000;
const silentServerSeconds = 8 * 3600;
/** Whoever wrote lately may write again. */
const inUseSeconds = 60;

/**
 * Tidies a directory of logs: large logs and those of servers that have been silent for long are compressed, other files that are old are deleted.
 *
 * @see spec 04 § 1
 */
export async function rotateLogs(directory: string, expireDays: number, log: Log): Promise<void> {
  const now = fileSystemNow(directory);
  for (const name of readdirSync(directory)) {
    const file = join(directory, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (stat?.isFile() !== true) continue;
    const age = (now - stat.mtimeMs) / 1000;
    const isLarge = name.endsWith(".log") && stat.size > largeBytes && age > inUseSeconds;
    const isSilentServer = /^server-.*\.log$/.test(name) && age > silentServerSeconds;
    try {
      if (isLarge || isSilentServer) await compress(file);
      else if (age > expireDays * 86_400) rmSync(file, { force: true });
    } catch (error) {
      log.info(1, `cannot tidy ${file}: ${messageOf(error)}`);
    }
  }
}

/** Replaces a log by its compressed text: then it no longer counts as that of a server. An earlier one of that name goes. */
export async function compress(file: string): Promise<void> {
  const finished = `${file}.gz`;
  rmSync(finished, { force: true });
  await pipeline(createReadStream(file), createGzip(), createWriteStream(finished, { flags: "wx" }));
  rmSync(file, { force: true });
}
