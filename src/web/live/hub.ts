import { randomBytes } from "node:crypto";
import type { LiveEvent } from "../../view/index.js";
import { EventRing } from "./event-ring.js";
import { Follower, type Sink } from "./follower.js";
import { merged } from "./merge.js";
import { type ShownKeys, Topics } from "./topics.js";

/** Where events come from while somebody listens. */
export interface EventSource {
  /** Told of events from now on, while watching. */
  follow(listener: (events: readonly LiveEvent[]) => void): void;
  /** Looks for changes every so many milliseconds; undefined: not at all. */
  watch(periodMs: number | undefined): void;
}

export interface HubOptions {
  readonly source: EventSource;
  readonly periodMs: number;
  readonly keys: ShownKeys;
}

/** Hands what happens on to all who listen. Nothing is looked for while nobody does. Spec 06 § 20 */
export class Hub {
  readonly #options: HubOptions;
  readonly #ring = new EventRing();
  readonly #followers = new Set<Follower>();
  /** Told apart from other processes, whose numbers mean nothing here. */
  readonly #start = randomBytes(6).toString("base64url");
  #restTimer: ReturnType<typeof setTimeout> | undefined;
  #isWatching = false;

  constructor(options: HubOptions) {
    this.#options = options;
    options.source.follow((events) => {
      for (const event of events) this.publish(event);
    });
  }

  /** Tells all followers. */
  publish(event: LiveEvent): void {
    const numbered = this.#ring.add(event);
    for (const follower of this.#followers) follower.take(numbered);
  }

  /**
   * A new listener, until its sink closes.
   *
   * @param lastId of the last event that the client has seen
   */
  listen(sink: Sink, topics: string, lastId: string | undefined): void {
    const follower = new Follower(sink, { start: this.#start, topics: new Topics(topics, this.#options.keys) });
    const missed = this.#missed(lastId);
    if (missed === undefined) follower.reset("what happened meanwhile is not known any more", this.#ring.last);
    else follower.begin(missed, this.#ring.last);
    this.#followers.add(follower);
    sink.onClose(() => {
      follower.end();
      this.#followers.delete(follower);
      this.#wakeOrRest();
    });
    this.#wakeOrRest();
  }

  /** For those who cannot keep a stream: what happened since, and the id to ask with the next time; a reset when that is not known. */
  changesSince(topics: string, lastId: string | undefined): { readonly id: string; readonly events: readonly LiveEvent[] } {
    this.#wakeOrRest();
    const missed = this.#missed(lastId);
    const wanted = new Topics(topics, this.#options.keys);
    const events: LiveEvent[] =
      missed === undefined
        ? [{ kind: "reset", reason: "what happened meanwhile is not known any more" }]
        : merged(missed.flatMap(({ event }) => wanted.concerning(event)));
    return { id: `${this.#start}.${this.#ring.last}`, events };
  }

  /** Ends all streams. */
  close(): void {
    clearTimeout(this.#restTimer);
    for (const follower of this.#followers) follower.close();
  }

  #missed(lastId: string | undefined) {
    // A page asks for its windows first: what changed between that and now it has not seen.
    if (lastId === undefined || lastId === "") return this.#ring.ofLast(openingMs);
    const [start, number] = lastId.split(".");
    return start === this.#start && /^\d+$/.test(number ?? "") ? this.#ring.since(Number(number)) : undefined;
  }

  /** Whoever was here a moment ago may come again, and wants to know what happened meanwhile. */
  #wakeOrRest(): void {
    clearTimeout(this.#restTimer);
    if (!this.#isWatching) {
      this.#isWatching = true;
      this.#options.source.watch(this.#options.periodMs);
    }
    if (this.#followers.size > 0) return;
    this.#restTimer = setTimeout(() => {
      this.#isWatching = false;
      this.#options.source.watch(undefined);
    }, restMs);
    this.#restTimer.unref();
  }
}

/** A client that comes again after a longer time reads everything anew. */
const restMs = 60_000;
/** What a page may take from its first question to its stream. */
const openingMs = 10_000;
