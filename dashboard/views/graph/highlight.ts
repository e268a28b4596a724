import { type Dependencies, type GraphLine, reachable, wayBetween } from "../../../src/view/index.js";

/** What stands out: everything else is dimmed. */
export interface Highlight {
  readonly focus?: string;
  readonly upstream: ReadonlySet<string>;
  readonly downstream: ReadonlySet<string>;
  /** Tests on the way between two. */
  readonly way?: readonly string[];
  /** Failed tests, and everything that they keep from starting. */
  readonly failed?: ReadonlySet<string>;
}

interface Asked {
  readonly focus?: string | undefined;
  readonly to?: string | undefined;
  /** Failed tests; `isBlocked` tells which others have not run. */
  readonly failed?: readonly string[] | undefined;
  readonly isBlocked?: (name: string) => boolean;
}

const nobody: ReadonlySet<string> = new Set();

/** Undefined when nothing is asked for. */
export function highlightOf(dependencies: Dependencies, { focus, to, failed, isBlocked = () => true }: Asked): Highlight | undefined {
  const isKnown = (name: string | undefined): name is string => name !== undefined && dependencies.waitsOn.has(name);
  if (isKnown(focus) && isKnown(to)) {
    const way = wayBetween(dependencies, focus, to) ?? wayBetween(dependencies, to, focus);
    return { focus, ...(way && { way }), upstream: nobody, downstream: nobody };
  }
  if (isKnown(focus)) {
    return { focus, upstream: reachable([focus], dependencies.waitsOn), downstream: reachable([focus], dependencies.neededBy) };
  }
  if (failed === undefined) return undefined;
  const blocked = [...reachable(failed, dependencies.neededBy)].filter(isBlocked);
  return { failed: new Set(failed), upstream: nobody, downstream: new Set(blocked) };
}

export function isLit({ focus, upstream, downstream, way, failed }: Highlight, name: string): boolean {
  return name === focus || upstream.has(name) || downstream.has(name) || way?.includes(name) === true || failed?.has(name) === true;
}

/** Whether a line, or one of the many it stands for, leads along what stands out. */
export function isLineLit(highlight: Highlight, { from, to }: Pick<GraphLine, "from" | "to">): boolean {
  const { focus, upstream, downstream, way, failed } = highlight;
  if (way !== undefined) return way.some((name, at) => at > 0 && to.includes(name) && from.includes(way[at - 1] ?? ""));
  const isUp = (name: string) => name === focus || upstream.has(name);
  const isDown = (name: string) => name === focus || downstream.has(name) || failed?.has(name) === true;
  return (from.some((name) => upstream.has(name)) && to.some(isUp)) || (from.some(isDown) && to.some((name) => downstream.has(name)));
}
