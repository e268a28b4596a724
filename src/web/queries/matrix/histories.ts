import { setImmediate as others } from "node:timers/promises";
import { groupBy } from "../../../base/index.js";
import type { RunRecord, Verdict } from "../../../model/index.js";
import { type HistorySummary, isOtherDuration, judge, summarizeDurations, summarizeHistory } from "../../../view/index.js";
import type { ResultsReader } from "../results-reader.js";
import type { Column } from "./column.js";
import type { Vocabulary } from "./vocabulary.js";

/** A test or item that is not the same in all runs of a target. */
export interface Unsteady {
  readonly row: number;
  readonly target: string;
  readonly summary: HistorySummary;
  /** First run of the present row of equal results. */
  readonly since: RunRecord | undefined;
  /** How many results there are from then on. */
  readonly sinceCount: number;
  /** The newest good result took longer than those before. */
  readonly slower: { readonly run: RunRecord; readonly seconds: number; readonly usual: number } | undefined;
}

interface Known<T> {
  readonly stamp: string;
  readonly at: number;
  readonly found: Promise<T>;
}

/** While tests run, nobody needs to know at once; ms. */
const pauseMs = 3000;

/** What was found last, unless there is news and it is some seconds old. */
function once<T>(known: WeakMap<ResultsReader, Known<T>>, reader: ResultsReader, find: () => Promise<T>): Promise<T> {
  const { structure, changes, reads } = reader.columns;
  const stamp = [structure, changes, reads].join();
  const before = known.get(reader);
  if (before !== undefined && (before.stamp === stamp || Date.now() - before.at < pauseMs)) return before.found;
  const found = find();
  known.set(reader, { stamp, at: Date.now(), found });
  return found;
}

const unsteady = new WeakMap<ResultsReader, Known<readonly Unsteady[]>>();

/**
 * Tests and items with results that differ, or that take longer, by what is in memory of the last runs of each target. May be some seconds old.
 *
 * @see spec 06 § 26
 */
export function unsteadyTests(reader: ResultsReader): Promise<readonly Unsteady[]> {
  return once(unsteady, reader, () => lookAt(reader, (...row) => turns(...row) || takesAnotherTime(...row)));
}

/** Without the rows of which only the duration differs: those are many, and the matrix does not tell them. */
const flaky = new WeakMap<ResultsReader, Known<ReadonlySet<number>>>();

/** The rows of flaky tests and items. While runs come into memory, as they were known before: to look at all again for each would cost more than to read them. */
export async function flakyRows(reader: ResultsReader): Promise<ReadonlySet<number>> {
  if (reader.columns.isReading) return (await flaky.get(reader)?.found) ?? new Set();
  return once(flaky, reader, async () => {
    const found = await lookAt(reader, turns);
    return new Set(found.flatMap(({ row, summary }) => (summary.class === "flaky" ? [row] : [])));
  });
}

/** Rows that are looked at in one go. */
const chunk = 5000;

async function lookAt(reader: ResultsReader, isWorthIt: Glance): Promise<readonly Unsteady[]> {
  const { columns } = reader;
  const { vocabulary } = columns;
  const limit = reader.historyLimit;
  const rows = leafRows(vocabulary);
  const found: Unsteady[] = [];
  for (const [target, ofTarget] of groupBy(columns.newestFirst, ({ run }) => run.target.join("/"))) {
    const oldestFirst = ofTarget.slice(0, limit).toReversed();
    for (let begin = 0; begin < rows.length; begin += chunk) {
      await others();
      const judgements = judgementsOf(vocabulary);
      for (const row of rows.slice(begin, begin + chunk)) {
        if (!isWorthIt(judgements, oldestFirst, row)) continue;
        found.push({ row, target, ...historyOf(vocabulary, oldestFirst, row) });
      }
    }
  }
  return found.filter(({ summary, slower }) => summary.flips > 0 || slower !== undefined);
}

/** Of each verdict: 1 good, −1 bad, 0 neither. */
function judgementsOf({ combos }: Vocabulary): Int8Array {
  return Int8Array.from([0, ...combos.verdicts.map((verdict) => ({ good: 1, bad: -1, none: 0 })[judge(verdict)])]);
}

/** Which rows are worth more than a glance: most tests always pass and take as long as ever. This is called for millions of cells. */
type Glance = (judgements: Int8Array, oldestFirst: readonly Column[], row: number) => boolean;

const turns: Glance = (judgements, oldestFirst, row) => {
  let before = 0;
  for (const { cells } of oldestFirst) {
    const judgement = judgements[cells?.comboOf(row) ?? 0] ?? 0;
    if (judgement === 0) continue;
    if (before === -judgement) return true;
    before = judgement;
  }
  return false;
};

/** Of a test that always passed. */
const takesAnotherTime: Glance = (judgements, oldestFirst, row) => {
  let [shortest, last] = [Number.POSITIVE_INFINITY, 0];
  for (const { cells } of oldestFirst) {
    const at = cells?.at(row) ?? -1;
    if (judgements[cells?.combo[at] ?? 0] !== 1) continue;
    last = cells?.duration[at] ?? 0;
    shortest = Math.min(shortest, last);
  }
  return isOtherDuration(shortest, last);
};

/** Items and plain tests. */
function leafRows({ names }: Vocabulary): readonly number[] {
  return names.tests.flatMap(({ top, items }) => (items.size === 0 ? [top] : [...items.values()]));
}

interface Result extends Verdict {
  readonly run: RunRecord;
  readonly seconds: number;
  readonly isGood: boolean;
}

function historyOf(vocabulary: Vocabulary, oldestFirst: readonly Column[], row: number): Omit<Unsteady, "row" | "target"> {
  const results = oldestFirst.flatMap(({ run, cells }): Result[] => {
    const at = cells?.at(row) ?? -1;
    const verdict = vocabulary.combos.verdict(cells?.combo[at] ?? 0);
    const judgement = verdict === undefined ? "none" : judge(verdict);
    if (verdict === undefined || judgement === "none") return [];
    return [{ ...verdict, run, seconds: cells?.duration[at] ?? 0, isGood: judgement === "good" }];
  });
  const summary = summarizeHistory(results);
  const { since } = summary;
  return {
    summary,
    since: since === undefined ? undefined : results[since]?.run,
    sinceCount: results.length - (since ?? 0),
    slower: slowerIn(results),
  };
}

/** So many earlier results say what is usual. */
const fewest = 3;

function slowerIn(results: readonly Result[]): Unsteady["slower"] {
  const good = results.filter(({ isGood }) => isGood);
  const newest = results.at(-1);
  if (newest === undefined || !newest.isGood || good.length <= fewest) return undefined;
  const usual = summarizeDurations(good.slice(0, -1).map(({ seconds }) => seconds))?.median ?? 0;
  return newest.seconds > usual && isOtherDuration(usual, newest.seconds) ? { run: newest.run, seconds: newest.seconds, usual } : undefined;
}
