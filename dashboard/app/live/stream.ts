import type { LiveEvent } from "../../../src/view/index.js";
import { ApiError, apiUrl, ask, authorization, request } from "../api.js";
import { type Connection, connectionAfter, failuresUntilPolling, retryDelay } from "./connection.js";
import { type Message, MessageReader } from "./sse.js";

/** What becomes of a stream. */
export interface StreamListener {
  onMessage(message: Message): void;
  onConnection(connection: Connection): void;
  onRefused(error: ApiError): void;
}

/** A server that says nothing for so long, not even a comment, is gone; ms. */
const silence = 40_000;
/** How often changes are asked for when there is no stream, as through a proxy that holds streams back; ms. */
const pollPeriod = 5000;
/** Topics come and go together when a page changes; ms. */
const settling = 100;

/** The stream of events: opened again when it is lost, and when the topics change, from where it was. */
export class EventStream {
  readonly #listener: StreamListener;
  #topics = "";
  #lastId: string | undefined;
  #failures = 0;
  #lastHeard = Date.now() / 1000;
  #open: AbortController | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #polling: ReturnType<typeof setInterval> | undefined;

  /** @param lastId where somebody else left off */
  constructor(listener: StreamListener, lastId: string | undefined) {
    this.#listener = listener;
    this.#lastId = lastId;
  }

  follow(topics: ReadonlySet<string>): void {
    const wanted = [...topics].sort().join(",");
    if (wanted === this.#topics) return;
    this.#topics = wanted;
    this.#schedule(settling);
  }

  /** Tries at once, for example because the network is back. */
  hurry(): void {
    if (this.#failures > 0) this.#schedule(0);
  }

  /** Opens the stream anew: when a network goes, the old one may hang without a word. */
  renew(): void {
    this.#schedule(0);
  }

  #schedule(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#run(), delay);
  }

  async #run(): Promise<void> {
    this.#open?.abort();
    const stop = new AbortController();
    this.#open = stop;
    try {
      await this.#read(stop);
    } catch (error) {
      if (stop !== this.#open) return;
      if (error instanceof ApiError && error.code === "unauthorized") return this.#listener.onRefused(error);
    }
    if (stop !== this.#open) return;
    this.#failures++;
    if (this.#failures === failuresUntilPolling) this.#polling = setInterval(() => void this.#poll(), pollPeriod);
    this.#tellFailure();
    this.#schedule(retryDelay(this.#failures));
  }

  #tellFailure(): void {
    this.#listener.onConnection(connectionAfter(this.#failures, this.#lastHeard, Date.now() / 1000));
  }

  async #poll(): Promise<void> {
    try {
      const { id, events } = await ask<{ id: string; events: readonly LiveEvent[] }>("changes", { topics: this.#topics, since: this.#lastId });
      if (this.#failures === 0) return;
      this.#lastId = id;
      this.#lastHeard = Date.now() / 1000;
      for (const event of events) this.#listener.onMessage({ id, event: event.kind, data: JSON.stringify(event) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
    }
    if (this.#failures > 0) this.#tellFailure();
  }

  async #read(stop: AbortController): Promise<void> {
    const resume = this.#lastId === undefined ? {} : { "Last-Event-ID": this.#lastId };
    const response = await request(apiUrl("events", { topics: this.#topics }), { headers: { ...authorization(), ...resume }, signal: stop.signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    const messages = new MessageReader();
    while (reader !== undefined) {
      const watchdog = setTimeout(() => stop.abort(), silence);
      const { done, value } = await reader.read().finally(() => clearTimeout(watchdog));
      if (done) return;
      this.#heard();
      for (const message of messages.push(value)) {
        this.#lastId = message.id ?? this.#lastId;
        this.#listener.onMessage(message);
      }
    }
  }

  #heard(): void {
    this.#failures = 0;
    clearInterval(this.#polling);
    this.#lastHeard = Date.now() / 1000;
    this.#listener.onConnection({ kind: "live" });
  }
}
