import { isLive, type RunRecord, type TestRecord } from "../../../model/index.js";
import { leavesOf, willEnd } from "../../../view/index.js";
import type { Reader } from "../reader.js";
import { cellsOf } from "./cells.js";
import { usualDurations } from "./usual.js";

/** An estimate holds so long: many may look at a large run. ms */
const freshMs = 5000;

interface Estimate {
  readonly made: number;
  readonly end: number | undefined;
}

const known = new WeakMap<Reader, Map<number, Estimate>>();

/**
 * When a run will have ended, epoch seconds, if its tests take as long as they usually do and as many run at once as now; undefined when nothing is known
 * of the tests that are left.
 *
 * @param earlier runs of the same target, oldest first
 * @see spec 06 § 23
 */
export function estimatedEnd(reader: Reader, run: RunRecord, earlier: readonly RunRecord[]): number | undefined {
  const estimates = known.get(reader) ?? new Map<number, Estimate>();
  known.set(reader, estimates);
  const before = estimates.get(run.id);
  if (before !== undefined && Date.now() - before.made < freshMs) return before.end;
  const usual = usualDurations(reader, earlier);
  const end = endOf(leavesOf(cellsOf(reader, run.id)), usual, Date.now() / 1000);
  estimates.set(run.id, { made: Date.now(), end });
  return end;
}

type Timed = Pick<TestRecord, "testname" | "item_path" | "state" | "status" | "event_time">;

/** @param now epoch seconds */
export function endOf(tests: readonly Timed[], usual: (test: Timed) => number | undefined, now: number): number | undefined {
  const left = tests.filter(willEnd).flatMap((test) => {
    const seconds = usual(test);
    return seconds === undefined ? [] : [Math.max(0, isLive(test.state) ? test.event_time + seconds - now : seconds)];
  });
  if (left.length === 0) return undefined;
  const atOnce = Math.max(1, tests.filter(({ state }) => isLive(state)).length);
  return now + Math.max(...left, left.reduce((sum, seconds) => sum + seconds, 0) / atOnce);
}
