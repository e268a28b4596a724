import type { Plan } from "../plan/index.js";
import { standingOf } from "./prerequisites.js";
import { type Dependency, type Entry, makeEntry, QueuedTest, type Slot } from "./queued-test.js";
import type { TestState } from "./state.js";

/** Items of a test come between it and the next one. */
const placesForItems = 2 ** 24;

/**
 * The entries that are in the queue, and which of them must be looked at again. A change wakes those who watch what
 * changed and nobody else, so that the work of a pass grows with the number of its dependencies.
 */
export class Agenda {
  readonly tests = new Map<string, QueuedTest>();
  readonly entries = new Set<Entry>();
  readonly #woken = new Set<Entry>();
  /** Tests of which something changed that others may wait for. */
  readonly #changed = new Set<QueuedTest>();

  /** @param launches whether a record is launched in this pass if nothing is in the way */
  constructor(plan: Plan, launches: (record: TestState) => boolean) {
    for (const [order, node] of plan.nodes.entries()) this.tests.set(node.test.testname, new QueuedTest(node, order, launches));
    for (const { test: definition, links } of plan.nodes) {
      const test = this.tests.get(definition.testname);
      if (test === undefined) continue;
      test.links = links.flatMap(({ waiton, itemmap }) => {
        const other = this.tests.get(waiton);
        return other === undefined ? [] : [{ waiton: other, itemmap }];
      });
      this.#enter(test, test.top, definition.items.kind === "plain" ? "launch" : "expand", 0);
    }
  }

  /** Takes over a record; undefined when its test is not in the run. */
  store({ id, testname, item_path, state, status }: TestState): Slot | undefined {
    const test = this.tests.get(testname);
    if (test === undefined) return undefined;
    const slot = test.slot(item_path);
    this.#recount(test, slot, { id, testname, item_path, state, status });
    return slot;
  }

  /** Puts items in the place of their test. */
  replaceByItems(test: QueuedTest, paths: readonly string[]): Entry[] {
    const entries = paths.map((path, place) => this.#enter(test, test.slot(path), "launch", place));
    test.expanded = true;
    if (test.top.entry !== undefined) this.leave(test.top.entry);
    // Those who wait for an item of a late list did not know so far which items there are.
    this.wake(test.watchers);
    return entries;
  }

  leave(entry: Entry): void {
    const { test, slot, kind } = entry;
    entry.phase = "left";
    this.entries.delete(entry);
    test.queued -= 1;
    this.#recount(test, slot);
    // With the test waited all items of it that had a record already.
    if (kind === "expand") for (const item of test.slots.values()) this.#recount(test, item);
  }

  /** Has these judged anew, each once: what is judged watches anew. */
  wake(watchers: Set<Dependency>): void {
    for (const dependency of watchers) {
      dependency.entry.stale.add(dependency);
      this.#woken.add(dependency.entry);
    }
    watchers.clear();
  }

  look(entry: Entry): void {
    this.#woken.add(entry);
  }

  /** The test stands differently for a reason that is not in its records. */
  touch(test: QueuedTest): void {
    this.#changed.add(test);
  }

  /** Looks at all entries that have been woken, and at those that this wakes in turn. */
  work(evaluate: (entry: Entry) => void): void {
    while (this.#woken.size > 0 || this.#changed.size > 0) {
      for (const test of this.#changed) {
        this.#changed.delete(test);
        const standing = standingOf(test);
        if (standing !== test.standing) this.wake(test.watchers);
        test.standing = standing;
      }
      for (const entry of this.#woken) {
        this.#woken.delete(entry);
        if (entry.phase === "waiting") evaluate(entry);
      }
    }
  }

  #enter(test: QueuedTest, slot: Slot, kind: Entry["kind"], place: number): Entry {
    const entry = makeEntry(test, slot, kind, test.order * placesForItems + place);
    slot.entry = entry;
    test.queued += 1;
    this.entries.add(entry);
    return entry;
  }

  #recount(test: QueuedTest, slot: Slot, record = slot.record): void {
    if (test.recount(slot, record)) this.wake(slot.watchers);
    this.#changed.add(test);
  }
}
