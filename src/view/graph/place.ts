import type { Unit } from "./unit.js";

export interface Gaps {
  /** Between layers, for the lines. */
  readonly across: number;
  /** Between units of a layer. */
  readonly down: number;
}

const sweeps = 12;

/** Gives ordered layers their places: units as near to the middle of their neighbours as the order allows, so that lines are straight where they can be. */
export function placeLayers(layers: readonly Unit[][], gaps: Gaps): { readonly width: number; readonly height: number } {
  for (const layer of layers) stack(layer, gaps);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const layer of isForward ? layers : layers.toReversed()) settle(layer, isForward ? ["before"] : ["after"], gaps);
  }
  for (const layer of layers) settle(layer, ["before", "after"], gaps);
  const units = layers.flat();
  const top = units.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY);
  for (const unit of units) unit.y -= top;
  let x = 0;
  for (const layer of layers) {
    const width = layer.reduce((most, unit) => Math.max(most, unit.width), 0);
    for (const unit of layer) {
      unit.x = x;
      unit.right = x + width;
    }
    x += width + gaps.across;
  }
  return { width: Math.max(0, x - gaps.across), height: units.reduce((most, { y, height }) => Math.max(most, y + height), 0) };
}

function stack(layer: readonly Unit[], { down }: Gaps): void {
  let y = 0;
  for (const unit of layer) {
    unit.y = y;
    y += unit.height + down;
  }
}

const middleOf = ({ y, height }: Unit) => y + height / 2;

/** Lines that only pass through weigh more: bends are what one sees first. */
const bendWeight = 6;

function settle(layer: readonly Unit[], sides: readonly ("before" | "after")[], { down }: Gaps): void {
  let offset = 0;
  const wishes = layer.map((unit, at): Wish => {
    const above = layer[at - 1];
    if (above !== undefined) offset += above.height / 2 + down + unit.height / 2;
    const neighbours = sides.flatMap((side) => unit[side].map((other) => ({ middle: middleOf(other), weight: weightOf(unit, other) })));
    const weight = neighbours.reduce((sum, one) => sum + one.weight, 0);
    const middle = weight === 0 ? middleOf(unit) : neighbours.reduce((sum, one) => sum + one.middle * one.weight, 0) / weight;
    return { value: middle - offset, weight: weight === 0 ? 0.01 : weight, offset };
  });
  ascending(wishes).forEach((value, at) => {
    const [unit, wish] = [layer[at], wishes[at]];
    if (unit !== undefined && wish !== undefined) unit.y = value + wish.offset - unit.height / 2;
  });
}

function weightOf(a: Unit, b: Unit): number {
  return a.names.length === 0 && b.names.length === 0 ? bendWeight : a.names.length === 0 || b.names.length === 0 ? 2 : 1;
}

interface Wish {
  /** Where it would like to be, less what those above it need. */
  readonly value: number;
  readonly weight: number;
  readonly offset: number;
}

/** Values that do not descend, with the least sum of weighted squares from those wished for. */
function ascending(wishes: readonly Wish[]): number[] {
  const pools: { value: number; weight: number; count: number }[] = [];
  for (const { value, weight } of wishes) {
    let pool = { value, weight, count: 1 };
    for (let last = pools.at(-1); last !== undefined && last.value >= pool.value; last = pools.at(-1)) {
      pools.pop();
      const sum = last.weight + pool.weight;
      pool = { value: (last.value * last.weight + pool.value * pool.weight) / sum, weight: sum, count: last.count + pool.count };
    }
    pools.push(pool);
  }
  return pools.flatMap(({ value, count }) => new Array<number>(count).fill(value));
}
