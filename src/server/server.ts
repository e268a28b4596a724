import { existsSync, renameSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Log, messageOf } from "../base/index.js";
import { areaToken, serverLogDirectory, startLine } from "../rpc/index.js";
import type { LocalRecords, Records } from "../store/index.js";
import { fileSystemNow, makeDirectories, tryLock } from "../sys/index.js";
import type { ViewSite } from "../web/index.js";
import { type Listener, listen } from "./listener.js";
import { rotateLogs } from "./log-rotation.js";
import { type Route, textReply } from "./reply.js";
import { rpcRoute } from "./rpc-route.js";
import { Statistics } from "./statistics.js";
import { Turnstile } from "./turnstile.js";

/** What a server works with. */
export interface ServerOptions {
  readonly toppath: string;
  /** Of the live database; the one server of an area holds its lease there. */
  readonly liveDirectory: string;
  /** Name or address that clients are told. */
  readonly announced: string;
  /** Address to listen on; undefined: all. */
  readonly bindTo: string | undefined;
  readonly lowPort: number;
  /** Seconds without a request after which it ends. */
  readonly idleSeconds: number;
  /** Seconds after which it ends, so that another one begins afresh. */
  readonly runtimeSeconds: number;
  readonly logExpireDays: number;
  /** Of megatest. */
  readonly version: string;
  readonly log: Log;
  /** The server's own log, by which it is found. */
  readonly logFile: string;
  /** Opened when the server listens. */
  readonly openRecords: () => LocalRecords;
  /** @throws Failure when no run may be started in this area */
  readonly requireRunsAllowed: () => void;
  /** Keeps the area database up to date, beside the server's own work. */
  readonly startPusher: (records: LocalRecords) => Pusher;
  /** Why this is no longer the server of the area; undefined when it is. */
  readonly isGone: (records: LocalRecords) => Promise<string | undefined>;
  /** What there is to do for the area before the server ends because nobody needs it; it serves on meanwhile. */
  readonly whenIdle: (stop: AbortSignal) => Promise<void>;
  /** The dashboard, for those who look; undefined when it is not served. */
  readonly site?: ViewSite;
  /** Aborted to end the server. */
  readonly stop: AbortSignal;
  readonly pace?: typeof usualPace;
}

export interface Pusher {
  readonly sync: Records["sync"];
  stop(): Promise<void>;
}

/** How often a server does what, in milliseconds; tests have no time. */
export const usualPace = { tick: 500, heartbeat: 4000, lookAtArea: 5000, startLine: 120_000, statistics: 60_000 };

/** After too many requests at once clients shall not find the server for so long. */
const overloadPauseMs = 30_000;
/** Milliseconds that requests in progress and the last sync may take at the end; spec 04 § 12.4. */
const endMs = 20_000;
/** Clients and servers agree on the end of a server's time only roughly, so that not all change at once. */
const runtimeJitterSeconds = 180;

/**
 * Runs the server of an area until it is idle for long, is told to end, or is no longer the one.
 *
 * @returns false when another server of the area lives, and nothing was done
 * @see spec 04 § 12
 */
export async function runServer(options: ServerOptions): Promise<boolean> {
  const { liveDirectory, toppath, log, logFile } = options;
  makeDirectories(liveDirectory, 0o700);
  const lease = tryLock(join(liveDirectory, "server.lock"), { expireMs: Number.POSITIVE_INFINITY });
  if (lease === undefined) {
    log.info(0, "another server of this area lives");
    renameSync(logFile, join(serverLogDirectory(toppath), `defunct-${logFile.slice(logFile.lastIndexOf("/") + 1)}`));
    return false;
  }
  try {
    await Promise.all([new AreaServer(options).run(), tidyLogs(options)]);
    return true;
  } finally {
    lease.release();
  }
}

