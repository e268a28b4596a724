import { type Limits, limitsOf, type Series, type SeriesAnswer, type SeriesPoint, type Span } from "../../../src/view/index.js";

/** A number in a picture. */
export interface PlotPoint {
  /** Place along the axis. */
  readonly x: number;
  readonly value: number;
  readonly point: SeriesPoint;
}

/** Limits from one place to another. */
export interface LimitStep extends Limits {
  readonly from: number;
  readonly until: number;
}

/** A series as a curve. */
export interface PlotLine {
  /** Place among the series of the answer, which gives it its colour. */
  readonly index: number;
  readonly series: Series;
  readonly points: readonly PlotPoint[];
  readonly limits: readonly LimitStep[];
  /** Place of its unit among those of the panel: 0 has its axis at the left, 1 at the right. */
  readonly axis: number;
}

/** One picture with at most two units. */
export interface Panel {
  readonly units: readonly string[];
  readonly lines: readonly PlotLine[];
}

/** A text that stayed the same for some runs. */
export interface TextStretch {
  readonly from: number;
  readonly until: number;
  readonly text: string;
  readonly bad: boolean;
  /** The first of them. */
  readonly point: SeriesPoint;
}

/** The text values of a series. */
export interface TextStrip {
  readonly index: number;
  readonly series: Series;
  readonly stretches: readonly TextStretch[];
}

export interface PlotModel {
  readonly panels: readonly Panel[];
  readonly strips: readonly TextStrip[];
  /** Numbers that a logarithmic scale cannot show. */
  readonly unshown: number;
}

/** Where runs stand: at their start, or one after the other. */
export interface RunAxis {
  readonly place: (run: number) => number;
  readonly placeOfTime: (time: number) => number;
  readonly timeOfPlace: (place: number) => number;
}

/**
 * Series in panels by their units: up to two share one, with an axis at each side; of more each has its own.
 *
 * @see spec 06 § 30
 */
export function plotModel({ series }: SeriesAnswer, axis: RunAxis, isLog: boolean): PlotModel {
  const isShown = (value: number | string): value is number => typeof value === "number" && (!isLog || value > 0);
  const drawn = series.map((one, index) => ({
    one,
    index,
    points: one.points.flatMap((point): PlotPoint[] => (isShown(point.value) ? [{ x: axis.place(point.run), value: point.value, point }] : [])),
  }));
  const curves = drawn.filter(({ points }) => points.length > 0);
  const units = [...new Set(curves.map(({ one }) => one.units))];
  const groups = units.length <= 2 ? [units] : units.map((unit) => [unit]);
  const panels = groups.map(
    (own): Panel => ({
      units: own,
      lines: curves.flatMap(({ one, index, points }): PlotLine[] =>
        own.includes(one.units) ? [{ index, series: one, points, limits: limitSteps(points), axis: own.indexOf(one.units) }] : [],
      ),
    }),
  );
  const numbers = series.flatMap(({ points }) => points.filter(({ value }) => typeof value === "number")).length;
  return {
    panels: panels.filter(({ lines }) => lines.length > 0),
    strips: series.flatMap((one, index): TextStrip[] => {
      const stretches = textStretches(one.points, axis);
      return stretches.length === 0 ? [] : [{ index, series: one, stretches }];
    }),
    unshown: numbers - drawn.reduce((sum, { points }) => sum + points.length, 0),
  };
}

/** Limits as they were at each point; they change half way between two. */
export function limitSteps(points: readonly PlotPoint[]): LimitStep[] {
  const steps: LimitStep[] = [];
  for (const [at, { x, point }] of points.entries()) {
    const limits = limitsOf(point);
    if (limits === undefined) continue;
    const [before, after] = [points[at - 1], points[at + 1]];
    const from = before === undefined ? Number.NEGATIVE_INFINITY : (before.x + x) / 2;
    const until = after === undefined ? Number.POSITIVE_INFINITY : (x + after.x) / 2;
    const last = steps.at(-1);
    if (last !== undefined && last.until === from && last.low === limits.low && last.high === limits.high)
      steps[steps.length - 1] = { ...last, until };
    else steps.push({ ...limits, from, until });
  }
  return steps;
}

function textStretches(points: readonly SeriesPoint[], axis: RunAxis): TextStretch[] {
  const stretches: TextStretch[] = [];
  for (const [at, point] of points.entries()) {
    if (typeof point.value !== "string") continue;
    const x = axis.place(point.run);
    const [before, after] = [points[at - 1], points[at + 1]];
    const from = before === undefined ? Number.NEGATIVE_INFINITY : (axis.place(before.run) + x) / 2;
    const until = after === undefined ? Number.POSITIVE_INFINITY : (x + axis.place(after.run)) / 2;
    const last = stretches.at(-1);
    if (last?.text === point.value && last.until === from && last.bad === point.bad) stretches[stretches.length - 1] = { ...last, until };
    else stretches.push({ from, until, text: point.value, bad: point.bad, point });
  }
  return stretches;
}

/** Runs at the time of their start. */
export function timeAxis({ runs }: SeriesAnswer): RunAxis {
  const same = (place: number) => place;
  return { place: (run) => runs[run]?.event_time ?? 0, placeOfTime: same, timeOfPlace: same };
}

/** Runs side by side, whenever they were; between two of them time goes evenly. */
export function numberAxis({ runs }: SeriesAnswer, bounds: Span): RunAxis {
  const times = [bounds.from, ...runs.map(({ event_time }) => event_time), bounds.until];
  const places = [-0.5, ...runs.map((_, at) => at), runs.length - 0.5];
  return { place: (run) => run, placeOfTime: (time) => between(times, places, time), timeOfPlace: (place) => between(places, times, place) };
}

/** What stands in `to` where a number stands in `from`, which ascends. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const after = from.findIndex((one) => one >= value);
  if (after < 0) return to.at(-1) ?? 0;
  if (after === 0) return to[0] ?? 0;
  const [a = 0, b = 0] = [from[after - 1], from[after]];
  const [c = 0, d = 0] = [to[after - 1], to[after]];
  return b === a ? d : c + ((value - a) / (b - a)) * (d - c);
}

/** What a series is called among the others: only what tells them apart. */
export function seriesNames(series: readonly Series[]): string[] {
  const parts = series.map(({ t, n, i, category, variable }) => [
    category === "" ? variable : `${category}/${variable}`,
    i === "" ? n : `${n}/${i}`,
    t,
  ]);
  const differs = [0, 1, 2].map((at) => new Set(parts.map((part) => part[at])).size > 1);
  return parts.map((part) => {
    const told = part.filter((_, at) => differs[at]);
    return (told.length === 0 ? part.slice(0, 1) : told).join(" · ");
  });
}
