import { Heap } from "../base/index.js";
import type { Entry } from "./queued-test.js";

/** Entries that wait for nothing but a slot, by job group, so that a full group does not hold up the others. */
export class ReadyList {
  readonly #groups = new Map<string, Heap<Entry>>();

  add(entry: Entry): void {
    const group = entry.test.definition.jobgroup ?? "";
    const heap = this.#groups.get(group) ?? new Heap<Entry>((a, b) => a.order < b.order);
    this.#groups.set(group, heap);
    heap.push(entry);
  }

  get isEmpty(): boolean {
    return this.#first(() => true) === undefined;
  }

  /** Takes out the first entry in queue order, before `end`, whose group is open. */
  take(isOpen: (jobgroup: string) => boolean, end: number): Entry | undefined {
    const first = this.#first(isOpen);
    if (first === undefined || first.order >= end) return undefined;
    return this.#groups.get(first.test.definition.jobgroup ?? "")?.pop();
  }

  #first(isOpen: (jobgroup: string) => boolean): Entry | undefined {
    let first: Entry | undefined;
    for (const [group, heap] of this.#groups) {
      // Entries that lost their turn in the meantime are still in here.
      while (heap.size > 0 && heap.peek()?.phase !== "ready") heap.pop();
      const entry = heap.peek();
      if (entry !== undefined && (first === undefined || entry.order < first.order) && isOpen(group)) first = entry;
    }
    return first;
  }
}
