import type { GraphEdge, GraphNode } from "../api/graph.js";

/** What waits for what. Spec 06 § 29 */
export interface Dependencies {
  /** Ascending; the unknown ones among them. */
  readonly names: readonly string[];
  /** One for each pair, by name of who waits. */
  readonly edges: readonly GraphEdge[];
  readonly waitsOn: ReadonlyMap<string, readonly string[]>;
  readonly neededBy: ReadonlyMap<string, readonly string[]>;
  /** Named as a waiton or waitor, but no test. */
  readonly unknown: ReadonlySet<string>;
}

/** @param isShown leaves out the other tests with what leads to them */
export function dependenciesOf(nodes: readonly GraphNode[], isShown: (testname: string) => boolean = () => true): Dependencies {
  const known = new Set(nodes.map(({ testname }) => testname));
  const byPair = new Map<string, GraphEdge>();
  for (const edge of nodes.flatMap((node) => node.edges)) {
    const pair = JSON.stringify([edge.from, edge.to]);
    // A waiton says more than a waitor.
    if (!byPair.has(pair) || edge.kind === "waiton") byPair.set(pair, edge);
  }
  const edges = [...byPair.values()].filter(({ from, to }) => [from, to].every((name) => isShown(name) || !known.has(name)));
  const mentioned = edges.flatMap(({ from, to }) => [from, to]);
  const names = [...new Set([...[...known].filter(isShown), ...mentioned])].sort();
  const waitsOn = new Map<string, string[]>(names.map((name) => [name, []]));
  const neededBy = new Map<string, string[]>(names.map((name) => [name, []]));
  for (const { from, to } of edges) {
    waitsOn.get(to)?.push(from);
    neededBy.get(from)?.push(to);
  }
  for (const list of [...waitsOn.values(), ...neededBy.values()]) list.sort();
  const unknown = new Set(names.filter((name) => !known.has(name)));
  return { names, edges: edges.sort((a, b) => compare(a.to, b.to) || compare(a.from, b.from)), waitsOn, neededBy, unknown };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Everything that can be reached, without where it began, unless that is reached again. */
export function reachable(from: Iterable<string>, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const found = new Set<string>();
  const open = [...from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    for (const other of next.get(name) ?? []) {
      if (found.has(other)) continue;
      found.add(other);
      open.push(other);
    }
  }
  return found;
}

/** A shortest way from one test to what waits for it, over what waits in between; both included. Undefined when there is none. */
export function wayBetween({ neededBy }: Dependencies, from: string, to: string): string[] | undefined {
  const cameFrom = new Map<string, string | undefined>([[from, undefined]]);
  const queue = [from];
  for (const name of queue) {
    if (name === to) break;
    for (const other of neededBy.get(name) ?? []) {
      if (cameFrom.has(other)) continue;
      cameFrom.set(other, name);
      queue.push(other);
    }
  }
  if (!cameFrom.has(to)) return undefined;
  const way: string[] = [];
  for (let name: string | undefined = to; name !== undefined; name = cameFrom.get(name)) way.push(name);
  return way.reverse();
}

/** The tests nearest to one, along edges in both directions; it is the first. */
export function neighbourhood({ waitsOn, neededBy }: Dependencies, name: string, most: number): string[] {
  const found = new Set([name]);
  for (const near of found) {
    for (const other of [...(waitsOn.get(near) ?? []), ...(neededBy.get(near) ?? [])]) {
      if (found.size >= most) return [...found];
      found.add(other);
    }
  }
  return [...found];
}
