import { clockTime, groupBy, isoWeek } from "../base/index.js";
import type { RunRecord } from "../model/index.js";

/** What `-remove-keep` makes of one run. */
export interface KeepDecision {
  readonly run: RunRecord;
  /** Not among the newest of its target. */
  readonly isMarked: boolean;
  /** Younger than `-age`: no action touches it. */
  readonly isYoung: boolean;
}

/**
 * Decides for each run whether it stays. Age does not change which runs are the newest.
 *
 * @param keep how many of each target stay
 * @param youngerThan epoch seconds: later runs are young
 * @returns by target, oldest run first
 * @see spec 02 § 18.3
 */
export function keepDecisions(runs: readonly RunRecord[], keep: number, youngerThan = Number.POSITIVE_INFINITY): Map<string, KeepDecision[]> {
  const byTarget = groupBy(runs, (run) => run.target.join("/"));
  return new Map([...byTarget].map(([target, ofTarget]) => [target, decisions(ofTarget, keep, youngerThan)]));
}

function decisions(runs: readonly RunRecord[], keep: number, youngerThan: number): KeepDecision[] {
  const oldestFirst = runs.toSorted((a, b) => a.event_time - b.event_time || a.id - b.id);
  return oldestFirst.map((run, index) => ({ run, isMarked: index < runs.length - keep, isYoung: run.event_time > youngerThan }));
}

/** ` <runname> WW%V.%u HH:MM:SS REMOVE`: the line of action `print`; the last word only for a marked run. */
export function keepLine({ run, isMarked }: KeepDecision): string {
  const date = new Date(run.event_time * 1000);
  const week = String(isoWeek(date).week).padStart(2, "0");
  return ` ${run.runname} WW${week}.${date.getDay() || 7} ${clockTime(run.event_time)}${isMarked ? " REMOVE" : ""}`;
}
