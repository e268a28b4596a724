import { type Bar, endOfBar, type Span } from "./bars.js";

/** How many tests were live from a moment on. */
export interface CurvePoint {
  readonly time: number;
  readonly count: number;
}

/** The number of live tests over time, a step at each change; ends with 0 at the last end. */
export function liveCurve(bars: readonly Bar[], now: number): CurvePoint[] {
  const changes = new Map<number, number>();
  const change = (time: number, by: number) => changes.set(time, (changes.get(time) ?? 0) + by);
  for (const bar of bars) {
    const end = endOfBar(bar, now);
    if (end <= bar.from) continue;
    change(bar.from, 1);
    change(end, -1);
  }
  let count = 0;
  const points: CurvePoint[] = [];
  for (const [time, by] of [...changes].sort(([a], [b]) => a - b)) {
    count += by;
    if (by !== 0) points.push({ time, count });
  }
  return points;
}

export function peakOf(curve: readonly CurvePoint[]): number {
  return curve.reduce((peak, { count }) => Math.max(peak, count), 0);
}

/** Starts and ends are whole seconds, and a launch takes its time: what is not longer means nothing. */
const shortestGap = 3;

/**
 * When nothing was live although tests were waiting, in seconds long enough to matter: between bars, and after them while some have yet to start.
 *
 * @param bars by start
 * @param waiting how many have yet to start
 */
export function gapsIn(bars: readonly Bar[], waiting: number, now: number): Span[] {
  const gaps: Span[] = [];
  let busyUntil = bars[0]?.from ?? now;
  const look = (from: number, until: number) => {
    if (until - from >= shortestGap) gaps.push({ from, until });
  };
  for (const bar of bars) {
    look(busyUntil, bar.from);
    busyUntil = Math.max(busyUntil, endOfBar(bar, now));
  }
  if (waiting > 0 && bars.length > 0) look(busyUntil, now);
  return gaps;
}
