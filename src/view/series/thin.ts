/**
 * At most about `most` of the points of a curve, so that it looks the same: of each stretch the first, the last, the lowest and the highest, and everything that must
 * be kept as long as there is room.
 *
 * @param points in order; what has no number counts as 0
 */
export function thinned<P>(points: readonly P[], most: number, value: (point: P) => number, mustStay: (point: P) => boolean): readonly P[] {
  if (points.length <= most) return points;
  const kept = new Set<number>();
  const stretches = Math.max(1, Math.floor(most / 8));
  for (let stretch = 0; stretch < stretches; stretch++) {
    const begin = Math.floor((stretch * points.length) / stretches);
    const end = Math.floor(((stretch + 1) * points.length) / stretches);
    for (const at of extremes(points, begin, end, value)) kept.add(at);
  }
  for (const [at, point] of points.entries()) if (kept.size < most && mustStay(point)) kept.add(at);
  return [...kept].toSorted((a, b) => a - b).flatMap((at) => points[at] ?? []);
}

function extremes<P>(points: readonly P[], begin: number, end: number, value: (point: P) => number): number[] {
  let [lowest, highest] = [begin, begin];
  const valueAt = (at: number) => {
    const point = points[at];
    return point === undefined ? 0 : value(point);
  };
  for (let at = begin; at < end; at++) {
    if (valueAt(at) < valueAt(lowest)) lowest = at;
    if (valueAt(at) > valueAt(highest)) highest = at;
  }
  return [begin, lowest, highest, end - 1];
}
