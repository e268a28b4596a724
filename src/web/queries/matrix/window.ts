import { rollUp } from "../../../model/index.js";
import type { ItemSum, MatrixColumn, MatrixRow, MatrixWindow } from "../../../view/index.js";
import type { Column } from "./column.js";
import type { Layout, LayoutRow } from "./layout.js";
import type { RunColumns } from "./run-columns.js";

/** Which part of the matrix, and how many runs the filter selects and how many of those are in memory. */
export interface WindowRequest {
  readonly r0: number;
  readonly rn: number;
  readonly c0: number;
  readonly cn: number;
}

/** Highest bit of a cell: what items add up to, where there is no top-level record. */
const rolledUp = 0x8000;

/** A part of the matrix, as it is sent. */
export function windowOf(
  model: RunColumns,
  layout: Layout,
  { r0, rn, c0, cn }: WindowRequest,
  flaky: ReadonlySet<number>,
): Omit<MatrixWindow, "durations" | "progress" | "notices"> {
  const rows = layout.rows.slice(r0, r0 + rn);
  const columns = layout.columns.slice(c0, c0 + cn);
  const cells = new Uint16Array(rows.length * columns.length);
  const sums: Record<number, (ItemSum | 0)[]> = {};
  rows.forEach((row, place) => {
    columns.forEach((column, across) => {
      cells[place * columns.length + across] = cellOf(model, layout, column, row);
    });
    if (row.isCollapsed) sums[place] = columns.map((column) => itemSum(layout, column, row));
  });
  return {
    rev: layout.rev,
    rows: layout.rows.length,
    cols: layout.columns.length,
    tests: layout.tests,
    isCollapsed: layout.isCollapsed,
    r0,
    c0,
    rowHead: rows.map((row) => rowHead(model, row, flaky)),
    colHead: columns.map((column) => columnHead(model, column)),
    combos: model.vocabulary.combos.verdicts.map(({ state, status }) => [state, status] as const),
    cells: base64(cells),
    sums,
  };
}

/** Also in the browser of a static copy, which has no `Buffer`. */
export function base64({ buffer, byteOffset, byteLength }: Uint16Array | Uint32Array | Int32Array): string {
  const parts: string[] = [];
  for (let at = 0; at < byteLength; at += callSize) {
    parts.push(String.fromCharCode(...new Uint8Array(buffer, byteOffset + at, Math.min(callSize, byteLength - at))));
  }
  return btoa(parts.join(""));
}

/** Bytes that are arguments of one call: far more would not fit the stack. */
const callSize = 8192;

function cellOf({ vocabulary }: RunColumns, { visible }: Layout, column: Column, { row, kids }: LayoutRow): number {
  const at = column.cells?.at(row) ?? -1;
  const combo = column.cells?.combo[at] ?? 0;
  if (combo !== 0) return visible(column, row, at) ? combo : 0;
  const verdicts = itemCombos(column, kids ?? []).flatMap((item) => vocabulary.combos.verdict(item) ?? []);
  if (verdicts.length === 0) return 0;
  const { state, status } = rollUp(verdicts);
  return vocabulary.combos.numberOf(state, status) | rolledUp;
}

function itemCombos({ cells }: Column, kids: readonly number[]): number[] {
  return kids.map((kid) => cells?.comboOf(kid) ?? 0).filter((combo) => combo !== 0);
}

function itemSum({ visible }: Layout, column: Column, { kids = [] }: LayoutRow): ItemSum | 0 {
  const counts = new Map<number, number>();
  for (const kid of kids) {
    const at = column.cells?.at(kid) ?? -1;
    const combo = column.cells?.combo[at] ?? 0;
    if (combo !== 0 && visible(column, kid, at)) counts.set(combo, (counts.get(combo) ?? 0) + 1);
  }
  return counts.size === 0 ? 0 : [...counts].flat();
}

function rowHead({ vocabulary: { names } }: RunColumns, { row, kids, isCollapsed }: LayoutRow, flaky: ReadonlySet<number>): MatrixRow {
  return {
    n: names.testOf(row).testname,
    i: names.itemPath(row),
    ...(kids !== undefined && { kids: kids.length }),
    ...(isCollapsed && { collapsed: true as const }),
    ...((flaky.has(row) || kids?.some((kid) => flaky.has(kid))) && { flaky: true as const }),
  };
}

function columnHead({ vocabulary }: RunColumns, column: Column): MatrixColumn {
  return { ...column.run, counts: column.counts(vocabulary), ...(column.cells === undefined && { isReading: true as const }) };
}
