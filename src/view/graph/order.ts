import type { Unit } from "./unit.js";

const mostSweeps = 24;
const patience = 6;
/** Larger graphs are not worth swapping neighbours one by one. */
const mostToSwap = 800;

/** Orders each layer so that few lines cross: sweeps to and fro, each unit to the middle of its neighbours; the best order is kept. */
export function orderLayers(layers: readonly Unit[][]): void {
  begin(layers);
  const count = layers.reduce((sum, layer) => sum + layer.length, 0);
  let best = { crossings: crossingsIn(layers), places: placesIn(layers) };
  for (let sweep = 0, idle = 0; sweep < mostSweeps && idle < patience && best.crossings > 0; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const layer of isForward ? layers : layers.toReversed()) sortLayer(layer, isForward ? "before" : "after");
    if (count <= mostToSwap) for (const layer of layers) swapNeighbours(layer);
    const crossings = crossingsIn(layers);
    idle = crossings < best.crossings ? 0 : idle + 1;
    if (crossings < best.crossings) best = { crossings, places: placesIn(layers) };
  }
  for (const layer of layers)
    layer.forEach((unit) => {
      unit.place = best.places.get(unit) ?? 0;
    });
  for (const layer of layers) layer.sort((a, b) => a.place - b.place);
}

/** Number of crossings between all neighbouring layers. */
function crossingsIn(layers: readonly Unit[][]): number {
  return layers.reduce((sum, layer) => sum + crossingsAfter(layer), 0);
}

/** In the order in which a walk along the lines finds them: what belongs together then stands together. */
function begin(layers: readonly Unit[][]): void {
  const seen = new Set<Unit>();
  const walk = [...(layers[0] ?? []), ...layers.flat()].reverse();
  for (let unit = walk.pop(); unit !== undefined; unit = walk.pop()) {
    if (seen.has(unit)) continue;
    seen.add(unit);
    walk.push(...unit.after.toReversed());
  }
  const order = new Map([...seen].map((unit, at) => [unit, at]));
  for (const layer of layers) {
    layer.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
    number(layer);
  }
}

function number(layer: readonly Unit[]): void {
  layer.forEach((unit, place) => {
    unit.place = place;
  });
}

const placesIn = (layers: readonly Unit[][]) => new Map(layers.flat().map((unit) => [unit, unit.place]));

/** By the median of the neighbours on one side; who has none there stays where it is. */
function sortLayer(layer: Unit[], side: "before" | "after"): void {
  const wanted = new Map(layer.map((unit) => [unit, medianPlace(unit[side])]));
  const movable = layer.filter((unit) => wanted.get(unit) !== undefined);
  const sorted = movable.toSorted((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0) || a.place - b.place);
  let next = 0;
  layer.forEach((unit, at) => {
    const moved = wanted.get(unit) === undefined ? unit : sorted[next++];
    if (moved !== undefined) layer[at] = moved;
  });
  number(layer);
}

function medianPlace(units: readonly Unit[]): number | undefined {
  const places = units.map(({ place }) => place).sort((a, b) => a - b);
  const middle = places.length >> 1;
  const [low = 0, high = 0] = [places[middle - 1], places[middle]];
  if (places.length === 0) return undefined;
  if (places.length % 2 === 1) return high;
  if (places.length === 2) return (low + high) / 2;
  // Towards the side where they stand closer.
  const [left, right] = [low - (places[0] ?? 0), (places.at(-1) ?? 0) - high];
  return left + right === 0 ? (low + high) / 2 : (low * right + high * left) / (left + right);
}

/** Exchanges two that stand beside each other as long as that saves crossings. */
function swapNeighbours(layer: Unit[]): void {
  for (let improved = true, turns = 0; improved && turns < 8; turns++) {
    improved = false;
    for (let at = 0; at + 1 < layer.length; at++) {
      const [upper, lower] = [layer[at], layer[at + 1]];
      if (upper === undefined || lower === undefined || crossingsOf(upper, lower) <= crossingsOf(lower, upper)) continue;
      layer[at] = lower;
      layer[at + 1] = upper;
      upper.place = at + 1;
      lower.place = at;
      improved = true;
    }
  }
}

/** Of the lines of two units, if one stands above the other. */
function crossingsOf(upper: Unit, lower: Unit): number {
  const count = (of: readonly Unit[], others: readonly Unit[]) =>
    of.reduce((sum, { place }) => sum + others.reduce((more, other) => more + Number(other.place < place), 0), 0);
  return count(upper.before, lower.before) + count(upper.after, lower.after);
}

/** Counts inversions with a tree of sums. */
function crossingsAfter(layer: readonly Unit[]): number {
  const ends = layer.flatMap(({ after }) => after.map(({ place }) => place).sort((a, b) => a - b));
  const size = ends.reduce((most, place) => Math.max(most, place), 0) + 2;
  const sums = new Int32Array(size + 1);
  let crossings = 0;
  ends.forEach((place, at) => {
    let before = 0;
    for (let node = place + 1; node > 0; node -= node & -node) before += sums[node] ?? 0;
    crossings += at - before;
    for (let node = place + 1; node <= size; node += node & -node) sums[node] = (sums[node] ?? 0) + 1;
  });
  return crossings;
}