async function tidyLogs({ toppath, logExpireDays, log }: ServerOptions): Promise<void> {
  try {
    await rotateLogs(serverLogDirectory(toppath), logExpireDays, log);
  } catch (error) {
    log.info(1, `cannot tidy the logs: ${messageOf(error)}`);
  }
}

class AreaServer {
  readonly #options: ServerOptions;
  readonly #statistics = new Statistics();
  readonly #turnstile = new Turnstile();
  readonly #startedAt = Math.floor(Date.now() / 1000);
  readonly #endAt: number;
  #ending: string | undefined;
  readonly #stopIdleWork = new AbortController();
  #idleWork: { isDone: boolean; readonly ended: Promise<void> } | undefined;
  #lastCalls = 0;
  #lastUse = performance.now();
  #silentUntil = 0;
  #printed = 0;
  #copiedAt: number | undefined;

  constructor(options: ServerOptions) {
    this.#options = options;
    const jitter = Math.min(runtimeJitterSeconds, options.runtimeSeconds / 2) * (2 * Math.random() - 1);
    this.#endAt = performance.now() + (options.runtimeSeconds + jitter) * 1000;
  }

  async run(): Promise<void> {
    const { liveDirectory, toppath, announced, log, version, openRecords, startPusher } = this.#options;
    writeFileSync(join(liveDirectory, ".server-start"), `${process.pid}\n`);
    const records = openRecords();
    const pusher = startPusher(records);
    this.#copiedAt = this.#areaDatabaseTime();
    try {
      const listener = await this.#listen(records, pusher);
      writeFileSync(join(liveDirectory, ".server-started"), `${process.pid}\n`);
      log.print(0, `SERVER: running, megatest version: ${version}`);
      log.print(0, startLine({ host: announced, port: listener.port, at: this.#startedAt }));
      await this.#untilTheEnd(listener.port, records);
      log.info(0, `SERVER: ending, ${this.#ending}`);
      await within(endMs, this.#finish(listener, pusher), () =>
        log.warn(`the end takes more than ${endMs / 1000} s: the next command does the rest`),
      );
      log.print(0, this.#statistics.text());
    } finally {
      await pusher.stop();
      await records.close();
      if (existsSync(toppath)) log.info(0, "SERVER: ended");
    }
  }

  #listen(records: LocalRecords, pusher: Pusher): Promise<Listener> {
    const { toppath, version, announced, bindTo, lowPort, log, site, requireRunsAllowed } = this.#options;
    const end = (why: string) => {
      this.#ending ??= why;
    };
    const rpc = rpcRoute({
      toppath,
      version,
      records,
      requireRunsAllowed,
      sync: (syncOptions) => pusher.sync(syncOptions),
      statistics: this.#statistics,
      turnstile: this.#turnstile,
      log,
      ending: () => (this.#ending === undefined ? undefined : `the server is ending: ${this.#ending}`),
      end,
      onOverload: () => {
        this.#silentUntil = performance.now() + overloadPauseMs;
      },
    });
    const routes: Route[] = [
      rpc,
      { method: "GET", path: "/hey", isOpen: true, handle: () => textReply("hey there!\n") },
      { method: "GET", path: "/", isOpen: false, handle: () => textReply(`megatest ${version} ${toppath}\n${this.#statistics.text()}\n`) },
    ];
    return listen({ routes, token: areaToken(toppath), announced, bindTo, lowPort, log, site });
  }

  /** Answers what is in progress, then copies everything to the area. */
  async #finish(listener: Listener, pusher: Pusher): Promise<void> {
    this.#stopIdleWork.abort();
    await Promise.all([listener.close(), this.#options.site?.close()]);
    await this.#idleWork?.ended;
    try {
      if (existsSync(this.#options.toppath)) await pusher.sync();
    } catch (error) {
      this.#options.log.error(`the last records are not copied to the area: ${messageOf(error)}`);
    }
  }

  async #untilTheEnd(port: number, records: LocalRecords): Promise<void> {
    const { log, announced, stop, pace = usualPace } = this.#options;
    const chores = [
      every(pace.heartbeat, () => this.#beat()),
      every(pace.lookAtArea, () => this.#lookAtArea(records)),
      every(pace.startLine, () => log.print(0, startLine({ host: announced, port, at: this.#startedAt })), "later"),
      every(pace.statistics, () => this.#printStatistics(), "later"),
    ];
    const onStop = () => {
      this.#ending ??= "it was told to";
    };
    if (stop.aborted) onStop();
    stop.addEventListener("abort", onStop);
    while (this.#ending === undefined) {
      for (const chore of chores) await chore();
      this.#judgeAge();
      if (this.#ending === undefined) await sleep(pace.tick, undefined, { signal: stop }).catch(() => undefined);
    }
    stop.removeEventListener("abort", onStop);
  }

  /** By the clock of the file system, so that all hosts agree. */
  #beat(): void {
    if (performance.now() < this.#silentUntil) return;
    const { logFile, toppath } = this.#options;
    const now = new Date(fileSystemNow(serverLogDirectory(toppath)));
    try {
      utimesSync(logFile, now, now);
    } catch {
      this.#ending ??= "its log is gone, so nobody can find it";
    }
  }

  async #lookAtArea(records: LocalRecords): Promise<void> {
    const { toppath, isGone } = this.#options;
    if (!existsSync(toppath)) this.#ending ??= `${toppath} is gone`;
    else this.#ending ??= await isGone(records);
  }

  #judgeAge(): void {
    const { idleSeconds, site } = this.#options;
    const now = performance.now();
    const isInUse = this.#turnstile.inProgress > 0 || site?.isInUse === true;
    if (this.#statistics.total !== this.#lastCalls || isInUse) {
      this.#lastUse = now;
      if (this.#idleWork?.isDone === true) this.#idleWork = undefined;
    }
    this.#lastCalls = this.#statistics.total;
    if (now - this.#lastUse > idleSeconds * 1000) {
      // What other processes of this host have written, and we have copied, is use, too.
      const copiedAt = this.#areaDatabaseTime();
      if (copiedAt !== this.#copiedAt) this.#lastUse = now;
      else if (this.#idleWork === undefined) this.#beginIdleWork();
      else if (this.#idleWork.isDone) this.#ending ??= `nobody has asked for anything for ${idleSeconds} s`;
      this.#copiedAt = copiedAt;
    }
    if (now > this.#endAt) this.#ending ??= "its time is over";
  }

  #beginIdleWork(): void {
    const { whenIdle, log } = this.#options;
    const work = whenIdle(this.#stopIdleWork.signal).catch((error: unknown) => log.error(`when idle: ${messageOf(error)}`));
    const noted = work.then(() => {
      state.isDone = true;
    });
    const state = { isDone: false, ended: noted };
    this.#idleWork = state;
  }

  #areaDatabaseTime(): number | undefined {
    return statSync(join(this.#options.toppath, "megatest.db"), { throwIfNoEntry: false })?.mtimeMs;
  }

  #printStatistics(): void {
    if (this.#statistics.total === this.#printed) return;
    this.#printed = this.#statistics.total;
    this.#options.log.print(0, this.#statistics.text());
  }
}

/** Something to do at most every `ms`, whenever it is called. */
function every(ms: number, work: () => void | Promise<void>, first: "now" | "later" = "now"): () => Promise<void> {
  let last = first === "now" ? Number.NEGATIVE_INFINITY : performance.now();
  return async () => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    await work();
  };
}

/** Waits for `work`, but not longer than `ms`. */
async function within(ms: number, work: Promise<void>, onLate: () => void): Promise<void> {
  const late = new AbortController();
  const timer = sleep(ms, "late", { signal: late.signal }).catch(() => undefined);
  if ((await Promise.race([work, timer])) === "late") onLate();
  late.abort();
}
