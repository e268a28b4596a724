import type { Span } from "../../../src/view/index.js";
import type { PlotLine } from "./plot-model.js";

/** Values along a height. */
export interface ValueScale {
  readonly isLog: boolean;
  readonly from: number;
  readonly until: number;
  /** px from the top. */
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

/** Room above and below, as a part of everything. */
const room = 0.08;

/** The scale in which all values and limits of some lines can be seen, of a window along the other axis. */
export function valueScale(
  lines: readonly PlotLine[],
  window: Span,
  { top, height }: { readonly top: number; readonly height: number },
  isLog: boolean,
): ValueScale {
  const isInside = (x: number) => x >= window.from && x <= window.until;
  const values = lines.flatMap(({ points, limits }) => [
    ...points.filter(({ x }) => isInside(x)).map(({ value }) => value),
    ...limits.filter(({ from, until }) => from <= window.until && until >= window.from).flatMap(({ low, high }) => [low, high]),
  ]);
  const shown = values.filter((value): value is number => value !== undefined && (!isLog || value > 0));
  const [from, until] = padded(shown, isLog);
  const place = isLog ? Math.log10 : (value: number) => value;
  const [low, high] = [place(from), place(until)];
  const y = (value: number) => {
    const at = isLog && value <= 0 ? low : place(value);
    return top + height * (1 - (at - low) / (high - low));
  };
  return { isLog, from, until, y, ticks: isLog ? logTicks(from, until) : valueTicks(from, until, Math.max(2, Math.floor(height / 40))) };
}

function padded(values: readonly number[], isLog: boolean): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) [least, most] = [Math.min(least, value), Math.max(most, value)];
  if (least > most) return isLog ? [1, 10] : [0, 1];
  if (isLog) {
    const share = Math.max(1.05, (most / least) ** room);
    return [least / share, most * share];
  }
  const extra = most === least ? Math.abs(most) * 0.1 || 1 : (most - least) * room;
  return [least - extra, most + extra];
}

/** Round numbers, at most about as many. */
export function valueTicks(from: number, until: number, most: number): number[] {
  const wanted = (until - from) / most;
  const power = 10 ** Math.floor(Math.log10(wanted));
  const distance = [1, 2, 5, 10].map((step) => step * power).find((step) => step >= wanted * 0.999) ?? 10 * power;
  const [first, last] = [Math.ceil(from / distance), Math.floor(until / distance)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Number(((first + at) * distance).toPrecision(12)));
}

/** Powers of ten; where there are few, also twice and five times them, or as for plain numbers. */
export function logTicks(from: number, until: number): number[] {
  const powers = (steps: readonly number[]) => {
    const [first, last] = [Math.floor(Math.log10(from)), Math.ceil(Math.log10(until))];
    const every = Math.max(1, Math.ceil((last - first) / 8));
    const all = Array.from({ length: last - first + 1 }, (_, at) => first + at).filter((power) => power % every === 0);
    return all.flatMap((power) => steps.map((step) => Number((step * 10 ** power).toPrecision(12)))).filter((tick) => tick >= from && tick <= until);
  };
  const plain = powers([1]);
  if (plain.length >= 3) return plain;
  const finer = powers([1, 2, 5]);
  return finer.length >= 3 ? finer : valueTicks(from, until, 5);
}

/** A measured number as people want to read it. */
export function numberText(value: number): string {
  return String(Number(value.toPrecision(6)));
}
