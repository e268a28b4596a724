import type { Bar, Bars, GraphCurve, RunCurves, RunLoad, RunSlots, TimedValue } from "../../../src/view/index.js";
import { liveCurve, peakOf } from "../../../src/view/index.js";

/** A line over time. */
export interface Curve {
  readonly name: string;
  /** By time; a value holds until the next. */
  readonly points: readonly TimedValue[];
}

/** Some curves on one ground. */
export interface Strip {
  readonly id: string;
  readonly title: string;
  /** Said behind the title. */
  readonly note: string;
  readonly curves: readonly Curve[];
  /** `count`: from 0 on, filled; `shared`: from 0 on, the same for all curves; `own`: each curve as high as the strip. */
  readonly scale: "count" | "shared" | "own";
  /** A line that the curve should stay below. */
  readonly limit?: number;
}

/** The number of live tests, of all and of each job group. */
export function liveStrips({ bars }: Bars, slots: RunSlots | undefined, now: number): Strip[] {
  const all = countStrip("live", "Live tests", bars, slots?.max_concurrent_jobs, now);
  const groups = (slots?.groups ?? []).map(({ name, limit }) => {
    const own = bars.filter(({ jobgroup }) => jobgroup === name);
    return countStrip(`group ${name}`, `Live tests of job group ${name}`, own, limit, now);
  });
  return [all, ...groups.filter(({ curves }) => curves.some(({ points }) => points.length > 0))];
}

function countStrip(id: string, title: string, bars: readonly Bar[], limit: number | undefined, now: number): Strip {
  const curve = liveCurve(bars, now);
  const peak = peakOf(curve);
  const points = curve.map(({ time, count }): TimedValue => [time, count]);
  const note = peak === 0 ? "none lasted a second" : limit === undefined ? `peak ${peak}` : `peak ${peak} of ${limit}`;
  return { id, title, note, curves: [{ name: title, points }], scale: "count", ...(limit !== undefined && { limit }) };
}

/** Curves of section `[graph]`, a strip for each of its lines. */
export function graphStrips({ curves }: RunCurves): Strip[] {
  const byGraph = new Map<string, GraphCurve[]>();
  for (const curve of curves) byGraph.set(curve.graph, [...(byGraph.get(curve.graph) ?? []), curve]);
  return [...byGraph].map(([graph, own]) => ({ id: `graph ${graph}`, title: graph, note: "each curve on its own scale", curves: own, scale: "own" }));
}

/** Load and free space of the hosts. */
export function loadStrips({ hosts }: RunLoad): Strip[] {
  const gigabyte = 1024 * 1024;
  const load = hosts.map(({ host, load: points }) => ({ name: host, points }));
  const disk = hosts.map(({ host, diskfree }) => ({ name: host, points: diskfree.map(([time, kib]): TimedValue => [time, kib / gigabyte]) }));
  const strips: Strip[] = [
    { id: "load", title: "Load of hosts", note: "as the tests saw it", curves: load, scale: "shared" },
    { id: "disk", title: "Free disk space, GB", note: "as the tests saw it", curves: disk, scale: "shared" },
  ];
  return strips.filter(({ curves }) => curves.some(({ points }) => points.length > 1));
}

/** The highest value that a strip must have room for. */
export function topOf({ curves, limit, scale }: Pick<Strip, "curves" | "limit" | "scale">): number {
  const peak = curves.reduce((highest, { points }) => points.reduce((top, [, value]) => Math.max(top, value), highest), 0);
  // A limit far above would press the curve flat: the note says it.
  const top = limit !== undefined && limit <= 3 * peak ? Math.max(peak, limit) : peak;
  return scale === "count" ? Math.max(1, top) * 1.1 : Math.max(0.1, top * 1.1);
}

/** Lowest and highest place of a curve that has its scale to itself. Spec 06 § 11.3 */
export function ownRange({ points }: Curve): readonly [low: number, high: number] {
  const values = points.map(([, value]) => value);
  if (values.length === 0) return [0, 1];
  return [values.reduce((a, b) => Math.min(a, b)) - 2, values.reduce((a, b) => Math.max(a, b)) + 2];
}

/** Degrees on the colour wheel, the same for a name everywhere. */
export function hueOf(name: string): number {
  let hash = 0;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) >>> 0;
  // The golden angle spreads names that differ little.
  return (hash * 137.508) % 360;
}
