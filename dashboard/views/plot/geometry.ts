import type { Series, SeriesAnswer, Span } from "../../../src/view/index.js";
import { exactTime } from "../../app/clock.js";
import { marksOf, type Scale, xOf } from "../times/scale.js";
import type { Panel, PlotLine, PlotPoint } from "./plot-model.js";
import { numberText, type ValueScale, valueScale } from "./value-scale.js";

/** How the runs stand along the axis. */
export type AxisKind = "time" | "number";

/** Where things are in the picture of a panel; px. */
export interface Frame {
  readonly width: number;
  readonly height: number;
  readonly top: number;
  readonly bottom: number;
  readonly across: Scale;
  /** One for each unit. */
  readonly scales: readonly ValueScale[];
}

const axisWidth = 64;
const [headHeight, footHeight] = [24, 26];

interface FrameOptions {
  readonly width: number;
  readonly height: number;
  readonly window: Span;
  readonly isLog: boolean;
}

export function frameOf({ units, lines }: Panel, { width, height, window, isLog }: FrameOptions): Frame {
  const right = units.length > 1 ? axisWidth : 40;
  const [top, bottom] = [headHeight, height - footHeight];
  return {
    ...{ width, height, top, bottom },
    across: { window, left: axisWidth, width: Math.max(1, width - axisWidth - right) },
    scales: units.map((_, at) => valueScale(ofAxis(lines, at), window, { top, height: bottom - top }, isLog)),
  };
}

const ofAxis = (lines: readonly PlotLine[], at: number) => lines.filter(({ axis }) => axis === at);

export function pointPlace({ across, scales }: Frame, { axis }: PlotLine, { x, value }: PlotPoint): { readonly x: number; readonly y: number } {
  return { x: xOf(across, x), y: scales[axis]?.y(value) ?? 0 };
}

/** A point of a panel: of which line, and which of its points. */
export interface PointAt {
  readonly line: number;
  readonly point: number;
}

/** How near to a point a pointer means it; px. */
const reach = 24;

/** The point that a pointer means. */
export function pointNear(frame: Frame, lines: readonly PlotLine[], x: number, y: number): PointAt | undefined {
  let found: PointAt | undefined;
  let nearest = reach;
  for (const [line, one] of lines.entries()) {
    for (const [at, point] of one.points.entries()) {
      const place = pointPlace(frame, one, point);
      const distance = Math.hypot(place.x - x, place.y - y);
      if (distance < nearest) [found, nearest] = [{ line, point: at }, distance];
    }
  }
  return found;
}

/** Where a key leads from a point; undefined when it leads nowhere. */
export function pointFrom(lines: readonly PlotLine[], { line, point }: PointAt, key: string): PointAt | undefined {
  const points = lines[line]?.points ?? [];
  const inLine = { ArrowLeft: point - 1, ArrowRight: point + 1, Home: 0, End: points.length - 1 }[key];
  if (inLine !== undefined) return { line, point: Math.max(0, Math.min(points.length - 1, inLine)) };
  const step = { ArrowUp: -1, ArrowDown: 1 }[key];
  const other = step === undefined ? undefined : lines[line + step];
  const x = points[point]?.x;
  if (step === undefined || other === undefined || x === undefined) return step === undefined ? undefined : { line, point };
  const nearest = other.points.reduce((best, { x: at }, index) => (Math.abs(at - x) < Math.abs((other.points[best]?.x ?? 0) - x) ? index : best), 0);
  return { line: line + step, point: nearest };
}

/** px between two names of runs. */
const nameSpacing = 96;

/** What stands along the axis: times, or names of runs. */
export function axisMarks({ across }: Frame, { runs }: SeriesAnswer, kind: AxisKind): { readonly x: number; readonly label: string }[] {
  if (kind === "time") return marksOf(across).map(({ time, label }) => ({ x: xOf(across, time), label }));
  const [first, last] = [Math.max(0, Math.ceil(across.window.from)), Math.min(runs.length - 1, Math.floor(across.window.until))];
  const every = Math.max(1, Math.ceil(((last - first + 1) * nameSpacing) / across.width));
  return runs.flatMap(({ r }, at) =>
    at >= first && at <= last && (at - first) % every === 0 ? [{ x: xOf(across, at), label: r.length > 14 ? `${r.slice(0, 13)}…` : r }] : [],
  );
}

/** What a screen reader says of a point, and its card shows in parts. */
export function pointFacts({ runs }: SeriesAnswer, { series, limits }: PlotLine, { x, value, point }: PlotPoint) {
  const run = runs[point.run];
  const here = limits.find(({ from, until }) => from <= x && x <= until);
  return {
    value: `${numberText(value)}${series.units === "" ? "" : ` ${series.units}`}`,
    limits: here === undefined ? "" : limitsText(here),
    state: point.bad ? (/^error/i.test(point.status ?? "") ? (point.status ?? "") : "outside its limits") : "",
    run: run === undefined ? "" : `${run.t}/${run.r}`,
    time: run === undefined ? "" : exactTime(run.event_time).slice(0, 16),
  };
}

/** `4.8 – 5.2`, or one side of it. */
function limitsText({ low, high }: { readonly low?: number; readonly high?: number }): string {
  if (low !== undefined && high !== undefined) return `${numberText(low)} – ${numberText(high)}`;
  if (high !== undefined) return `up to ${numberText(high)}`;
  return low === undefined ? "" : `from ${numberText(low)} on`;
}

/** Where somebody looks who wants to know more of a value: the test that it is of. */
export function testOf({ runs }: SeriesAnswer, { n, i }: Series, run: number) {
  const at = runs[run];
  return at && { t: at.t, r: at.r, n, i };
}
