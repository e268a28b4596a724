import type { LiveEvent } from "../../view/index.js";
import type { EventSource } from "../live/hub.js";
import type { Answer } from "./messages.js";
import type { Asker, Given } from "./query.js";
import type { Queries } from "./thread.js";

export type Source = Queries & EventSource;

export interface FollowingOptions {
  /** Where the records are, in words that differ when that is another place or another file. Throws a Failure when it cannot be told. */
  readonly where: () => Promise<string>;
  readonly open: (where: string) => Source;
  /** Milliseconds between two looks. */
  readonly lookMs?: number;
}

const usualLookMs = 5000;

/** Asks where the records are: the homehost may move while somebody looks. Spec 06 § 15.1 */
export class FollowingQueries implements Source {
  readonly #options: FollowingOptions;
  readonly #listeners: ((events: readonly LiveEvent[]) => void)[] = [];
  #current: { readonly source: Source; readonly where: string } | undefined;
  #looking: Promise<Source> | undefined;
  #lookAt = 0;
  #watchMs: number | undefined;

  constructor(options: FollowingOptions) {
    this.#options = options;
  }

  async ask(name: string, given: Given, asker: Asker): Promise<Answer> {
    return (await this.#source()).ask(name, given, asker);
  }

  follow(listener: (events: readonly LiveEvent[]) => void): void {
    this.#listeners.push(listener);
  }

  watch(periodMs: number | undefined): void {
    this.#watchMs = periodMs;
    if (this.#current !== undefined) this.#current.source.watch(periodMs);
    else if (periodMs !== undefined) void this.#source().catch(() => this.#tell([{ kind: "reset", reason: "the records cannot be read just now" }]));
  }

  async close(): Promise<void> {
    const current = this.#current;
    this.#current = undefined;
    await current?.source.close();
  }

  /** @throws Failure */
  #source(): Promise<Source> {
    const current = this.#current;
    if (current !== undefined && Date.now() < this.#lookAt) return Promise.resolve(current.source);
    this.#looking ??= this.#look().finally(() => {
      this.#looking = undefined;
    });
    return this.#looking;
  }

  async #look(): Promise<Source> {
    const where = await this.#options.where();
    this.#lookAt = Date.now() + (this.#options.lookMs ?? usualLookMs);
    const before = this.#current;
    if (before?.where === where) return before.source;
    const source = this.#options.open(where);
    this.#current = { source, where };
    source.follow((events) => {
      if (this.#current?.source === source) this.#tell(events);
    });
    source.watch(this.#watchMs);
    if (before !== undefined) {
      this.#tell([{ kind: "reset", reason: "the records are at another place now" }]);
      await before.source.close();
    }
    return source;
  }

  #tell(events: readonly LiveEvent[]): void {
    for (const listener of this.#listeners) listener(events);
  }
}
