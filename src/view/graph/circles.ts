import type { Dependencies } from "./dependencies.js";

/**
 * Tests that wait for each other: each circle from its first name on, without coming back to it. Of tests that are tied together in several ways one
 * circle is told.
 */
export function circlesIn(dependencies: Dependencies): string[][] {
  return knots(dependencies).flatMap((knot) => {
    const [first] = [...knot].sort();
    if (first === undefined) return [];
    return [circleFrom(first, knot, dependencies)];
  });
}

/** The edges that lie inside circles: pairs of waiton and waiting test, as JSON. */
export function circularPairs(dependencies: Dependencies): Set<string> {
  const knotOf = new Map(knots(dependencies).flatMap((knot, at) => [...knot].map((name) => [name, at] as const)));
  const inside = dependencies.edges.filter(({ from, to }) => knotOf.has(from) && knotOf.get(from) === knotOf.get(to));
  return new Set(inside.map(({ from, to }) => JSON.stringify([from, to])));
}

/** Shortest way from a name back to it, inside its knot. */
function circleFrom(first: string, knot: ReadonlySet<string>, { neededBy }: Dependencies): string[] {
  const cameFrom = new Map<string, string>();
  const queue = [first];
  for (const name of queue) {
    for (const other of neededBy.get(name) ?? []) {
      if (!knot.has(other) || cameFrom.has(other)) continue;
      cameFrom.set(other, name);
      queue.push(other);
    }
    if (cameFrom.has(first)) break;
  }
  const circle: string[] = [];
  for (let name = cameFrom.get(first); name !== undefined && name !== first; name = cameFrom.get(name)) circle.push(name);
  return [first, ...circle.reverse()];
}

interface Visit {
  readonly name: string;
  readonly next: Iterator<string>;
}

/** Strongly connected tests, more than one or one that waits for itself; Tarjan's way without recursion, since chains may be long. */
function knots({ names, neededBy }: Dependencies): Set<string>[] {
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const onStack = new Set<string>();
  const found: Set<string>[] = [];
  const visits: Visit[] = [];
  const enter = (name: string) => {
    index.set(name, index.size);
    low.set(name, index.size - 1);
    stack.push(name);
    onStack.add(name);
    visits.push({ name, next: (neededBy.get(name) ?? []).values() });
  };
  const lower = (name: string, to: number) => low.set(name, Math.min(low.get(name) ?? 0, to));
  const leave = (name: string) => {
    if (low.get(name) !== index.get(name)) return;
    const knot = new Set<string>();
    for (let top = stack.pop(); top !== undefined; top = stack.pop()) {
      onStack.delete(top);
      knot.add(top);
      if (top === name) break;
    }
    if (knot.size > 1 || neededBy.get(name)?.includes(name)) found.push(knot);
  };
  for (const name of names) {
    if (!index.has(name)) enter(name);
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const { done, value: other } = visit.next.next();
      if (done) {
        visits.pop();
        leave(visit.name);
        const parent = visits.at(-1);
        if (parent !== undefined) lower(parent.name, low.get(visit.name) ?? 0);
      } else if (!index.has(other)) enter(other);
      else if (onStack.has(other)) lower(visit.name, index.get(other) ?? 0);
    }
  }
  return found;
}
