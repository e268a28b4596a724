import { type Itemmap, type ItemSelection, isLive } from "../model/index.js";
import type { PlanNode, TestDefinition, TestItems } from "../plan/index.js";
import { classify, type RecordClass } from "./record-class.js";
import type { TestState } from "./state.js";

/** How a waiton, or all of them, stand for an entry: nothing in the way, to be waited for, or in the way for good. */
export type Standing = "satisfied" | "pending" | "failed" | "discarded";

/** Something that waits in the queue: a test to be expanded into its items, or a plain test or an item to be launched. */
export interface Entry {
  readonly test: QueuedTest;
  /** Of the top-level record, for a test to be expanded. */
  readonly slot: Slot;
  readonly kind: "expand" | "launch";
  /** Place in the queue: tests in their order, items in theirs. */
  readonly order: number;
  /** Not registered yet; waiting for prerequisites; ready and waiting for a slot; waiting for the answer to an effect; no longer in the queue. */
  phase: "new" | "waiting" | "ready" | "asked" | "left";
  /** How many waitons stand how, as last judged. */
  readonly standings: Record<Standing, number>;
  /** Waitons that must be judged anew. */
  readonly stale: Set<Dependency>;
}

/** A waiton of an entry. */
export interface Dependency {
  readonly entry: Entry;
  readonly link: Link;
  standing: Standing;
}

/** The place of a record that exists or may come to exist. */
export interface Slot {
  readonly item_path: string;
  record: TestState | undefined;
  entry: Entry | undefined;
  class: RecordClass;
  /** To be judged anew when the class changes. */
  readonly watchers: Set<Dependency>;
}

/** A waiton in the run. */
export interface Link {
  readonly waiton: QueuedTest;
  readonly itemmap: Itemmap | undefined;
}

/** How many item records are of a kind; kept up to date, so that nothing walks over the items. */
type Tally = RecordClass | "live" | "prereqFailed";

/** A test of the run: its records, its entries in the queue, and the sums that others wait for. */
export class QueuedTest {
  readonly definition: TestDefinition;
  readonly selection: ItemSelection;
  readonly order: number;
  /** Not late any more once the test is expanded. */
  items: TestItems;
  /** Whether the items are known and none is selected. */
  selectsNone = false;
  links: readonly Link[] = [];
  readonly top: Slot = makeSlot("");
  readonly slots = new Map<string, Slot>();
  /** Entries in the queue. */
  queued = 0;
  /** Whether the entries are those that will be launched. */
  expanded: boolean;
  /** Items that are being registered. */
  registering: readonly string[] | undefined;
  readonly tally: Record<Tally, number> = { absent: 0, pending: 0, ok: 0, failed: 0, discarded: 0, live: 0, prereqFailed: 0 };
  /** To be judged anew when the test as a whole stands differently. */
  readonly watchers = new Set<Dependency>();
  /** How the test as a whole stood when the watchers were last told. */
  standing = "";
  readonly #launches: (record: TestState) => boolean;

  /** @param launches whether a record is launched in this pass if nothing is in the way */
  constructor(node: PlanNode, order: number, launches: (record: TestState) => boolean) {
    this.definition = node.test;
    this.selection = node.selection;
    this.order = order;
    this.items = node.test.items;
    this.expanded = node.test.items.kind === "plain";
    this.#launches = launches;
  }

  slot(itemPath: string): Slot {
    if (itemPath === "") return this.top;
    const known = this.slots.get(itemPath);
    if (known !== undefined) return known;
    const slot = makeSlot(itemPath);
    this.slots.set(itemPath, slot);
    this.tally.absent += 1;
    return slot;
  }

  /** Paths of the items that have a record. */
  get recordedItems(): string[] {
    const recorded = [...this.slots.values()].filter(({ record }) => record !== undefined && record.state !== "DELETED");
    return recorded.map((slot) => slot.item_path);
  }

  /** Brings class and sums up to date after `record` (now in the slot) or the queue changed; false if the class is the same. */
  recount(slot: Slot, record = slot.record): boolean {
    const before = slot.class;
    if (slot !== this.top) this.#add(slot, -1);
    slot.record = record;
    slot.class = this.#isQueued(slot) ? "pending" : classify(record);
    if (slot !== this.top) this.#add(slot, 1);
    return slot.class !== before;
  }

  #add({ class: recordClass, record }: Slot, sign: 1 | -1): void {
    this.tally[recordClass] += sign;
    if (record !== undefined && isLive(record.state)) this.tally.live += sign;
    if (recordClass === "failed" && record?.status === "PREQ_FAIL") this.tally.prereqFailed += sign;
  }

  /** Whether the record will be launched in this pass unless its prerequisites fail; then it counts as not ended. */
  #isQueued({ entry, item_path, record }: Slot): boolean {
    if (entry?.kind === "launch") return entry.phase !== "left";
    const toBeExpanded = item_path !== "" && !this.expanded && this.queued > 0;
    return toBeExpanded && record !== undefined && this.selection.has(item_path) && this.#launches(record);
  }
}

/** An entry whose waitons have not been judged. */
export function makeEntry(test: QueuedTest, slot: Slot, kind: Entry["kind"], order: number): Entry {
  const standings = { satisfied: 0, pending: test.links.length, failed: 0, discarded: 0 };
  const entry: Entry = { test, slot, kind, order, phase: slot === test.top ? "new" : "waiting", standings, stale: new Set() };
  for (const link of test.links) entry.stale.add({ entry, link, standing: "pending" });
  return entry;
}

function makeSlot(itemPath: string): Slot {
  return { item_path: itemPath, record: undefined, entry: undefined, class: "absent", watchers: new Set() };
}
