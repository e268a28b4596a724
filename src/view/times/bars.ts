import { isLive, type TestName, type Verdict } from "../../model/index.js";
import type { TimedTest } from "../api/times.js";
import { classOf, type VerdictClass } from "../classes.js";
import { leavesOf, willEnd } from "../leaves.js";

/** A stretch of time; epoch seconds. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** A plain test or an item in a chart of times, from its last launch to its end. */
export interface Bar extends Span, TestName, Verdict {
  readonly id: number;
  readonly class: VerdictClass;
  /** Has not ended: `until` is only how far it is known, it goes on to now. */
  readonly live: boolean;
  readonly host: string;
  /** Empty: in none. */
  readonly jobgroup: string;
}

/** The tests of a run as bars, by start, and how many have yet to start. */
export interface Bars {
  readonly bars: readonly Bar[];
  readonly waiting: number;
}

/**
 * What can be drawn of the tests of a run: not the top-level records of tests with items, nor what has not started.
 *
 * @param jobgroupOf by test name
 * @see spec 06 § 28
 */
export function barsOf(tests: readonly TimedTest[], jobgroupOf: (testname: string) => string): Bars {
  const leaves = leavesOf(tests);
  const started = leaves.filter(({ state, event_time }) => state !== "NOT_STARTED" && event_time > 0);
  const bars = started.map(({ id, testname, item_path, state, status, event_time, run_duration, host }): Bar => {
    const names = { id, testname, item_path, state, status, class: classOf({ state, status }) };
    const span = { from: event_time, until: event_time + Math.max(0, run_duration), live: isLive(state) };
    return { ...names, ...span, host, jobgroup: jobgroupOf(testname) };
  });
  const waiting = leaves.filter((test) => willEnd(test) && !isLive(test.state)).length;
  return { bars: bars.sort((a, b) => a.from - b.from || a.id - b.id), waiting };
}

/** Where a bar ends at a moment. */
export function endOfBar(bar: Pick<Bar, "live" | "until">, now: number): number {
  return bar.live ? Math.max(bar.until, now) : bar.until;
}

/** From the first start to the last end so far; undefined without bars. */
export function spanOfBars(bars: readonly Bar[], now: number): Span | undefined {
  const [first] = bars;
  if (first === undefined) return undefined;
  return { from: first.from, until: bars.reduce((latest, bar) => Math.max(latest, endOfBar(bar, now)), first.from) };
}
