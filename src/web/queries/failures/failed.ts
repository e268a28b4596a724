import { setImmediate as others } from "node:timers/promises";
import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { type RunRecord, type StepRecord, summarizeSteps, type TestDataRecord } from "../../../model/index.js";
import { type Filter, isAccepted, judge, leavesOf, parseFilter, runMatcher, stepVerdict, testMatcher } from "../../../view/index.js";
import type { Reader } from "../reader.js";
import { type CellRow, cellsOf } from "../run/cells.js";
import { isBad } from "../test/data.js";

/** Runs that are looked at until more are asked for. */
const usualRuns = 20;
const mostRuns = 100;
const longestText = 300;
/** Tests whose steps are read at once. */
const chunk = 500;

const text = z._default(z.string(), "");

/** Which runs and tests: as in the addresses of all views. */
export const filterParams = {
  ...{ target: text, run: text, test: text, since: text, until: text },
  cols: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(mostRuns)), usualRuns),
};

type FilterParams = Partial<Pick<Filter, "target" | "run" | "test" | "since" | "until">> & { readonly cols: number };

/** The runs that are looked at. */
export interface Looked {
  /** Newest first. */
  readonly runs: readonly RunRecord[];
  /** That fit. */
  readonly total: number;
  /** The newest run of each target of which an earlier one is looked at too. */
  readonly newestWithEarlier: ReadonlySet<number>;
}

export async function lookedAt({ records }: Reader, { cols, ...params }: FilterParams): Promise<Looked> {
  const { filter } = parseFilter(params);
  const fitting = (await records.runs({})).filter(runMatcher(filter, Date.now() / 1000));
  const runs = fitting.toSorted((a, b) => b.event_time - a.event_time || b.id - a.id).slice(0, cols);
  const ofTarget = groupBy(runs, ({ target }) => target.join("/"));
  const newest = [...ofTarget.values()].flatMap(([first, second]) => (first !== undefined && second !== undefined ? [first.id] : []));
  return { runs, total: fitting.length, newestWithEarlier: new Set(newest) };
}

/** A failed test and what it says of why. */
export interface Failed {
  readonly run: RunRecord;
  readonly test: CellRow;
  /** The first step that did not pass; empty when there is none. */
  readonly step: string;
  /** Of the rules of that step's log, else of the step, else the comment of the test. */
  readonly text: string;
}

/** Failed plain tests and items; what somebody has accepted is no failure. */
export async function failedIn(reader: Reader, { runs }: Looked, { cols, ...params }: FilterParams, signal: AbortSignal): Promise<Failed[]> {
  const isMeant = testMatcher(parseFilter(params).filter);
  const failed: Failed[] = [];
  for (const run of runs) {
    await others();
    signal.throwIfAborted();
    const bad = leavesOf(cellsOf(reader, run.id)).filter(
      (test) => judge(test) === "bad" && !isAccepted(test) && isMeant(test.testname, test.item_path),
    );
    for (let at = 0; at < bad.length; at += chunk) failed.push(...(await withTexts(reader, run, bad.slice(at, at + chunk))));
  }
  return failed;
}

async function withTexts({ records }: Reader, run: RunRecord, tests: readonly CellRow[]): Promise<Failed[]> {
  const ids = tests.map(({ id }) => id);
  const steps = groupBy(await records.listSteps(ids), (row) => row.test_id);
  const data = groupBy(await records.listData(ids), (row) => row.test_id);
  return tests.map((test) => ({ run, test, ...reasonOf(test, steps.get(test.id) ?? [], data.get(test.id) ?? []) }));
}

function reasonOf(test: CellRow, rows: readonly StepRecord[], data: readonly TestDataRecord[]): Pick<Failed, "step" | "text"> {
  const step = summarizeSteps(rows).find((summary) => judge(stepVerdict(summary)) === "bad");
  if (step === undefined) return { step: "", text: test.comment };
  const rules = data.filter((row) => row.category === step.stepname && /^rule-\d+$/.test(row.variable) && isBad(row) && row.comment !== "n/a");
  return { step: step.stepname, text: rules.map(({ comment }) => comment).join("; ") || step.comment || test.comment };
}

export function cut(whole: string): string {
  return whole.length > longestText ? `${whole.slice(0, longestText)}…` : whole;
}
