import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";

/** A server that may live, as its log shows. Spec 04 § 11 */
export interface ServerLog {
  /** Name of the file in `logs/`. */
  readonly name: string;
  readonly pid: number;
  /** Seconds since it was touched, by the clock of its file system. */
  readonly age: number;
  /** `host:port` of its start line; undefined while it has none. */
  readonly address: string | undefined;
}

/** The logs of servers that were touched within `seconds`. */
export function recentServerLogs(toppath: string, seconds: number, nowMs: number): ServerLog[] {
  const directory = join(toppath, "logs");
  return namesIn(directory).flatMap((name) => {
    const pid = /^server-(\d+)-.+\.log$/.exec(name)?.[1];
    const touched = statSync(join(directory, name), { throwIfNoEntry: false })?.mtimeMs;
    if (pid === undefined || touched === undefined) return [];
    const age = Math.max(0, (nowMs - touched) / 1000);
    return age > seconds ? [] : [{ name, pid: Number(pid), age, address: startedAt(join(directory, name)) }];
  });
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** The start line is among the first ones. */
const headBytes = 100_000;

function startedAt(file: string): string | undefined {
  const bytes = Buffer.alloc(headBytes);
  let length = 0;
  try {
    const fd = openSync(file, "r");
    length = readSync(fd, bytes);
    closeSync(fd);
  } catch {
    return undefined;
  }
  return /^SERVER STARTED: (\S+:\d+) AT \d+/m.exec(bytes.toString("latin1", 0, length))?.[1];
}
