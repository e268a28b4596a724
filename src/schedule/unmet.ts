import type { TestName, Verdict } from "../model/index.js";
import { counterpart, type Plan, waitsByItem } from "../plan/index.js";
import { Agenda } from "./agenda.js";
import { judge } from "./prerequisites.js";
import { type Dependency, makeEntry, type QueuedTest, type Slot, type Standing } from "./queued-test.js";
import { classify } from "./record-class.js";
import type { TestState } from "./state.js";

/** A test or item that another one waits for. */
export interface UnmetTest extends TestName {
  /** As recorded; absent when there is no record. */
  readonly verdict?: Verdict;
  readonly standing: Exclude<Standing, "satisfied">;
}

/** How the prerequisites of a test or item stand. */
export interface Prerequisites {
  readonly standing: Standing;
  /** What is not as it must be, that which is in the way for good first. */
  readonly unmet: readonly UnmetTest[];
}

const order: Readonly<Record<UnmetTest["standing"], number>> = { failed: 0, discarded: 1, pending: 2 };

/**
 * Looks at the prerequisites of the tests of a run as the queue would, from its records alone.
 *
 * @param hasRunner whether somebody is at the run: then what has not been started still may be
 * @returns for a recorded test or item; undefined when its test is not in the plan
 * @see spec 02 § 11, 06 § 31.2
 */
export function prerequisitesOf(plan: Plan, records: readonly TestState[], hasRunner: boolean): (name: TestName) => Prerequisites | undefined {
  const tests = queuedTests(plan, records, hasRunner);
  const wholes = new Map<QueuedTest, readonly UnmetTest[]>();
  const whole = (waiton: QueuedTest) => {
    const known = wholes.get(waiton) ?? unmetIn(waiton);
    wholes.set(waiton, known);
    return known;
  };
  return ({ testname, item_path }) => {
    const test = tests.get(testname);
    if (test === undefined) return undefined;
    const kind = item_path === "" && test.definition.items.kind !== "plain" ? "expand" : "launch";
    const entry = makeEntry(test, test.slot(item_path), kind, 0);
    const dependencies = [...entry.stale];
    const standing = judge(entry);
    const unmet = dependencies.flatMap((dependency) => (dependency.standing === "satisfied" ? [] : namesOf(dependency, whole)));
    return { standing, unmet: unmet.toSorted((a, b) => order[a.standing] - order[b.standing]) };
  };
}

/** The tests with their records, and in the queue what a runner would still have there. */
function queuedTests(plan: Plan, records: readonly TestState[], hasRunner: boolean): ReadonlyMap<string, QueuedTest> {
  const agenda = new Agenda(plan, isToCome);
  for (const record of records) agenda.store(record);
  for (const test of agenda.tests.values()) {
    const paths = test.recordedItems;
    if (test.items.kind === "late" && paths.length > 0) test.items = { kind: "known", paths: new Set(paths) };
    const entries = paths.length > 0 ? agenda.replaceByItems(test, paths) : [test.top.entry].filter((entry) => entry !== undefined);
    for (const entry of entries) if (!hasRunner || !isToCome(entry.slot.record)) agenda.leave(entry);
  }
  return agenda.tests;
}

function isToCome(record: TestState | undefined): boolean {
  const recordClass = classify(record);
  return recordClass === "absent" || (record?.state === "NOT_STARTED" && recordClass === "pending");
}

/** The one item in question, or all of the test that is not good. Spec 02 § 11.1 */
function namesOf({ entry, link: { waiton, itemmap } }: Dependency, whole: (waiton: QueuedTest) => readonly UnmetTest[]): readonly UnmetTest[] {
  const { definition } = entry.test;
  if (waitsByItem(definition) && entry.kind === "launch") {
    const other = counterpart(itemmap, entry.slot.item_path, waiton.items);
    const slot = other.kind === "item" ? waiton.slots.get(other.item_path) : undefined;
    if (slot?.record !== undefined) return [unmetTest(waiton, slot)];
  }
  // Mode toplevel does not mind what has failed.
  return definition.modes.has("toplevel") ? whole(waiton).filter(({ standing }) => standing === "pending") : whole(waiton);
}

function unmetIn(waiton: QueuedTest): readonly UnmetTest[] {
  const items = [...waiton.slots.values()].filter(({ class: recordClass }) => recordClass !== "ok" && recordClass !== "absent");
  return (items.length > 0 ? items : [waiton.top]).map((slot) => unmetTest(waiton, slot));
}

function unmetTest({ definition: { testname } }: QueuedTest, { item_path, record, class: recordClass }: Slot): UnmetTest {
  return {
    testname,
    item_path,
    ...(record !== undefined && { verdict: { state: record.state, status: record.status } }),
    standing: recordClass === "failed" ? "failed" : recordClass === "pending" || recordClass === "ok" ? "pending" : "discarded",
  };
}
