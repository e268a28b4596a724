import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure, type Log, messageOf } from "../base/index.js";
import { type FileLock, makeDirectories, tryLock } from "../sys/index.js";
import { Connection, type ServerAddress } from "./connection.js";
import type { Login } from "./procedures.js";
import { candidates, serverLogDirectory, serverLogs } from "./server-logs.js";
import { login } from "./session.js";
import { startServer } from "./start-server.js";
import { areaToken } from "./token.js";

/** How a client finds the server of an area. */
export interface FinderOptions {
  readonly toppath: string;
  readonly areaName: string;
  /** Looked up anew each time a server is needed: it may move. Throws when there is none. */
  readonly homehost: () => Promise<{ readonly address: string; readonly isThisHost: boolean }>;
  /** The megatest program, as the homehost finds it too. */
  readonly program: string;
  /** Of megatest. */
  readonly version: string;
  readonly log: Log;
}

/** Seconds between one start of a server by this process and the next, as long as none has worked; spec 04 § 12.1. */
const startDelays = [0, 20, 300, 600];
/** When a server visibly cannot be started, one more try is made: so much is left of the time to wait, in milliseconds. */
const lastTryMs = 25_000;
/** Milliseconds that others wait after one process has started a server. */
const startLockMs = 15_000;
const settleMs = 5000;
const pollMs = 100;

/** There is no server just now. */
export class NoServer extends Failure {
  constructor(toppath: string, reason: string) {
    super("server", `there is no server for ${toppath}: ${reason}; see ${join(serverLogDirectory(toppath), "server.log")}`);
  }
}

/**
 * Where the server of an area is, again and again; one is started when there is none.
 *
 * @param waitMs see {@link ServerFinder.find}
 * @returns throws as that
 */
export function serverAddress(options: FinderOptions, waitMs: number): () => Promise<ServerAddress> {
  const finder = new ServerFinder(options);
  return async () => {
    const connection = await finder.find(waitMs);
    connection.close();
    return connection.address;
  };
}

/** Finds the server of an area, and starts one when there is none. */
export class ServerFinder {
  readonly #options: FinderOptions;
  /** Starts since a server last answered. */
  #starts = 0;
  #nextStartAt = 0;
  #startLock: { readonly lock: FileLock; readonly until: number } | undefined;
  /** Why there is no server. */
  #reason = "none has started";

  constructor(options: FinderOptions) {
    this.#options = options;
  }

  /**
   * A connection that is logged in.
   *
   * @param waitMs how long to wait for a server that must be started first
   * @throws NoServer when there is none after that; other Failures when none can be used
   * @see spec 04 § 11 and § 12.1
   */
  async find(waitMs: number): Promise<Connection> {
    let deadline = Date.now() + waitMs;
    try {
      for (let isFirst = true; ; isFirst = false) {
        const connection = await this.#usableServer(isFirst);
        if (connection !== undefined) {
          this.#starts = 0;
          this.#nextStartAt = 0;
          return connection;
        }
        if (Date.now() >= deadline) throw new NoServer(this.#options.toppath, this.#reason);
        if (!(await this.#startIfAllowed())) deadline = Math.min(deadline, Date.now() + lastTryMs);
        await sleep(pollMs);
      }
    } finally {
      this.#releaseStartLock();
    }
  }

  /** @param askDoubtful also one that seems to be dead: it may be just the clocks that say so */
  async #usableServer(askDoubtful: boolean): Promise<Connection | undefined> {
    const { toppath, version } = this.#options;
    for (const { started, isDoubtful } of candidates(serverLogs(toppath))) {
      if (isDoubtful && !askDoubtful) continue;
      const connection = new Connection(started, areaToken(toppath));
      const address = `${started.host}:${started.port}`;
      const answer = await login(connection, toppath, version).catch((error) => messageOf(error));
      if (typeof answer !== "string" && answer[0]) return connection;
      connection.close();
      // One of another area, or no server of ours at all, has got the port of a server that is gone.
      if (typeof answer !== "string" && !answer[0] && answer[3] === version) throw otherVersion(address, answer);
      this.#reason = `${address}: ${typeof answer === "string" ? answer : answer[1]}`;
    }
    return undefined;
  }

  /** One process at a time starts servers, and each not too often. False when it visibly cannot be done. */
  async #startIfAllowed(): Promise<boolean> {
    if (this.#startLock !== undefined && Date.now() > this.#startLock.until) this.#releaseStartLock();
    if (this.#startLock !== undefined || Date.now() < this.#nextStartAt) return true;
    const { toppath, areaName, homehost, program, log } = this.#options;
    makeDirectories(serverLogDirectory(toppath));
    const lock = tryLock(join(serverLogDirectory(toppath), "server-start.lock"), { expireMs: startLockMs });
    if (lock === undefined) return true;
    this.#startLock = { lock, until: Date.now() + settleMs };
    const { address, isThisHost } = await homehost();
    log.info(1, `starting a server on ${address}`);
    this.#starts++;
    const delay = startDelays[Math.min(this.#starts, startDelays.length - 1)] ?? 0;
    this.#nextStartAt = Date.now() + (delay + 4 * Math.random()) * 1000;
    try {
      // One that ends at once is no reason to keep others from trying.
      await startServer({ toppath, areaName, homehost: address, isThisHost, program }, () => this.#releaseStartLock(lock));
      return true;
    } catch (error) {
      this.#reason = messageOf(error);
      log.warn(this.#reason);
      return false;
    }
  }

  #releaseStartLock(lock = this.#startLock?.lock): void {
    lock?.release();
    if (this.#startLock?.lock === lock) this.#startLock = undefined;
  }
}

function otherVersion(address: string, [, , theirs, ours]: Extract<Login, [false, ...unknown[]]>): Failure {
  const advice = "use one version on all hosts, or end that server with megatest -kill-servers";
  return new Failure("server", `the server at ${address} is megatest ${theirs}, this is ${ours}: ${advice}`);
}
