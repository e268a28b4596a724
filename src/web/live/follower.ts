import type { LiveEvent } from "../../view/index.js";
import type { Numbered } from "./event-ring.js";
import { merged } from "./merge.js";
import type { Topics } from "./topics.js";

/** A connection that text can be written to. */
export interface Sink {
  write(text: string): void;
  /** Bytes that the client has not read yet. */
  readonly waiting: number;
  onClose(listener: () => void): void;
  close(): void;
}

/** At most four batches a second. */
const batchMs = 250;
/** A client with more before it, or that has read nothing for so long, starts anew. */
const mostWaiting = 1_000_000;
const mostSilentMs = 10_000;
/** Proxies close streams on which nothing comes. */
const commentMs = 15_000;

/** Sends one client what concerns it, in batches. */
export class Follower {
  readonly #sink: Sink;
  readonly #start: string;
  readonly #topics: Topics;
  #pending: LiveEvent[] = [];
  #number = 0;
  #batchTimer: ReturnType<typeof setTimeout> | undefined;
  #lastBatch = 0;
  /** When everything was read last. */
  #caughtUp = Date.now();
  #isLost = false;
  readonly #commentTimer: ReturnType<typeof setInterval>;

  constructor(sink: Sink, { start, topics }: { readonly start: string; readonly topics: Topics }) {
    this.#sink = sink;
    this.#start = start;
    this.#topics = topics;
    this.#commentTimer = setInterval(() => this.#sink.write(": here\n\n"), commentMs);
    this.#commentTimer.unref();
  }

  /** Says hello, and what was missed. */
  begin(missed: readonly Numbered[], number: number): void {
    this.#number = number;
    this.#send([{ kind: "hello", now: Date.now() / 1000 }]);
    for (const one of missed) this.take(one);
  }

  /** Says that everything must be read anew. */
  reset(reason: string, number: number): void {
    this.#number = number;
    this.#send([
      { kind: "hello", now: Date.now() / 1000 },
      { kind: "reset", reason },
    ]);
  }

  take({ number, event }: Numbered): void {
    this.#number = Math.max(this.#number, number);
    const concerning = this.#topics.concerning(event);
    if (concerning.length === 0) return;
    this.#pending.push(...concerning);
    this.#batchTimer ??= setTimeout(() => this.#flush(), Math.max(0, this.#lastBatch + batchMs - Date.now()));
  }

  end(): void {
    clearTimeout(this.#batchTimer);
    clearInterval(this.#commentTimer);
  }

  close(): void {
    this.#sink.close();
  }

  #flush(): void {
    this.#batchTimer = undefined;
    this.#lastBatch = Date.now();
    if (this.#sink.waiting === 0) this.#caughtUp = this.#lastBatch;
    const isSlow = this.#sink.waiting > mostWaiting || this.#lastBatch - this.#caughtUp > mostSilentMs;
    if (isSlow || this.#isLost) {
      this.#pending = [];
      this.#isLost = this.#sink.waiting > 0;
      if (this.#isLost) this.#batchTimer = setTimeout(() => this.#flush(), batchMs);
      else this.#send([{ kind: "reset", reason: "more happened than could be read" }]);
      return;
    }
    const events = merged(this.#pending);
    this.#pending = [];
    this.#send(events);
  }

  /** A batch carries one id, at its end: whoever has seen that has seen all of it. */
  #send(events: readonly LiveEvent[]): void {
    const texts = events.map(({ kind, ...data }) => `event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
    const last = texts.pop();
    if (last === undefined) return;
    const text = `${texts.join("")}id: ${this.#start}.${this.#number}\n${last}`;
    if (text.length <= mostWaiting) this.#sink.write(text);
    else this.#send([{ kind: "reset", reason: "too much happened at once" }]);
  }
}
