import { type Dependencies, type GraphEdge, type GraphLayout, type GraphLine, nodeSize, type PlacedNode } from "../../../src/view/index.js";

import type { Rectangle } from "./viewport.js";

/** Dependencies with their places. */
export interface GraphModel {
  readonly dependencies: Dependencies;
  readonly layout: GraphLayout;
  readonly places: ReadonlyMap<string, PlacedNode>;
  /** By pair; see {@link pairOf}. */
  readonly edges: ReadonlyMap<string, GraphEdge>;
  /** Pairs inside circles. */
  readonly circular: ReadonlySet<string>;
}

export function pairOf(from: string, to: string): string {
  return JSON.stringify([from, to]);
}

export function graphModel(dependencies: Dependencies, layout: GraphLayout, circular: ReadonlySet<string>): GraphModel {
  return {
    dependencies,
    layout,
    places: new Map(layout.nodes.map((node) => [node.name, node])),
    edges: new Map(dependencies.edges.map((edge) => [pairOf(edge.from, edge.to), edge])),
    circular,
  };
}

/** The pairs that a line stands for. */
export function edgesOfLine({ edges }: GraphModel, { from, to }: GraphLine): GraphEdge[] {
  return to.flatMap((waiting) => from.flatMap((waiton) => edges.get(pairOf(waiton, waiting)) ?? []));
}

/** What somebody needs to know of a line. */
export function lineText(edges: readonly GraphEdge[]): string {
  const [first] = edges;
  if (first === undefined) return "";
  const { from, to, kind, mode, itemmap, place } = first;
  if (edges.length > 1) return `${new Set(edges.map((edge) => edge.to)).size} tests wait for ${new Set(edges.map((edge) => edge.from)).size} alike`;
  const said = [mode !== "" && `mode ${mode}`, itemmap !== undefined && `itemmap ${itemmap}`, kind === "waitor" && `a waitor of ${from}`, place];
  return [`${to} waits for ${from}`, ...said.filter((part) => part !== false && part !== "")].join("\n");
}

export type Step = "left" | "right" | "up" | "down" | "first";

/** Where a key leads: along edges to the nearest test, or to the one above or below. */
export function stepFrom({ dependencies, places, layout }: GraphModel, name: string, step: Step): string {
  const here = places.get(name);
  if (here === undefined || step === "first") return layout.nodes[0]?.name ?? name;
  if (step === "left") return nearest(here, dependencies.waitsOn.get(name) ?? [], places) ?? name;
  if (step === "right") return nearest(here, dependencies.neededBy.get(name) ?? [], places) ?? name;
  const sign = step === "down" ? 1 : -1;
  const beyond = layout.nodes.filter((node) => sign * (node.y - here.y) > nodeSize.height / 2);
  const column = beyond.filter((node) => Math.abs(node.x - here.x) < nodeSize.width / 2);
  return (
    nearest(
      here,
      (column.length > 0 ? column : beyond).map((node) => node.name),
      places,
    ) ?? name
  );
}

function nearest(here: PlacedNode, names: readonly string[], places: ReadonlyMap<string, PlacedNode>): string | undefined {
  const distance = (name: string) => {
    const there = places.get(name);
    return there === undefined ? Number.POSITIVE_INFINITY : Math.abs(there.y - here.y) + Math.abs(there.x - here.x);
  };
  return names.reduce<string | undefined>((best, name) => (best === undefined || distance(name) < distance(best) ? name : best), undefined);
}

/** The least rectangle with some tests in it; undefined without any. */
export function boundsOf({ places }: Pick<GraphModel, "places">, names: readonly string[]): Rectangle | undefined {
  const known = names.flatMap((name) => places.get(name) ?? []);
  if (known.length === 0) return undefined;
  const [left, top] = [Math.min(...known.map(({ x }) => x)), Math.min(...known.map(({ y }) => y))];
  const [right, bottom] = [Math.max(...known.map(({ x }) => x)), Math.max(...known.map(({ y }) => y))];
  return { x: left, y: top, width: right - left + nodeSize.width, height: bottom - top + nodeSize.height };
}

/** The test at a place of the drawing. */
export function nodeAt({ layout }: GraphModel, x: number, y: number): string | undefined {
  return layout.nodes.find((node) => x >= node.x && x <= node.x + nodeSize.width && y >= node.y && y <= node.y + nodeSize.height)?.name;
}
