import { signal } from "@preact/signals";
import type { RunRef, TestRef } from "../../../src/view/index.js";
import { rowName, runKey } from "./data/snapshot.js";

/** What is selected: tests of runs, and whole runs. By names, so that it outlives any change of the matrix. */
export interface Selection {
  readonly cells: ReadonlyMap<string, TestRef>;
  readonly runs: ReadonlyMap<string, RunRef>;
}

export const nothing: Selection = { cells: new Map(), runs: new Map() };

/** Of the matrix. */
export const selection = signal<Selection>(nothing);

export const isNothing = ({ cells, runs }: Selection): boolean => cells.size + runs.size === 0;

export const cellKey = (ref: TestRef): string => `${runKey(ref)}\n${rowName(ref)}`;

/** Adds cells; or takes them away, when all of them are selected already and `toggle` says so. */
export function selectCells(refs: readonly TestRef[], { toggle = false } = {}): void {
  const { cells } = selection.value;
  const isThere = toggle && refs.every((ref) => cells.has(cellKey(ref)));
  const next = new Map(cells);
  for (const ref of refs) {
    if (isThere) next.delete(cellKey(ref));
    else next.set(cellKey(ref), ref);
  }
  selection.value = { ...selection.value, cells: next };
}

export function toggleRun(run: RunRef): void {
  const runs = new Map(selection.value.runs);
  if (!runs.delete(runKey(run))) runs.set(runKey(run), run);
  selection.value = { ...selection.value, runs };
}
