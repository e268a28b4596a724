import { counterpart, type MissingCounterpart, waitsByItem } from "../plan/index.js";
import type { Dependency, Entry, Link, QueuedTest, Slot, Standing } from "./queued-test.js";
import type { RecordClass } from "./record-class.js";

/**
 * Whether an entry may go: expand or launch when satisfied, give up when failed or discarded. Discarded outranks failed,
 * and both outrank pending. What changes later makes the waitons in question stale again.
 *
 * @see spec 02 § 11.1 and § 11.2
 */
export function judge(entry: Entry): Standing {
  const { standings, stale } = entry;
  for (const dependency of stale) {
    standings[dependency.standing] -= 1;
    dependency.standing = standingFor(dependency);
    standings[dependency.standing] += 1;
  }
  stale.clear();
  return (["discarded", "failed", "pending"] as const).find((standing) => standings[standing] > 0) ?? "satisfied";
}

/** How a waiton stands for an entry; from now on the entry watches what this depends on. */
function standingFor(dependency: Dependency): Standing {
  const { test, kind } = dependency.entry;
  const { waiton } = dependency.link;
  const tolerant = test.definition.modes.has("toplevel");
  const byItem = waitsByItem(test.definition);
  if (byItem && kind === "launch") return counterpartStanding(dependency, tolerant);
  waiton.watchers.add(dependency);
  return byItem && mayExpandFor(dependency.link) ? "satisfied" : wholeStanding(waiton, tolerant);
}

/** An itemized test is expanded when items of it may go: one item of the waiton has ended, or none can matter. */
function mayExpandFor({ waiton, itemmap }: Link): boolean {
  return waiton.tally.ok + waiton.tally.failed > 0 || (itemmap !== undefined && waiton.selectsNone);
}

function counterpartStanding(dependency: Dependency, tolerant: boolean): Standing {
  const { waiton, itemmap } = dependency.link;
  waiton.watchers.add(dependency);
  // A record of an earlier pass may be of an item that the list will not hold this time.
  if (waiton.items.kind === "late" && waiton.queued > 0) return "pending";
  const other = counterpart(itemmap, dependency.entry.slot.item_path, waiton.items);
  if (other.kind === "none") return "satisfied";
  if (other.kind === "whole") return wholeStanding(waiton, tolerant);
  const slot = waiton.slot(other.item_path);
  slot.watchers.add(dependency);
  if (slot.class === "absent" || isDropped(waiton, slot)) return wholeStanding(waiton, tolerant);
  if (waiton.expanded) waiton.watchers.delete(dependency);
  return standingOfClass(slot.class, tolerant);
}

/** Whether the item was to be launched, but its test left the queue before it was expanded. */
function isDropped({ queued, expanded, selection }: QueuedTest, { record, item_path }: Slot): boolean {
  return queued === 0 && !expanded && record?.state === "NOT_STARTED" && selection.has(item_path);
}

function standingOfClass(recordClass: RecordClass, tolerant: boolean): Standing {
  if (recordClass === "pending") return "pending";
  if (recordClass === "ok" || tolerant) return "satisfied";
  return recordClass === "failed" ? "failed" : "discarded";
}

/**
 * How a test stands as a whole. With `tolerant` (mode toplevel) it only needs to have ended.
 *
 * While an entry of the test is queued nothing is decided. Then its items speak before the top-level record, which
 * means something only when no item is live; and an item that is PREQ_FAIL discards the whole test, as its roll-up
 * will say when the last item has ended: so the outcome does not depend on which item ends first.
 */
function wholeStanding(test: QueuedTest, tolerant: boolean): Standing {
  const { tally } = test;
  if (test.queued > 0) return "pending";
  const top = topClass(test);
  const ended = tally.live === 0 && (top === "ok" || top === "failed");
  if (ended && (tolerant || top === "ok")) return "satisfied";
  if (tolerant) return tally.pending > 0 || top === "pending" ? "pending" : "satisfied";
  if (tally.discarded > 0 || tally.prereqFailed > 0) return "discarded";
  if (tally.failed > 0) return "failed";
  const undecided = tally.live > 0 || (top === "absent" && tally.pending > 0);
  return undecided ? "pending" : standingOfClass(top, false);
}

/**
 * What the top-level record says. One that is NOT_STARTED although all items have ended (somebody reset it alone)
 * gets no roll-up any more: then the items say it, so that nobody waits in vain.
 */
function topClass({ top, tally, definition }: QueuedTest): RecordClass {
  const isReset = definition.items.kind !== "plain" && top.record?.state === "NOT_STARTED" && top.class === "pending";
  if (!isReset || tally.pending > 0 || tally.ok + tally.failed + tally.discarded === 0) return top.class;
  return tally.failed + tally.discarded > 0 ? "failed" : "ok";
}

/** Changes whenever a judgement that depends on the test as a whole may change. */
export function standingOf(test: QueuedTest): string {
  const expandsOthers = test.tally.ok + test.tally.failed > 0;
  return `${wholeStanding(test, false)} ${wholeStanding(test, true)} ${expandsOthers} ${test.selectsNone}`;
}

/** The waitons that a map leads the item of a late list, or of a waiton's late list, to nothing in; the plan knows the others. */
export function missingCounterparts({ test, slot: { item_path } }: Entry): MissingCounterpart[] {
  const { definition, links } = test;
  if (!waitsByItem(definition)) return [];
  const { testname } = definition;
  return links
    .filter(({ waiton }) => definition.items.kind === "late" || waiton.definition.items.kind === "late")
    .filter(({ waiton, itemmap }) => counterpart(itemmap, item_path, waiton.items).kind === "none")
    .map(({ waiton }) => ({ testname, item_path, waiton: waiton.definition.testname }));
}
