import type { Link, Unit } from "./unit.js";

/**
 * Layers from left to right: a unit stands behind everything that it waits for, and no further from what waits for it than needed.
 *
 * @param units without circles
 */
export function layersOf(units: readonly Unit[]): Unit[][] {
  const ordered = byDependency(units);
  for (const unit of ordered) unit.layer = unit.before.reduce((layer, { layer: other }) => Math.max(layer, other + 1), 0);
  // What more waits for than it waits for itself moves towards those.
  for (const unit of ordered.toReversed()) {
    const nearest = unit.after.reduce((layer, { layer: other }) => Math.min(layer, other - 1), Number.POSITIVE_INFINITY);
    if (Number.isFinite(nearest) && unit.after.length > unit.before.length) unit.layer = Math.max(unit.layer, nearest);
  }
  const count = ordered.reduce((most, { layer }) => Math.max(most, layer + 1), 0);
  const layers: Unit[][] = Array.from({ length: count }, () => []);
  for (const unit of ordered) layers[unit.layer]?.push(unit);
  return layers;
}

/** Each after all that come before it; otherwise in the order given. */
function byDependency(units: readonly Unit[]): Unit[] {
  const missing = new Map(units.map((unit) => [unit, unit.before.length]));
  const ordered = units.filter(({ before }) => before.length === 0);
  for (const unit of ordered) {
    for (const other of unit.after) {
      const left = (missing.get(other) ?? 0) - 1;
      missing.set(other, left);
      if (left === 0) ordered.push(other);
    }
  }
  return ordered;
}

/** A link over several layers gets a bend in each of them, so that it finds its way between the nodes. */
export function addBends(layers: readonly Unit[][], links: readonly Link[]): void {
  for (const link of links) {
    for (let layer = link.from.layer + 1; layer < link.to.layer; layer++) {
      const bend: Unit = { names: [], width: 0, height: 8, before: [], after: [], layer, place: 0, x: 0, y: 0, right: 0 };
      link.bends.push(bend);
      layers[layer]?.push(bend);
    }
  }
}
