import type { Span } from "./bars.js";

const [minute, hour, day] = [60, 3600, 86_400];
const distances = [
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30],
  ...[1, 2, 5, 10, 15, 30].map((count) => count * minute),
  ...[1, 2, 3, 6, 12].map((count) => count * hour),
  ...[1, 2, 7, 14, 28, 91, 182, 364].map((count) => count * day),
];

export interface TimeTicks {
  /** Seconds between two. */
  readonly distance: number;
  /** Epoch seconds, ascending. */
  readonly times: readonly number[];
}

/**
 * Where a time scale has its marks: at round times of the clock on the wall.
 *
 * @param most as many at most
 * @param offset of the zone, seconds east of Greenwich
 */
export function timeTicks({ from, until }: Span, most: number, offset: number): TimeTicks {
  const wanted = (until - from) / Math.max(1, most);
  const distance = distances.find((candidate) => candidate >= wanted) ?? 364 * day * Math.ceil(wanted / (364 * day));
  const times: number[] = [];
  for (let nth = Math.ceil((from + offset) / distance); nth * distance - offset <= until; nth++) times.push(nth * distance - offset);
  return { distance, times };
}
