import { type Band, type Bar, endOfBar, type Rowing, rowsOfBars } from "../../../src/view/index.js";

/** Bars in rows, ready to be drawn and walked. */
export interface ChartModel {
  readonly rowing: Rowing;
  readonly bars: readonly Bar[];
  readonly bands: readonly Band[];
  readonly rowOf: readonly number[];
  /** Places in `bars` by row, by start. */
  readonly rows: readonly (readonly number[])[];
}

/** @param critical ids of the critical path, first to last */
export function chartModel(bars: readonly Bar[], rowing: Rowing, critical: readonly number[]): ChartModel {
  const { rowOf, bands, count } = rowsOfBars(bars, rowing, critical);
  const rows: number[][] = Array.from({ length: count }, () => []);
  for (const [at, row] of rowOf.entries()) rows[row]?.push(at);
  return { rowing, bars, bands, rowOf, rows };
}

/** Place of the bar of a row that is at a moment, or ends or begins no further away than `reach` seconds. */
export function barAt({ bars, rows }: ChartModel, row: number, time: number, reach: number, now: number): number | undefined {
  const own = rows[row] ?? [];
  const next = own[firstFrom(bars, own, time)];
  const before = own[firstFrom(bars, own, time) - 1];
  const distance = (at: number | undefined) => {
    const bar = at === undefined ? undefined : bars[at];
    return bar === undefined ? Number.POSITIVE_INFINITY : Math.max(bar.from - time, time - endOfBar(bar, now), 0);
  };
  const nearest = distance(before) <= distance(next) ? before : next;
  return distance(nearest) <= reach ? nearest : undefined;
}

export type Move = "left" | "right" | "up" | "down" | "first" | "last";

/** Where a key leads from a bar: in its row to the neighbour, across rows to the bar nearest in time. */
export function moveFrom(model: ChartModel, at: number, move: Move): number {
  const { bars, rowOf, rows } = model;
  const row = rowOf[at] ?? 0;
  const own = rows[row] ?? [];
  const place = own.indexOf(at);
  switch (move) {
    case "left":
      return own[place - 1] ?? at;
    case "right":
      return own[place + 1] ?? at;
    case "up":
      return nearestIn(model, row - 1, at) ?? at;
    case "down":
      return nearestIn(model, row + 1, at) ?? at;
    case "first":
      return 0;
    case "last":
      return bars.length - 1;
  }
}

function nearestIn(model: ChartModel, row: number, at: number): number | undefined {
  return barAt(model, row, model.bars[at]?.from ?? 0, Number.POSITIVE_INFINITY, 0);
}

/** Place in a row of the first bar that starts after a moment. */
export function firstFrom(bars: readonly Bar[], own: readonly number[], time: number): number {
  let [low, high] = [0, own.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bars[own[middle] ?? 0]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low;
}
