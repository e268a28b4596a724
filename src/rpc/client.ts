import { setTimeout as sleep } from "node:timers/promises";
import { Failure, type Log, messageOf } from "../base/index.js";
import type { Connection } from "./connection.js";
import { NoServer } from "./finder.js";
import type { Procedure } from "./procedures.js";
import { newClientName, repliesOf, requestText } from "./session.js";
import { errorOf, jsonText, maximumBytes, type Refusal, type Reply } from "./wire.js";

/** What a client needs of the world. */
export interface ClientOptions {
  /** A connection to a server that is logged in, after up to `waitMs`. Throws a Failure when there is none. */
  readonly find: (waitMs: number) => Promise<Connection>;
  readonly log: Log;
  /** How often a batch is sent; 15 unless told, as spec 04 § 15 says. */
  readonly tries?: number | undefined;
  readonly sleep?: (ms: number) => Promise<unknown>;
}

interface Call {
  readonly procedure: Procedure;
  /** JSON. */
  readonly params: string;
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
}

const defaultTries = 15;
const overloadedMs = 11_000;
const retryMs = 500;
const findMs = 60_000;
/** A program that has never been connected gives up sooner. */
const firstFindMs = 100_000;

const maximumCalls = 1000;

/**
 * Calls procedures of a server. Calls that are asked for while others are on their way travel together, in the order in which they were asked for;
 * one batch is on its way at a time, and is sent again, unchanged, until it is answered.
 *
 * @see spec 04 § 15
 */
export class RpcClient {
  readonly #options: ClientOptions;
  readonly #sleep: (ms: number) => Promise<unknown>;
  readonly #name = newClientName();
  readonly #waiting: Call[] = [];
  #batch = 0;
  #sending: Promise<void> | undefined;
  #connection: Connection | undefined;
  #wasConnected = false;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.#sleep = options.sleep ?? sleep;
  }

  /**
   * @param params without undefined but at the end
   * @throws the server's own Failure; Failure `server` when no server answers
   */
  call(procedure: Procedure, params: readonly unknown[]): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const given = params.slice(0, params.findLastIndex((param) => param !== undefined) + 1);
      this.#waiting.push({ procedure, params: jsonText(given), resolve, reject });
      this.#sending ??= this.#sendAll();
    });
  }

  /** Waits for the answers to all calls. */
  async close(): Promise<void> {
    await this.#sending;
    this.#drop();
  }

  async #sendAll(): Promise<void> {
    // Whatever else is asked for in this turn comes along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.#waiting.length > 0) {
      const calls = this.#waiting.splice(0, this.#sizeOfNext());
      try {
        const body = requestText(
          this.#name,
          this.#batch++,
          calls.map(({ procedure, params }) => ({ cmd: procedure.cmd, params })),
        );
        settle(calls, await this.#deliver(body, calls.length));
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    // At once: what is asked for from now on must be sent by the next.
    this.#sending = undefined;
  }

  #sizeOfNext(): number {
    let bytes = 0;
    const tooMany = this.#waiting.findIndex(({ params }, index) => {
      bytes += params.length;
      return index > 0 && (index >= maximumCalls || bytes > maximumBytes / 4);
    });
    return tooMany === -1 ? this.#waiting.length : tooMany;
  }

  async #deliver(body: string, calls: number): Promise<readonly Reply[]> {
    const { tries = defaultTries } = this.#options;
    for (let attempt = 1; attempt <= tries; attempt++) {
      const connection = await this.#connect();
      const wasUsed = connection?.wasUsed === true;
      const outcome = connection === undefined ? noServer : await this.#post(connection, body, calls);
      if (!("kind" in outcome)) return outcome;
      this.#drop();
      await this.#pause(outcome, attempt, wasUsed);
    }
    throw new Failure("server", `${tries} tries to start/connect to server. Giving up.`);
  }

  /** Undefined when there is no server just now: who had one before waits for the next. */
  async #connect(): Promise<Connection | undefined> {
    try {
      this.#connection ??= await this.#options.find(this.#wasConnected ? findMs : firstFindMs);
      this.#wasConnected = true;
      return this.#connection;
    } catch (error) {
      if (error instanceof NoServer && this.#wasConnected) return undefined;
      throw error;
    }
  }

  /** The answers, or why the batch must be sent again. */
  async #post(connection: Connection, body: string, calls: number): Promise<readonly Reply[] | Setback> {
    try {
      const replies = repliesOf(await connection.post(body), calls);
      const setback = replies.find((reply): reply is Refusal => !reply.ok && (reply.err === "overloaded" || reply.err === "moved"));
      if (setback !== undefined) return setback.err === "moved" ? { kind: "moved", why: setback.msg } : { kind: "overloaded", why: setback.msg };
      return replies;
    } catch (error) {
      return { kind: "lost", why: messageOf(error) };
    }
  }

  async #pause({ kind, why }: Setback, attempt: number, wasUsed: boolean): Promise<void> {
    const { log } = this.#options;
    const about = retryMs * attempt * (0.5 + Math.random());
    switch (kind) {
      case "overloaded":
        log.info(1, `${why}: waiting for ${(overloadedMs * attempt) / 1000} s`);
        await this.#sleep(overloadedMs * attempt);
        return;
      case "moved":
        log.info(1, `${why}: looking for the server anew`);
        await this.#sleep(about);
        return;
      case "lost":
        // A server may end while nobody asks it anything; the first word about that is no trouble.
        if (wasUsed && attempt === 1) log.info(1, `the connection to the server ended (${why})`);
        else log.warn(`communication failed. Trying again, try num: ${attempt}\n  (${why})`);
        if (!wasUsed || attempt > 1) await this.#sleep(about);
        return;
      default:
        kind satisfies never;
    }
  }

  #drop(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

interface Setback {
  readonly kind: "overloaded" | "moved" | "lost";
  readonly why: string;
}

const noServer: Setback = { kind: "lost", why: "there is no server" };

function settle(calls: readonly Call[], replies: readonly Reply[]): void {
  // One refusal for all, or an answer to each.
  for (const [index, call] of calls.entries()) settleOne(call, replies[index] ?? replies[0]);
}

function settleOne({ procedure, resolve, reject }: Call, reply: Reply | undefined): void {
  try {
    if (reply === undefined) throw new Error(`no answer to ${procedure.cmd}`);
    if (!reply.ok) throw errorOf(reply);
    resolve(resultOf(procedure, reply.res));
  } catch (error) {
    reject(error);
  }
}

function resultOf(procedure: Procedure, res: unknown): unknown {
  try {
    return procedure.result().parse(res);
  } catch (error) {
    throw new Error(`the answer to ${procedure.cmd} cannot be understood`, { cause: error });
  }
}
