import { Worker } from "node:worker_threads";
import type { Log } from "../../base/index.js";
import type { LiveEvent } from "../../view/index.js";
import type { EventSource } from "../live/hub.js";
import { internalError, Refused } from "../refused.js";
import type { Answer, Order, Report } from "./messages.js";
import type { Asker, Given } from "./query.js";

/** What may be asked of an area, wherever it is answered. */
export interface Queries {
  /** @throws Refused */
  ask(name: string, given: Given, asker: Asker): Promise<Answer>;
  close(): Promise<void>;
}

/** Spec 06 § 33.10 */
const limits = { parallel: 20, inLine: 200, queryMs: 30_000, graceMs: 2000 };

interface Waiting {
  readonly order: Extract<Order, { kind: "ask" }>;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Refused) => void;
  /** Whether the thread has it; else it waits for others to be answered. */
  isAsked: boolean;
  /** It was asked of a thread that has ended. */
  wasLost: boolean;
}

/**
 * The thread that answers queries, so that nothing else of this process waits for them. A query that takes too long is cut; if it does not let go of the thread, the thread is
 * replaced, and what else was asked is asked once again.
 */
export class QueryThread implements Queries, EventSource {
  readonly #start: () => Worker;
  readonly #log: Log;
  readonly #limits: typeof limits;
  /** Undefined until something is asked. */
  #worker: Worker | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #nextId = 1;
  #watchMs: number | undefined;
  readonly #listeners: ((events: readonly LiveEvent[]) => void)[] = [];
  #isReady = false;
  /** Why nothing can be asked. */
  #end: Refused | undefined;

  /**
   * @param program the script of the thread, which calls `serveQueries`
   * @param data for it: `workerData`
   */
  constructor(program: string, data: unknown, options: { readonly log: Log; readonly limits?: typeof limits }) {
    this.#log = options.log;
    this.#limits = options.limits ?? limits;
    this.#start = () => {
      const worker = new Worker(program, { workerData: data });
      worker.on("message", (report: Report) => this.#receive(report));
      worker.on("error", (error) => this.#log.error(`the thread that answers queries failed: ${error.stack ?? error.message}`));
      worker.once("exit", () => this.#replace());
      return worker;
    };
  }

  #post(order: Order): void {
    this.#worker ??= this.#start();
    this.#worker.postMessage(order);
  }

  async ask(name: string, given: Given, { signal, ...asker }: Asker): Promise<Answer> {
    if (this.#end !== undefined) throw this.#end;
    const { parallel, inLine } = this.#limits;
    if (this.#waiting.size >= parallel + inLine) throw new Refused("busy", "too many queries at once: try again in a moment");
    const order = { kind: "ask", id: this.#nextId++, name, given, asker } as const;
    const answered = new Promise<Answer>((resolve, reject) =>
      this.#waiting.set(order.id, { order, resolve, reject, isAsked: false, wasLost: false }),
    );
    this.#askNext();
    const cancel = () => this.#cancel(order.id, "nobody waits for the answer any more");
    const timer = setTimeout(() => this.#cut(order.id), this.#limits.queryMs);
    signal.addEventListener("abort", cancel, { once: true });
    return answered.finally(() => {
      clearTimeout(timer);
      signal.removeEventListener("abort", cancel);
    });
  }

  follow(listener: (events: readonly LiveEvent[]) => void): void {
    this.#listeners.push(listener);
  }

  watch(periodMs: number | undefined): void {
    this.#watchMs = periodMs;
    if (this.#worker !== undefined || periodMs !== undefined) this.#post({ kind: "watch", periodMs });
  }

  async close(): Promise<void> {
    this.#refuseAll(new Refused("busy", "the dashboard is ending"));
    await this.#worker?.terminate();
  }

  #refuseAll(why: Refused): void {
    this.#end = why;
    for (const { reject } of this.#waiting.values()) reject(why);
    this.#waiting.clear();
  }

  #receive(report: Report): void {
    switch (report.kind) {
      case "ready":
        this.#isReady = true;
        break;
      case "alive":
        break;
      case "log":
        this.#log.print(report.level, report.line);
        break;
      case "events":
        for (const listener of this.#listeners) listener(report.events);
        break;
      case "answer":
        this.#take(report.id)?.resolve(report.answer);
        break;
      case "refused":
        this.#take(report.id)?.reject(new Refused(report.code, report.message, report.detail, report.status));
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    this.#askNext();
    return waiting;
  }

  /** Those that came first, as many as may be asked at once. */
  #askNext(): void {
    let asked = 0;
    for (const waiting of this.#waiting.values()) {
      if (++asked > this.#limits.parallel) return;
      if (waiting.isAsked) continue;
      waiting.isAsked = true;
      this.#post(waiting.order);
    }
  }

  #cancel(id: number, why: string): void {
    const waiting = this.#take(id);
    if (waiting === undefined) return;
    if (waiting.isAsked) this.#post({ kind: "cancel", id });
    waiting.reject(new Refused("busy", why));
  }

  /** Ends a query that takes too long, and the thread too if it does not answer any more. */
  #cut(id: number): void {
    this.#cancel(id, `this takes more than ${this.#limits.queryMs / 1000} s: ask for less`);
    const worker = this.#worker;
    const timer = setTimeout(() => void worker?.terminate(), this.#limits.graceMs);
    worker?.once("message", () => clearTimeout(timer));
  }

  #replace(): void {
    if (this.#end !== undefined) return;
    // One that cannot begin will not be able to the next time.
    if (!this.#isReady) {
      this.#refuseAll(new Refused("busy", "the records cannot be read: see the log of the dashboard"));
      return;
    }
    this.#isReady = false;
    this.#worker = undefined;
    for (const waiting of this.#waiting.values()) if (waiting.isAsked) this.#askAgain(waiting);
    if (this.#watchMs === undefined) return;
    // What the thread knew is gone, and with it what has changed since.
    for (const listener of this.#listeners) listener([{ kind: "reset", reason: "the records are read anew" }]);
    this.watch(this.#watchMs);
  }

  /** Once: it may be what ends the threads. */
  #askAgain(waiting: Waiting): void {
    if (waiting.wasLost) {
      this.#take(waiting.order.id)?.reject(internalError("the dashboard"));
      return;
    }
    waiting.wasLost = true;
    this.#post(waiting.order);
  }
}
