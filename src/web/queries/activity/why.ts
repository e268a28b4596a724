import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import type { RunRecord, TestName, TestRecord } from "../../../model/index.js";
import { type Plan, planRun } from "../../../plan/index.js";
import { prerequisitesOf, runnersOf } from "../../../schedule/index.js";
import { isNotStarted, leavesOf, type RunWhy, type WhyRow, whyKinds } from "../../../view/index.js";
import type { InHome } from "../home.js";
import { part, runRef, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { definitionsIn } from "../testconfigs.js";
import { launchGates } from "./gates.js";
import { type Situation, whyNot } from "./reason.js";

/** With the name of a test, only that one. */
const params = z.object({ ...runRef, n: z.optional(z.string()), i: z._default(z.string(), ""), ...windowOf(1000) });

/** Why tests of a run were not started: what the queue would say to its records as they are. Spec 06 § 31.2 */
export const runWhy = query(params, async (reader, { n, i, offset, limit, ...ref }): Promise<RunWhy> => {
  const run = await reader.run(ref);
  const records = await reader.records.tests(run.id, {});
  const concerned = leavesOf(records).filter((test) => isNotStarted(test) && (n === undefined || (test.testname === n && test.item_path === i)));
  const rows = concerned.length === 0 ? [] : await rowsOf(reader, run, records, concerned);
  const counts = whyKinds.flatMap((kind) => {
    const count = rows.filter(({ why }) => why.kind === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
  return { ...part(rows, { offset, limit }), counts };
});

async function rowsOf(reader: Reader, run: RunRecord, all: readonly TestRecord[], concerned: readonly TestRecord[]): Promise<WhyRow[]> {
  const home = reader.home(run);
  const plan = planOf(home, all);
  const situation = await situationOf(home, plan);
  const prerequisites = prerequisitesOf(plan, all, situation.hasRunner);
  const rows = concerned.map((test): WhyRow => {
    const { testname, item_path, state, status } = test;
    return { testname, item_path, state, status, why: whyNot(test, prerequisites(test), situation) };
  });
  return rows.toSorted((a, b) => whyKinds.indexOf(a.why.kind) - whyKinds.indexOf(b.why.kind));
}

/** The run has what its tests wait for, so the names of its tests are all that it was planned from. */
function planOf({ area, run }: InHome, records: readonly TestRecord[]): Plan {
  const recorded = new Set(records.map(({ testname }) => testname));
  const definitions = new Map([...definitionsIn(area, run)].filter(([testname]) => recorded.has(testname)));
  return planRun(definitions, { patterns: "%" });
}

async function situationOf(home: InHome, plan: Plan): Promise<Situation> {
  const { records, run } = home;
  const runners = await runnersOf(records, { target: run.target.join("/"), runname: run.runname });
  const definitions = new Map(plan.nodes.map(({ test }) => [test.testname, test]));
  const live = groupBy(
    (await records.liveTests()).map(({ test }) => test),
    ({ testname }) => testname,
  );
  const isExcluded = ({ testname, item_path }: TestName) => {
    if (definitions.get(testname)?.modes.has("exclusive") !== true) return false;
    return (live.get(testname) ?? []).some((other) => item_path === "" || other.item_path === item_path);
  };
  return {
    hasRunner: runners.length > 0,
    gates: await launchGates(home),
    jobgroupOf: (testname) => definitions.get(testname)?.jobgroup,
    isExcluded,
  };
}
