import { applyItemmap, itemmapFor, type RunRecord, type TestName, type TestRecord } from "../../../model/index.js";
import type { Requirements } from "../../../plan/index.js";
import type { RelatedTest } from "../../../view/index.js";
import type { Reader } from "../reader.js";
import { requirementsIn } from "../testconfigs.js";

/** The tests around a test in the graph of its run, as the testconfigs are now. */
export interface Related {
  readonly waitons: readonly RelatedTest[];
  readonly waiters: readonly RelatedTest[];
}

export async function relatedTests(reader: Reader, run: RunRecord, test: TestRecord): Promise<Related> {
  const home = reader.home(run);
  const all = requirementsIn(home.area, home.run);
  const own = all.get(test.testname);
  const named = (of: (other: Requirements) => readonly string[]) =>
    [...all].filter(([, other]) => of(other).includes(test.testname)).map(([name]) => name);
  const waitons = new Set([...(own?.waitons ?? []), ...named((other) => other.waitors)]);
  const waiters = new Set([...named((other) => other.waitons), ...(own?.waitors ?? [])]);
  return {
    waitons: await Promise.all([...waitons].map((waiton) => waitonOf(reader, run, test, waiton, own))),
    waiters: await Promise.all([...waiters].map((waiter) => withVerdict(reader, run, { testname: waiter, item_path: "" }))),
  };
}

/** An item that waits by item has the counterpart as its prerequisite, where there is one. Spec 02 § 7 */
async function waitonOf(reader: Reader, run: RunRecord, test: TestName, waiton: string, own: Requirements | undefined): Promise<RelatedTest> {
  if (test.item_path !== "" && own?.modes.has("itemwait")) {
    const map = itemmapFor(own.itemmaps, waiton);
    const item_path = map === undefined ? test.item_path : applyItemmap(map, test.item_path);
    const counterpart = await withVerdict(reader, run, { testname: waiton, item_path });
    if (counterpart.verdict !== undefined) return counterpart;
  }
  return withVerdict(reader, run, { testname: waiton, item_path: "" });
}

async function withVerdict({ records }: Reader, run: RunRecord, name: TestName): Promise<RelatedTest> {
  const test = await records.findTest(run.id, name);
  return { ...name, ...(test !== undefined && { verdict: { state: test.state, status: test.status } }) };
}
