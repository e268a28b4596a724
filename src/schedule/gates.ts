import type { Entry } from "./queued-test.js";
import type { GatesEvent } from "./state.js";

/** The gates of spec 02 § 12.1, § 12.2 and § 6.3 as last seen, and the launches that they do not know of yet. All closed at first. */
export class Gates {
  #seen: GatesEvent | undefined;
  /** Item paths that are live in any run, by test. */
  readonly #live = new Map<string, Set<string>>();
  /** Launches without an answer, by job group. */
  readonly #launching = new Map<string, number>();
  /** Launches that became live since the gates were seen, by job group. */
  readonly #launched = new Map<string, number>();

  update(event: GatesEvent): void {
    this.#seen = event;
    this.#launched.clear();
    this.#live.clear();
    for (const { testname, item_path } of event.live) {
      this.#live.set(testname, (this.#live.get(testname) ?? new Set()).add(item_path));
    }
  }

  /** Whether there is a free slot at all. */
  get isOpen(): boolean {
    return this.#seen !== undefined && this.#seen.free > sum(this.#launching) + sum(this.#launched);
  }

  isOpenFor(jobgroup: string): boolean {
    const limit = this.#seen?.jobgroups.get(jobgroup);
    return limit === undefined || limit > (this.#launching.get(jobgroup) ?? 0) + (this.#launched.get(jobgroup) ?? 0);
  }

  /** Whether mode exclusive keeps the entry back: its item, or for a whole test anything of it, is live in some run. */
  excludes({ test, kind, slot }: Entry): boolean {
    if (!test.definition.modes.has("exclusive")) return false;
    if (this.#seen === undefined) return true;
    const live = this.#live.get(test.definition.testname);
    if (live === undefined) return false;
    return kind === "expand" || slot.item_path === "" || live.has(slot.item_path);
  }

  launching(entry: Entry): void {
    add(this.#launching, entry, 1);
  }

  /** A launch was answered; `live`: it uses a slot from now on. */
  answered(entry: Entry, live: boolean): void {
    add(this.#launching, entry, -1);
    if (live) add(this.#launched, entry, 1);
  }
}

const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((total, count) => total + count, 0);

function add(counts: Map<string, number>, { test }: Entry, difference: number): void {
  const jobgroup = test.definition.jobgroup ?? "";
  counts.set(jobgroup, (counts.get(jobgroup) ?? 0) + difference);
}
