import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { countClasses, judge, leavesOf, type RunStats, type SlowTest, type VerdictCount } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";
import { runsOfTarget } from "../results.js";
import { type CellRow, cellsOf } from "./cells.js";
import { usualDurations } from "./usual.js";

const mostSlowest = 50;
const mostSlower = 20;
/** Slower than usual is what takes so much longer, in both ways. Spec 06 § 27 */
const slower = { share: 0.25, seconds: 10 };

/** What a run consists of: verdicts, tests, hosts, durations. Spec 06 § 23 */
export const runStats = query(z.object(runRef), async (reader, ref): Promise<RunStats> => {
  const run = await reader.run(ref);
  const runs = await runsOfTarget(reader, ref.t);
  const here = runs.findIndex(({ id }) => id === run.id);
  const usual = usualDurations(reader, runs.slice(0, Math.max(0, here)));
  const tests = leavesOf(cellsOf(reader, run.id));
  const ended = tests.filter((test) => judge(test) !== "none").map((test) => slowTest(test, usual(test)));
  return {
    verdicts: verdictCounts(tests),
    tests: groups(tests, ({ testname }) => testname).map(({ name, ...group }) => ({ testname: name, ...group })),
    hosts: groups(
      tests.filter(({ state }) => state !== "NOT_STARTED"),
      ({ host }) => host,
    ).map(({ name, ...group }) => ({ host: name, ...group })),
    slowest: ended.toSorted((a, b) => b.run_duration - a.run_duration).slice(0, mostSlowest),
    slower: ended
      .filter(isSlower)
      .toSorted((a, b) => excess(b) - excess(a))
      .slice(0, mostSlower),
  };
});

function slowTest({ testname, item_path, state, status, run_duration }: CellRow, usual: number | undefined): SlowTest {
  return { testname, item_path, state, status, run_duration, ...(usual !== undefined && { usual }) };
}

const excess = ({ run_duration, usual = run_duration }: SlowTest) => run_duration - usual;

function isSlower(test: SlowTest): boolean {
  return excess(test) > slower.seconds && excess(test) > slower.share * (test.usual ?? 0);
}

function verdictCounts(tests: readonly CellRow[]): VerdictCount[] {
  const byVerdict = groupBy(tests, ({ state, status }) => JSON.stringify([state, status]));
  const counts = [...byVerdict.values()].flatMap((same): VerdictCount[] => {
    const [first] = same;
    return first === undefined ? [] : [{ state: first.state, status: first.status, count: same.length }];
  });
  return counts.toSorted((a, b) => b.count - a.count);
}

/** Those that take most time first. */
function groups(tests: readonly CellRow[], keyOf: (test: CellRow) => string) {
  const byKey = [...groupBy(tests, keyOf)].map(([name, group]) => {
    return { name, counts: countClasses(group), seconds: group.reduce((sum, { run_duration }) => sum + run_duration, 0) };
  });
  return byKey.toSorted((a, b) => b.seconds - a.seconds);
}
