import { counterpart, waitsByItem } from "../plan/index.js";
import type { Entry, Link, QueuedTest, Slot } from "./queued-test.js";

/** How a waiton, or all of them, stand for an entry: nothing in the way, to be waited for, or in the way for good. */
export type Standing = "satisfied" | "pending" | "failed" | "discarded";

export interface Judgement {
  readonly standing: Standing;
  /** The sets of watchers to join: the entry is to be judged again when one of them is told. */
  readonly watch: readonly Set<Entry>[];
}

/**
 * Whether an entry may go: expand or launch when satisfied, give up when failed or discarded. Discarded outranks failed,
 * and both outrank pending.
 *
 * @see spec 02 § 11.1 and § 11.2
 */
export function judge(entry: Entry): Judgement {
  const standings = new Set<Standing>();
  const watch: Set<Entry>[] = [];
  for (const link of entry.test.links) {
    standings.add(linkStanding(entry, link, watch));
  }
  const standing = (["discarded", "failed", "pending"] as const).find((each) => standings.has(each)) ?? "satisfied";
  return { standing, watch };
}

function linkStanding(entry: Entry, link: Link, watch: Set<Entry>[]): Standing {
  const { definition } = entry.test;
  const tolerant = definition.modes.has("toplevel");
  if (waitsByItem(definition) && entry.kind === "launch") return itemStanding(entry, link, tolerant, watch);
  watch.push(link.waiton.watchers);
  if (waitsByItem(definition) && mayExpandFor(link)) return "satisfied";
  return wholeStanding(link.waiton, tolerant);
}

/** An itemized test is expanded when items of it may go: one item of the waiton has ended, or none can matter. */
function mayExpandFor({ waiton, itemmap }: Link): boolean {
  return waiton.tally.ok + waiton.tally.failed > 0 || (itemmap !== undefined && waiton.selectsNone);
}

function itemStanding(entry: Entry, { waiton, itemmap }: Link, tolerant: boolean, watch: Set<Entry>[]): Standing {
  const other = counterpart(itemmap, entry.slot.item_path, waiton.items);
  if (other.kind === "none") return "satisfied";
  const slot = other.kind === "item" ? waiton.slot(other.item_path) : undefined;
  if (slot !== undefined) watch.push(slot.watchers);
  if (slot === undefined || slot.class === "absent") {
    watch.push(waiton.watchers);
    return wholeStanding(waiton, tolerant);
  }
  return slotStanding(slot, tolerant);
}

function slotStanding(slot: Slot, tolerant: boolean): Standing {
  switch (slot.class) {
    case "ok":
      return "satisfied";
    case "pending":
      return "pending";
    case "absent":
    case "discarded":
      return tolerant ? "satisfied" : "discarded";
    case "failed":
      return tolerant ? "satisfied" : "failed";
  }
}

/**
 * How a test stands as a whole. With `tolerant` (mode toplevel) it only needs to have ended.
 *
 * While an entry of the test is queued nothing is decided. Then its items speak before the top-level record, which
 * means something only when no item is live; and an item that is PREQ_FAIL discards the whole test, as its roll-up
 * will say when the last item has ended: so the outcome does not depend on which item ends first.
 */
export function wholeStanding({ top, tally, queued }: QueuedTest, tolerant: boolean): Standing {
  if (queued > 0) return "pending";
  const ended = tally.live === 0 && (top.class === "ok" || top.class === "failed");
  if (ended && (tolerant || top.class === "ok")) return "satisfied";
  if (tolerant) return tally.pending > 0 || top.class === "pending" ? "pending" : "satisfied";
  if (tally.discarded > 0 || tally.prereqFailed > 0) return "discarded";
  if (tally.failed > 0) return "failed";
  const undecided = tally.live > 0 || (top.class === "absent" && tally.pending > 0);
  return undecided ? "pending" : slotStanding(top, false);
}

/** Changes whenever a judgement that depends on the test as a whole may change. */
export function standingOf(test: QueuedTest): string {
  const expandsOthers = test.tally.ok + test.tally.failed > 0;
  return `${wholeStanding(test, false)} ${wholeStanding(test, true)} ${expandsOthers} ${test.selectsNone}`;
}
