import * as z from "zod/mini";
import type { MeasuredVariable, MeasuredVariables } from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import { isOfRules, measuredIn, unitsOf } from "./measured.js";

/** So many of the newest runs say what is measured. */
const runsLookedAt = 5;

/** What can be plotted. Spec 06 § 30 */
export const seriesVariables = query(z.object(windowOf(1000)), async (reader, window, { signal }): Promise<MeasuredVariables> => {
  const runs = (await reader.records.runs({})).toSorted((a, b) => b.event_time - a.event_time || b.id - a.id).slice(0, runsLookedAt);
  const found = new Map<string, { about: Omit<MeasuredVariable, "tests">; tests: Set<string> }>();
  for await (const { testname, item_path, row } of measuredIn(reader, runs, { test: "", isWanted: (row) => !isOfRules(row) }, signal)) {
    const key = JSON.stringify([row.category, row.variable]);
    const about = { category: row.category, variable: row.variable, units: unitsOf(row), example: { n: testname, i: item_path } };
    const entry = found.get(key) ?? { about, tests: new Set() };
    found.set(key, entry);
    entry.tests.add(`${testname}/${item_path}`);
  }
  const variables = [...found.values()].map(({ about, tests }): MeasuredVariable => ({ ...about, tests: tests.size })).toSorted(byName);
  return { ...part(variables, window), looked: runs.length };
});

const names = new Intl.Collator("en", { numeric: true });

function byName(a: MeasuredVariable, b: MeasuredVariable): number {
  return names.compare(a.category, b.category) || names.compare(a.variable, b.variable);
}
