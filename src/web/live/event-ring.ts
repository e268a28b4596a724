import type { LiveEvent } from "../../view/index.js";

/** An event and its number. */
export interface Numbered {
  readonly number: number;
  readonly event: LiveEvent;
  /** ms */
  readonly at: number;
}

/** Changed tests and runs that are kept; spec 06 § 20 asks for 20,000 events. */
const keptChanges = 100_000;

/** The events of the last while, numbered from 1, for clients that were away. */
export class EventRing {
  readonly #kept: number;
  #events: Numbered[] = [];
  #changes = 0;
  #last = 0;

  constructor(kept = keptChanges) {
    this.#kept = kept;
  }

  /** Number of the newest event; 0 when there is none. */
  get last(): number {
    return this.#last;
  }

  add(event: LiveEvent): Numbered {
    const numbered = { number: ++this.#last, event, at: Date.now() };
    this.#events.push(numbered);
    this.#changes += changesIn(event);
    if (this.#changes > 2 * this.#kept) this.#shrink();
    return numbered;
  }

  /** The events after a number; undefined when some of them are forgotten, or the number was never given. */
  since(number: number): readonly Numbered[] | undefined {
    const oldest = this.#events[0]?.number ?? this.#last + 1;
    if (number > this.#last || number < oldest - 1) return undefined;
    return this.#events.slice(number - oldest + 1);
  }

  /** The events of the last so many milliseconds. */
  ofLast(ms: number): readonly Numbered[] {
    const from = Date.now() - ms;
    return this.#events.slice(this.#events.findLastIndex(({ at }) => at < from) + 1);
  }

  /** Forgets many at once, so that each costs little. */
  #shrink(): void {
    let from = this.#events.length;
    this.#changes = 0;
    while (from > 0 && this.#changes < this.#kept) this.#changes += changesIn(this.#events[--from]?.event);
    this.#events = this.#events.slice(from);
  }
}

function changesIn(event: LiveEvent | undefined): number {
  if (event === undefined) return 0;
  if ("tests" in event) return event.tests.length;
  return "runs" in event ? event.runs.length : 1;
}
