import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { formatDuration, type Log, messageOf } from "../base/index.js";
import { askToEnd, isServerAlive, type ServerLog, serverLogDirectory, serverLogs } from "../rpc/index.js";
import { currentEnv, fileSystemNow, hostName, isAlive, start, startTimeOf } from "../sys/index.js";
import { compress } from "./log-rotation.js";

const columns = [8, 22, 20, 20, 8] as const;
const row = (...cells: string[]) => cells.map((cell, index) => cell.padEnd(columns[index] ?? 0)).join("");

/** The servers of an area as a table, the one touched last first; spec 05 § 6.11. */
export function serversTable(toppath: string): string {
  const now = fileSystemNow(serverLogDirectory(toppath));
  const rows = serverLogs(toppath, now).flatMap((log) => {
    if (log.started === undefined) return [];
    const { host, port, at } = log.started;
    const age = formatDuration(now / 1000 - at);
    return [row(String(log.pid), `${host}:${port}`, age, formatDuration(log.age), isServerAlive(log) ? "alive" : "dead")];
  });
  const header = row("pid", "Interface:port", "age (hms)", "Last mod", "State");
  const underline = row("===", "==============", "=========", "========", "=====");
  return [header, underline, ...rows, ""].join("\n");
}

/** Milliseconds that a server has to end by itself; its last sync may take 20 s. */
const graceMs = 10_000;
const pollMs = 50;

/**
 * Ends the living servers of an area: they copy everything to the area first. Their logs are compressed then, so that nobody finds them.
 *
 * @returns how many there were
 * @see spec 04 § 11
 */
export async function killServers(toppath: string, log: Log): Promise<number> {
  const alive = serverLogs(toppath).filter(isServerAlive);
  await Promise.all(alive.map((server) => kill(toppath, server, log)));
  return alive.length;
}

async function kill(toppath: string, server: ServerLog, log: Log): Promise<void> {
  const { pid, hostname, file } = server;
  log.info(0, `Attempting to kill server process ${pid} on host ${hostname}`);
  try {
    if (hostname === hostName()) await killHere(pid);
    else await killElsewhere(toppath, server);
    await compress(file);
  } catch (error) {
    log.warn(`cannot kill server process ${pid} on host ${hostname}: ${messageOf(error)}`);
  }
}

async function killHere(pid: number): Promise<void> {
  const started = startTimeOf(pid);
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(pid, started)) return;
    process.kill(pid, signal);
    for (const deadline = Date.now() + graceMs; isAlive(pid, started) && Date.now() < deadline; ) await sleep(pollMs);
  }
}

/** By its own means; a server that does not listen, by a signal through `nbfake`, and so through ssh. */
async function killElsewhere(toppath: string, { started, pid, hostname }: ServerLog): Promise<void> {
  try {
    if (started === undefined) throw new Error("it does not listen");
    await askToEnd(started, toppath);
  } catch {
    const env = { ...currentEnv(), TARGETHOST: hostname, TARGETHOST_LOGF: join(serverLogDirectory(toppath), "server-kills.log") };
    const { ended } = await start("nbfake", ["kill", String(pid)], { env, cwd: toppath, stdio: ["ignore", "ignore", "ignore"] });
    await ended;
  }
  await sleep(500);
}
