import type { RunRow } from "../../src/view/index.js";

/** A value of a key, or (without children) a run. */
export interface TreeNode {
  /** Values from the top, and the run name; unique. */
  readonly path: readonly string[];
  readonly children?: readonly TreeNode[];
  readonly run?: RunRow;
  /** Runs below. */
  readonly runs: number;
  /** Tests below that failed. */
  readonly bad: number;
}

/** A node as it stands in the list on the screen. */
export interface TreeLine {
  readonly node: TreeNode;
  readonly depth: number;
  readonly open: boolean;
}

/**
 * Target values level by level in order of their first run, runs as leaves, the newest on top; spec 06 § 6.3.
 *
 * @param runs newest first
 * @param badOf how many tests of a run count as failed
 */
export function treeOf(runs: readonly RunRow[], badOf: (run: RunRow) => number): readonly TreeNode[] {
  return level(runs, [], badOf);
}

function level(runs: readonly RunRow[], path: readonly string[], badOf: (run: RunRow) => number): TreeNode[] {
  const groups = new Map<string, RunRow[]>();
  const leaves: TreeNode[] = [];
  for (const run of runs) {
    const value = run.target[path.length];
    if (value === undefined) leaves.push({ path: [...path, run.runname], run, runs: 1, bad: badOf(run) });
    else groups.set(value, [...(groups.get(value) ?? []), run]);
  }
  const inner = [...groups]
    .sort(([a], [b]) => a.localeCompare(b, "en", { numeric: true }))
    .map(([value, members]) => node([...path, value], level(members, [...path, value], badOf)));
  return [...inner, ...leaves];
}

function node(path: readonly string[], children: readonly TreeNode[]): TreeNode {
  const sum = (field: "runs" | "bad") => children.reduce((total, child) => total + child[field], 0);
  return { path, children, runs: sum("runs"), bad: sum("bad") };
}

/** The lines to show: children of open nodes, or everything that has the words in its path and what leads there. */
export function linesOf(nodes: readonly TreeNode[], isOpen: (key: string) => boolean, words: string): readonly TreeLine[] {
  const needles = words
    .toLowerCase()
    .split(/[\s/]+/)
    .filter(Boolean);
  const hits = (candidate: TreeNode) => needles.every((needle) => candidate.path.join("/").toLowerCase().includes(needle));
  const hasHit = (candidate: TreeNode): boolean => hits(candidate) || candidate.children?.some(hasHit) === true;
  const walk = (list: readonly TreeNode[], depth: number): TreeLine[] =>
    list.flatMap((candidate) => {
      if (needles.length > 0 && !hasHit(candidate)) return [];
      const open = candidate.children !== undefined && (needles.length > 0 ? candidate.children.some(hasHit) : isOpen(keyOf(candidate)));
      return [{ node: candidate, depth, open }, ...(open ? walk(candidate.children ?? [], depth + 1) : [])];
    });
  return walk(nodes, 0);
}

/** Tells nodes apart. */
export function keyOf({ path, run }: TreeNode): string {
  return `${run === undefined ? "target" : "run"} ${path.join("/")}`;
}
