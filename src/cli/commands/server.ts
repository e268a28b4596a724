import { closeSync, openSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { type Area, requireRunsAllowed } from "../../area/index.js";
import { Failure, type Log, parseDuration, silentLog } from "../../base/index.js";
import { settingNumber, settingText } from "../../config/index.js";
import { hasAutoRules } from "../../history/index.js";
import { bestAddress, isThisHost, retireIfQuiet, stillHome } from "../../homehost/index.js";
import { serverLogDirectory, serverLogName } from "../../rpc/index.js";
import { runServer, type ServerOptions, threadPusher } from "../../server/index.js";
import { liveDirectory } from "../../store/index.js";
import { hostName, makeDirectories } from "../../sys/index.js";
import type { Context } from "../context.js";
import { moveTools } from "../homehost-moves.js";
import { type HomehostHere, openLocalRecords } from "../local-records.js";
import { homehostHere, openArea, syncPeriodMs } from "../open.js";
import type { PusherData } from "../pusher.js";
import { serverSite } from "../server-site.js";
import { versionLine } from "../version.js";

/**
 * `-server HOST|-`: runs the server of the area until it is no longer needed.
 *
 * @returns exit code: 0, also when another server lives; 128 + N when ended by signal N
 * @see spec 04 § 12
 */
export async function serve(context: Context): Promise<number> {
  const area = await context.area();
  const homehost = await homehostHere(area, "-server");
  const directory = serverLogDirectory(area.toppath);
  makeDirectories(directory);
  const logFile = join(directory, serverLogName(process.pid, hostName()));
  const fd = openSync(logFile, "a");
  const stop = new AbortController();
  let signal: NodeJS.Signals | undefined;
  context.onInterrupt((received) => {
    signal = received;
    stop.abort();
  });
  try {
    const announced = await announcedHost(context.args.values.get("-server") ?? "-");
    await runServer({ ...optionsOf(area, { context, homehost, announced, log: context.logTo(fd) }), logFile, stop: stop.signal });
    return signal === undefined ? 0 : 128 + constants.signals[signal];
  } finally {
    closeSync(fd);
  }
}

async function announcedHost(given: string): Promise<string> {
  if (given === "-") return bestAddress();
  if (await isThisHost(given)) return given;
  throw new Failure("usage", `-server ${given}: this is no name or address of this host`);
}

interface Started {
  readonly context: Context;
  readonly homehost: HomehostHere;
  readonly announced: string;
  readonly log: Log;
}

function optionsOf(area: Area, { context, homehost, announced, log }: Started): Omit<ServerOptions, "logFile" | "stop"> {
  const { toppath, config } = area;
  const place = { toppath, areaName: area.name, keys: area.fields };
  const periodMs = syncPeriodMs(area);
  const data: PusherData = { area: place, homehost, periodMs };
  return {
    toppath,
    liveDirectory: liveDirectory(place),
    announced,
    bindTo: bindAddress(settingText(config, "server", "hostname"), announced),
    lowPort: settingNumber(config, "server", "lowport", log),
    idleSeconds: idleSeconds(area),
    runtimeSeconds: settingNumber(config, "server", "runtime", log),
    logExpireDays: settingNumber(config, "setup", "log-expire-days", log),
    version: versionLine,
    log,
    openRecords: () => openLocalRecords({ ...place, log }, homehost),
    requireRunsAllowed: () => requireRunsAllowedNow(context, area),
    site: serverSite(area, context, { announced, log }),
    startPusher: (records) => threadPusher(context.bundle("pusher"), data, records, { periodMs, log }),
    whenIdle: async (stop) => {
      if (hasAutoRules(config)) await (await import("../auto-moves.js")).moveInPassing({ ...context, log }, area, stop);
    },
    isGone: async (records) => {
      if (!homehost.isPinned && stillHome(toppath, homehost) === "moved") return "the homehost is another one now";
      return (await retireIfQuiet(area, { ...moveTools(context), log, records })) ? "this host is retired" : undefined;
    },
  };
}

/** An area that was closed when this server began may be open now. One that was open is closed by the programs that want to run tests. */
function requireRunsAllowedNow({ args, env, cwd }: Context, { config }: Area): void {
  const isOpen = config.lookup("setup", "allow-runs") === undefined;
  requireRunsAllowed(isOpen ? config : openArea({ args, env, cwd, log: silentLog }).config);
}

/** A server that clients find at a loopback address has nothing to say to other hosts. */
function bindAddress(configured: string, announced: string): string | undefined {
  if (configured !== "") return configured === "-" ? announced : configured;
  return announced === "localhost" || announced.startsWith("127.") ? announced : undefined;
}

/** A bare number means hours; spec 04 § 10. */
function idleSeconds({ config }: Area): number {
  const text = settingText(config, "server", "timeout");
  const seconds = /^[\d.]+$/.test(text) ? Number(text) * 3600 : parseDuration(text);
  if (seconds !== undefined && Number.isFinite(seconds)) return seconds;
  throw new Failure("bad-config", `[server] timeout ${text}: must be a number of hours, or e.g. 30m`);
}
