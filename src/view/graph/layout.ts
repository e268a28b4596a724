import { groupBy } from "../../base/index.js";
import { addBends, layersOf } from "./layers.js";
import { orderLayers } from "./order.js";
import { placeLayers } from "./place.js";
import { breakCircles, columnsOf, type Link, type Network, type NodeSize, networkOf, type Pair, partsOf, tie, type Unit } from "./unit.js";

/** Where the nodes of a graph stand and how the lines between them run. px */
export interface GraphLayout {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  /** Frames around tests that wait for the same and are needed by the same. */
  readonly blocks: readonly Block[];
  readonly lines: readonly GraphLine[];
}

export interface PlacedNode {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Block extends Rectangle {
  readonly names: readonly string[];
}

/** Stands for every pair of its two ends. */
export interface GraphLine {
  readonly from: readonly string[];
  readonly to: readonly string[];
  /** `M … C …`, as in SVG. */
  readonly path: string;
  readonly bounds: Rectangle;
}

/** A node: name, counts, time. */
export const nodeSize: NodeSize = { width: 176, height: 44, gap: 8 };

const gaps = { across: 72, down: 16 };
const betweenParts = 48;
/** With more units lines go straight across other layers. */
const mostWithBends = 300;
/** Small parts stand beside each other up to here. */
const widestRow = 2400;

/**
 * Layers from left to right: what waits stands at the right of what it waits for. Only names and pairs count, so that nothing moves while states change.
 *
 * @param pairs of names; circles are allowed
 * @see spec 06 § 29
 */
export function layOut(names: readonly string[], pairs: readonly Pair[]): GraphLayout {
  const network = networkOf(names, pairs, nodeSize);
  breakCircles(network);
  tie(network);
  const hasBends = network.units.length <= mostWithBends;
  const parts = partsOf(network).map((part) => layered(part, hasBends));
  const size = pack(parts);
  return {
    ...size,
    nodes: network.units.flatMap(nodesOf),
    blocks: network.units.filter((unit) => unit.names.length > 1).map(({ names: own, x, y, width, height }) => ({ names: own, x, y, width, height })),
    lines: linesOf(network),
  };
}

interface Part {
  readonly units: readonly Unit[];
  readonly width: number;
  readonly height: number;
}

function layered(network: Network, hasBends: boolean): Part {
  const layers = layersOf(network.units);
  if (hasBends) addBends(layers, network.links);
  tie(network);
  orderLayers(layers);
  const size = placeLayers(layers, gaps);
  return { units: layers.flat(), ...size };
}

/** Parts below each other; small ones share a row. */
function pack(parts: readonly Part[]): { readonly width: number; readonly height: number } {
  const widest = Math.max(widestRow, ...parts.map(({ width }) => width));
  let [x, y, rowHeight, right] = [0, 0, 0, 0];
  for (const { units, width, height } of parts) {
    if (x > 0 && x + width > widest) {
      y += rowHeight + betweenParts;
      [x, rowHeight] = [0, 0];
    }
    for (const unit of units) {
      unit.x += x;
      unit.right += x;
      unit.y += y;
    }
    right = Math.max(right, x + width);
    x += width + betweenParts;
    rowHeight = Math.max(rowHeight, height);
  }
  return { width: right, height: y + rowHeight };
}

function nodesOf({ names, x, y }: Unit): PlacedNode[] {
  if (names.length === 1) return names.map((name) => ({ name, x, y }));
  const columns = columnsOf(names.length, nodeSize);
  const { width, height, gap } = nodeSize;
  return names.map((name, at) => ({
    name,
    x: x + gap + (at % columns) * (width + gap),
    y: y + gap + Math.floor(at / columns) * (height + gap),
  }));
}

interface Point {
  readonly x: number;
  readonly y: number;
}

/** Where lines leave and enter their units, below the middle; px. */
interface Ports {
  readonly leaving: ReadonlyMap<Link, number>;
  readonly entering: ReadonlyMap<Link, number>;
}

function linesOf({ links }: Network): GraphLine[] {
  const ports = {
    leaving: portsOf(
      links,
      ({ from }) => from,
      ({ bends: [first], to }) => first ?? to,
    ),
    entering: portsOf(
      links,
      ({ to }) => to,
      ({ bends, from }) => bends.at(-1) ?? from,
    ),
  };
  return links.map((link) => lineOf(link, ports));
}

const portDistance = 9;

/** Lines of one unit beside each other, in the order of where they come from or lead to, so that they neither meet nor cross there. */
function portsOf(links: readonly Link[], unitOf: (link: Link) => Unit, otherOf: (link: Link) => Unit): Map<Link, number> {
  const ports = new Map<Link, number>();
  for (const [unit, own] of groupBy(links, unitOf)) {
    const distance = Math.min(portDistance, (unit.height - 12) / Math.max(1, own.length - 1));
    own.sort((a, b) => middleOf(otherOf(a)) - middleOf(otherOf(b)));
    for (const [at, link] of own.entries()) ports.set(link, (at - (own.length - 1) / 2) * distance);
  }
  return ports;
}

const middleOf = ({ y, height }: Unit) => y + height / 2;

function lineOf(link: Link, { leaving, entering }: Ports): GraphLine {
  const { from, to, bends, isTurned } = link;
  const points = [...exitOf(from, leaving.get(link)), ...bends.flatMap((bend) => [entryOf(bend), ...exitOf(bend)]), entryOf(to, entering.get(link))];
  const way = isTurned ? points.toReversed() : points;
  const [left, top] = [Math.min(...way.map(({ x }) => x)), Math.min(...way.map(({ y }) => y))];
  const bounds = { x: left, y: top, width: Math.max(...way.map(({ x }) => x)) - left, height: Math.max(...way.map(({ y }) => y)) - top };
  const [first, last] = isTurned ? [to, from] : [from, to];
  return { from: first.names, to: last.names, path: curved(way), bounds };
}

function entryOf(unit: Unit, port = 0): Point {
  return { x: unit.x, y: middleOf(unit) + port };
}

/** Level out of the layer, past what stands above and below. */
function exitOf(unit: Unit, port = 0): Point[] {
  const { x, width, right } = unit;
  const level = middleOf(unit) + port;
  return x + width < right
    ? [
        { x: x + width, y: level },
        { x: right, y: level },
      ]
    : [{ x: right, y: level }];
}

/** Leaves and arrives level. */
function curved([first, ...rest]: readonly Point[]): string {
  if (first === undefined) return "";
  let from = first;
  const parts = rest.map((to) => {
    const middle = (from.x + to.x) / 2;
    const isLevel = Math.abs(from.y - to.y) < 0.5;
    const part = isLevel ? `L${text(to)}` : `C${text({ x: middle, y: from.y })} ${text({ x: middle, y: to.y })} ${text(to)}`;
    from = to;
    return part;
  });
  return `M${text(first)}${parts.join("")}`;
}

const text = ({ x, y }: Point) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`;
