import { ApiError, apiUrl, authorization, request } from "../api.js";
import { type Connection, connectionAfter, retryDelay } from "./connection.js";
import { type Message, MessageReader } from "./sse.js";

/** What becomes of a stream. */
export interface StreamListener {
  onMessage(message: Message): void;
  onConnection(connection: Connection): void;
  onRefused(error: ApiError): void;
}

/** A server that says nothing for so long, not even a comment, is gone; ms. */
const silence = 40_000;
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

  close(): void {
    clearTimeout(this.#timer);
    this.#open?.abort();
  }

  /** Tries at once, for example because the network is back. */
  hurry(): void {
    if (this.#failures > 0) this.#schedule(0);
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
    this.#listener.onConnection(connectionAfter(this.#failures, this.#lastHeard));
    this.#schedule(retryDelay(this.#failures));
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
    this.#lastHeard = Date.now() / 1000;
    this.#listener.onConnection({ kind: "live" });
  }
}
