import { closeSync, openSync, readdirSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileSystemNow } from "../sys/index.js";

/** A server as its log tells of it: the logs of an area are the register of its servers. Spec 04 § 11. */
export interface ServerLog {
  readonly file: string;
  readonly pid: number;
  /** The host it runs on, from the name of the file. */
  readonly hostname: string;
  /** The user it runs as. */
  readonly uid: number;
  /** Seconds since the server touched it, by the clock of its file system. */
  readonly age: number;
  /** What the start line says; undefined when it has none yet. */
  readonly started: { readonly host: string; readonly port: number; readonly at: number } | undefined;
}

/** A server touches its log every 4 s; one that did not for this long is not offered to clients. */
const candidateSeconds = 16;
/** And for this long is shown as dead. */
const aliveSeconds = 10;

/** Only this many logs are read; so old ones cost nothing. */
const readLogs = 10;
const oldSeconds = 900;

export const serverLogDirectory = (toppath: string): string => join(toppath, "logs");

export const serverLogName = (pid: number, hostname: string): string => `server-${pid}-${hostname}.log`;

/**
 * The servers of an area, the one touched last first.
 *
 * @param nowMs clock of the logs' file system, by default looked at
 */
export function serverLogs(toppath: string, nowMs: number = fileSystemNow(serverLogDirectory(toppath))): ServerLog[] {
  const directory = serverLogDirectory(toppath);
  const found = namesIn(directory).flatMap((name) => {
    const [, pid, hostname] = /^server-(\d+)-(.+)\.log$/.exec(name) ?? [];
    const file = join(directory, name);
    const stat = statSync(file, { throwIfNoEntry: false });
    if (pid === undefined || hostname === undefined || stat === undefined) return [];
    return [{ file, pid: Number(pid), hostname, uid: stat.uid, age: Math.max(0, (nowMs - stat.mtimeMs) / 1000) }];
  });
  found.sort((a, b) => a.age - b.age);
  return found.filter(({ age }, index) => index < readLogs || age < oldSeconds).map((log) => ({ ...log, started: startedOf(log.file) }));
}

export const isServerAlive = ({ age }: ServerLog): boolean => age < aliveSeconds;

export interface Candidate {
  readonly started: NonNullable<ServerLog["started"]>;
  /** It has not touched its log lately. */
  readonly isDoubtful: boolean;
}

/**
 * Where a client may ask, in the order in which it should: servers that touched their logs lately, the oldest first; and last the newest of the others,
 * in case it is just its clock or ours that is wrong. Only the login tells whether a server is there.
 */
export function candidates(logs: readonly ServerLog[]): Candidate[] {
  const all = logs.flatMap(({ started, age }) => (started === undefined ? [] : [{ started, isDoubtful: age >= candidateSeconds }]));
  const fresh = all.filter(({ isDoubtful }) => !isDoubtful).sort((a, b) => a.started.at - b.started.at);
  return [...fresh, ...all.filter(({ isDoubtful }) => isDoubtful).slice(0, 1)];
}

function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** The start line is in the first 500 lines. */
const headBytes = 64 * 1024;

function startedOf(file: string): ServerLog["started"] {
  const bytes = Buffer.alloc(headBytes);
  try {
    const fd = openSync(file, "r");
    try {
      return parseStartLine(bytes.toString("latin1", 0, readSync(fd, bytes)));
    } finally {
      closeSync(fd);
    }
  } catch {
    return undefined;
  }
}

function parseStartLine(text: string): ServerLog["started"] {
  const [, host, port, at] = /^SERVER STARTED: (\S+):(\d{1,5}) AT (\d+)/m.exec(text) ?? [];
  return host === undefined ? undefined : { host, port: Number(port), at: Number(at) };
}

/** The line by which clients find a server. */
export function startLine(address: { readonly host: string; readonly port: number; readonly at: number }): string {
  return `SERVER STARTED: ${address.host}:${address.port} AT ${address.at}`;
}
