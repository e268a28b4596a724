import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { applyItemmap, fullName, itemmapFor } from "../../../model/index.js";
import type { Requirements } from "../../../plan/index.js";
import { type Bar, barsOf, type CriticalPath, criticalPath, endOfBar, lastToEnd } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";
import { requirementsIn } from "../testconfigs.js";

/** What a run waited for, as the testconfigs are now. Spec 06 § 28 */
export const runCritical = query(z.object(runRef), async (reader, ref): Promise<CriticalPath> => {
  const run = await reader.run(ref);
  const home = reader.home(run);
  const now = Date.now() / 1000;
  const tests = await reader.records.tests(run.id, {});
  const bars = barsOf(tests, () => "").bars.map((bar) => ({ ...bar, until: endOfBar(bar, now) }));
  return { ids: criticalPath(bars, prerequisitesIn(bars, requirementsIn(home.area, home.run))).map(({ id }) => id) };
});

function prerequisitesIn(bars: readonly Bar[], requirements: ReadonlyMap<string, Requirements>): (bar: Bar) => Bar[] {
  const byName = new Map(bars.map((bar) => [fullName(bar), bar]));
  const latest = new Map([...groupBy(bars, ({ testname }) => testname)].map(([testname, items]) => [testname, lastToEnd(items)]));
  const demanded = [...requirements].flatMap(([testname, { waitors }]) => waitors.map((waitor) => ({ waitor, testname })));
  const demands = groupBy(demanded, ({ waitor }) => waitor);
  return (bar) => {
    const own = requirements.get(bar.testname);
    const waitons = [...(own?.waitons ?? []), ...(demands.get(bar.testname) ?? []).map(({ testname }) => testname)];
    return waitons.flatMap((waiton) => counterpartOf(bar, waiton, own, byName) ?? latest.get(waiton) ?? []);
  };
}

/** The item of the waiton that an item waits for; undefined when it waits for the whole test. Spec 02 § 7 */
function counterpartOf(bar: Bar, waiton: string, own: Requirements | undefined, byName: ReadonlyMap<string, Bar>): Bar | undefined {
  if (bar.item_path === "" || own === undefined || !own.modes.has("itemwait")) return undefined;
  const map = itemmapFor(own.itemmaps, waiton);
  return byName.get(fullName({ testname: waiton, item_path: map === undefined ? bar.item_path : applyItemmap(map, bar.item_path) }));
}
