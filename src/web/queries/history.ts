import * as z from "zod/mini";
import type { RunRecord } from "../../model/index.js";
import { type History, type HistoryRow, isAccepted, isOutlier, judge, summarizeDurations, summarizeHistory } from "../../view/index.js";
import { query } from "./query.js";
import { type Result, resultsIn, runsOfTarget } from "./results.js";
import type { ResultsReader, ResultTest } from "./results-reader.js";

const params = z.object({
  n: z.string(),
  i: z._default(z.string(), ""),
  /** One target. */
  t: z.optional(z.string()),
  /** Instead: comma list of target patterns, parts joined by `/`. */
  target: z._default(z.string(), "%"),
});

/** What became of a test in the last runs, and what that says about it. Spec 06 § 26 */
export const history = query(params, async (reader: ResultsReader, { n, i, t, target }): Promise<History> => {
  const limit = reader.historyLimit;
  const runs = t === undefined ? await runsOfTargets(reader, target) : await runsOfTarget(reader, t);
  const results = (await resultsIn(reader, { testname: n, item_path: i }, runs)).slice(-limit);
  const tests = results.map(({ test }) => test);
  const { rate, since, turn, ...summary } = summarizeHistory(tests);
  const durations = summarizeDurations(tests.filter((test) => judge(test) !== "none").map((test) => test.run_duration));
  return {
    ...summary,
    ...(rate !== undefined && { rate }),
    ...(since !== undefined && { since }),
    ...(turn !== undefined && { turn }),
    ...(durations !== undefined && { durations }),
    hosts: hostsOf(results),
    items: results.map(({ run, test }): HistoryRow => {
      const { state, status, host, comment, run_duration } = test;
      const judgement = judge(test);
      return {
        t: run.target.join("/"),
        r: run.runname,
        event_time: run.event_time,
        ...{ state, status, host, comment, run_duration, judgement },
        accepted: isAccepted(test),
        outlier: judgement !== "none" && isOutlier(run_duration, durations),
      };
    }),
    limit,
  };
});

async function runsOfTargets({ records, keys }: ResultsReader, patterns: string): Promise<RunRecord[]> {
  const runs = new Map<number, RunRecord>();
  for (const pattern of patterns.split(",")) {
    const parts = pattern.trim().split("/");
    for (const run of await records.runs({ target: keys.map((_, index) => parts[index] || "%") })) runs.set(run.id, run);
  }
  return [...runs.values()];
}

/** Hosts with a bad result first. */
function hostsOf(results: readonly Result<ResultTest>[]): History["hosts"] {
  const hosts = new Map<string, { host: string; good: number; bad: number }>();
  for (const { test } of results) {
    const judgement = judge(test);
    if (judgement === "none") continue;
    const host = hosts.get(test.host) ?? { host: test.host, good: 0, bad: 0 };
    host[judgement]++;
    hosts.set(test.host, host);
  }
  return [...hosts.values()].toSorted((a, b) => b.bad - a.bad || b.good - a.good);
}
