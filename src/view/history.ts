import type { Verdict } from "../model/index.js";

/** What a result says about what was tested: only good and bad count, none says nothing. Spec 06 § 26. */
export type Judgement = "good" | "bad" | "none";

const endedStates = new Set(["COMPLETED", "ARCHIVED"]);
const brokenStates = new Set(["KILLED", "INCOMPLETE", "FAILEDKILL"]);
const goodStatuses = new Set(["PASS", "WARN"]);
/** STARTED is what a top-level record says while its items go on. */
const silentStatuses = new Set(["SKIP", "PREQ_FAIL", "PREQ_DISCARDED", "n/a", "AUTO", "AUTO-WARN", "LOCKED", "STARTED"]);

export function judge({ state, status }: Verdict): Judgement {
  if (brokenStates.has(state)) return "bad";
  if (!endedStates.has(state) || silentStatuses.has(status)) return "none";
  return goodStatuses.has(status) ? "good" : "bad";
}

/** A bad result that somebody has accepted. */
export function isAccepted({ state, status }: Verdict): boolean {
  return endedStates.has(state) && status === "WAIVED";
}

export type HistoryClass = "unknown" | "flaky" | "broken" | "stable" | "failing" | "passing";

/** What the results of one test say together; positions count the results that were given, from 0. */
export interface HistorySummary {
  readonly class: HistoryClass;
  /** Results that are good or bad. */
  readonly judged: number;
  /** Neighbours among them that differ. */
  readonly flips: number;
  /** Flips to possible flips; undefined for fewer than two judged results. */
  readonly rate: number | undefined;
  /** For sorting, flakiest first: flips, those long ago counting less. */
  readonly score: number;
  /** Where the present row of equal results begins, if there was a flip before it. */
  readonly since: number | undefined;
  /** The newest step from good to bad. */
  readonly turn: { readonly good: number; readonly bad: number } | undefined;
}

const fewest = 3;
const flakyWindow = 10;
const flakyFlips = 2;
/** How much less a flip counts for each newer result. */
export const fading = 0.9;

/**
 * Class, flips and turning points of the results of one test.
 *
 * @param results oldest first
 * @see spec 06 § 26
 */
export function summarizeHistory(results: readonly Verdict[]): HistorySummary {
  const judged = results.map((result, at) => ({ at, judgement: judge(result) })).filter(({ judgement }) => judgement !== "none");
  const count = judged.length;
  const flips = judged.flatMap((result, place) => {
    const before = judged[place - 1];
    return before === undefined || before.judgement === result.judgement ? [] : [{ place, from: before.at, to: result.at, result: result.judgement }];
  });
  const turn = flips.findLast((flip) => flip.result === "bad");
  return {
    class: classOf(judged.at(-1)?.judgement, count, flips.length, flips.filter((flip) => flip.place > count - flakyWindow).length),
    judged: count,
    flips: flips.length,
    rate: count < 2 ? undefined : flips.length / (count - 1),
    score: flips.reduce((sum, flip) => sum + fading ** (count - 1 - flip.place), 0),
    since: flips.at(-1)?.to,
    turn: turn && { good: turn.from, bad: turn.to },
  };
}

function classOf(last: Judgement | undefined, judged: number, flips: number, recentFlips: number): HistoryClass {
  if (judged < fewest) return "unknown";
  if (recentFlips >= flakyFlips) return "flaky";
  if (last === "good") return flips === 0 ? "stable" : "passing";
  return flips === 0 ? "broken" : "failing";
}

/** How long something usually takes, in seconds. */
export interface DurationSummary {
  readonly count: number;
  readonly median: number;
  readonly p90: number;
}

/** Undefined without a duration. */
export function summarizeDurations(seconds: readonly number[]): DurationSummary | undefined {
  if (seconds.length === 0) return undefined;
  const sorted = seconds.toSorted((a, b) => a - b);
  return { count: sorted.length, median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9) };
}

/** Between two values, in proportion. */
function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  const above = sorted[Math.ceil(place)] ?? below;
  return below + (above - below) * (place - Math.floor(place));
}

/** Takes more than three times as long as usual. */
export function isOutlier(seconds: number, usual: DurationSummary | undefined): boolean {
  return usual !== undefined && seconds > 3 * usual.median;
}
