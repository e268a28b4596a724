import { groupBy } from "../../base/index.js";

/** What is placed as one: a test; a block of tests that stand alike; or, without names, a bend of a line that passes through a layer. */
export interface Unit {
  readonly names: readonly string[];
  readonly width: number;
  readonly height: number;
  /** What lines lead to in the layers before and after; set by `tie`. */
  before: Unit[];
  after: Unit[];
  layer: number;
  /** In its layer, from the top. */
  place: number;
  /** Left upper corner. */
  x: number;
  y: number;
  /** Right edge of its layer: until there nothing stands beside it. */
  right: number;
}

/** A line between two units. */
export interface Link {
  from: Unit;
  to: Unit;
  /** It leads against the direction of time, as part of a circle: `from` is then what waits. */
  isTurned: boolean;
  /** In the layers between. */
  bends: Unit[];
}

export interface Network {
  readonly units: readonly Unit[];
  readonly links: readonly Link[];
}

export interface NodeSize {
  readonly width: number;
  readonly height: number;
  /** Between nodes of a block. */
  readonly gap: number;
}

export type Pair = readonly [from: string, to: string];

/** So many tests that stand alike make a block. */
const smallestBlock = 5;

/** Tests as units. Those that wait for the same and are needed by the same stand together, so that one line stands for those of all. */
export function networkOf(names: readonly string[], pairs: readonly Pair[], size: NodeSize): Network {
  const around = new Map<string, { readonly before: string[]; readonly after: string[] }>(names.map((name) => [name, { before: [], after: [] }]));
  for (const [from, to] of pairs) {
    around.get(from)?.after.push(to);
    around.get(to)?.before.push(from);
  }
  const alike = groupBy(names, (name) => JSON.stringify([around.get(name)?.before.sort(), around.get(name)?.after.sort()]));
  const groups = [...alike.values()].flatMap((group) => (group.length >= smallestBlock ? [group] : group.map((name) => [name])));
  const units = groups.map((group) => unitOf(group, size));
  return { units, links: linksOf(units, pairs) };
}

export function columnsOf(count: number, { width, height }: Pick<NodeSize, "width" | "height">): number {
  return count < smallestBlock ? 1 : Math.max(1, Math.round(Math.sqrt((4 * count * height) / width)));
}

function unitOf(names: readonly string[], size: NodeSize): Unit {
  const columns = columnsOf(names.length, size);
  const rows = Math.ceil(names.length / columns);
  const frame = names.length > 1 ? 2 * size.gap : 0;
  const across = (count: number, length: number) => count * length + (count - 1) * size.gap + frame;
  return {
    names,
    width: across(columns, size.width),
    height: across(rows, size.height),
    before: [],
    after: [],
    layer: 0,
    place: 0,
    x: 0,
    y: 0,
    right: 0,
  };
}

function linksOf(units: readonly Unit[], pairs: readonly Pair[]): Link[] {
  const unitOfName = new Map(units.flatMap((unit) => unit.names.map((name) => [name, unit] as const)));
  const known = new Map<Unit, Set<Unit>>();
  return pairs.flatMap(([first, second]): Link[] => {
    const [from, to] = [unitOfName.get(first), unitOfName.get(second)];
    if (from === undefined || to === undefined || from === to || known.get(from)?.has(to)) return [];
    known.set(from, (known.get(from) ?? new Set()).add(to));
    return [{ from, to, isTurned: false, bends: [] }];
  });
}

/** Turns links around until none leads back to where others come from. */
export function breakCircles({ units, links }: Network): void {
  const outgoing = groupBy(links, ({ from }) => from);
  const state = new Map<Unit, "open" | "done">();
  for (const root of units) {
    if (state.has(root)) continue;
    const path: { readonly unit: Unit; readonly next: Iterator<Link> }[] = [];
    const enter = (unit: Unit) => {
      state.set(unit, "open");
      path.push({ unit, next: (outgoing.get(unit) ?? []).values() });
    };
    enter(root);
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const { done, value: link } = top.next.next();
      if (done) {
        state.set(top.unit, "done");
        path.pop();
      } else if (state.get(link.to) === "open") {
        const { from, to } = link;
        Object.assign(link, { from: to, to: from, isTurned: true });
      } else if (!state.has(link.to)) enter(link.to);
    }
  }
}

/** Tells units and bends what links lead to. */
export function tie({ units, links }: Network): void {
  for (const unit of [...units, ...links.flatMap(({ bends }) => bends)]) {
    unit.before = [];
    unit.after = [];
  }
  for (const { from, to, bends } of links) {
    const way = [from, ...bends, to];
    way.forEach((unit, at) => {
      const next = way[at + 1];
      if (next === undefined) return;
      unit.after.push(next);
      next.before.push(unit);
    });
  }
}

/** Networks that no link connects, the largest first. */
export function partsOf({ units, links }: Network): Network[] {
  const seen = new Set<Unit>();
  const groups: Set<Unit>[] = [];
  for (const root of units) {
    if (seen.has(root)) continue;
    const group = new Set([root]);
    for (const unit of group) for (const other of [...unit.before, ...unit.after]) group.add(other);
    for (const unit of group) seen.add(unit);
    groups.push(group);
  }
  const groupOf = new Map(groups.flatMap((group) => [...group].map((unit) => [unit, group] as const)));
  const linksOfGroup = groupBy(links, ({ from }) => groupOf.get(from));
  const parts = groups.map((group) => ({ units: [...group], links: linksOfGroup.get(group) ?? [] }));
  return parts.sort((a, b) => b.links.length - a.links.length);
}
