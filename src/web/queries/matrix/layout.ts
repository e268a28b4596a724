import { isLive } from "../../../model/index.js";
import type { MatrixOptions, RowChoice } from "../../../view/index.js";
import type { CellFilter } from "./cell-filter.js";
import type { Column } from "./column.js";
import { badCombos, eachTest, rowValues, type Scope } from "./row-values.js";
import { pageRows } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

/** Which rows and columns a matrix has, in their order. */
export interface Layout {
  /** The same for the same rows and columns. */
  readonly rev: string;
  /** The runs that the filter selects, newest first. */
  readonly selected: readonly Column[];
  /** Those that are shown, in the order of the page, and newest first. */
  readonly columns: readonly Column[];
  readonly newestFirst: readonly Column[];
  readonly rows: readonly LayoutRow[];
  readonly isCollapsed: boolean;
  /** Tests that are shown in all columns, hidden items included, top-level records not. */
  readonly tests: number;
  readonly visible: Scope["visible"];
}

export interface LayoutRow {
  readonly row: number;
  /** The shown items of a test that has some. */
  readonly kids?: readonly number[];
  readonly isCollapsed: boolean;
}

/** More rows than this begin collapsed; spec 06 § 22.1. */
const mostExpanded = 300;

export interface LayoutOptions extends Pick<MatrixOptions, "sort" | "oldest" | "byTarget" | "collapse" | "only" | "empty"> {
  readonly filter: CellFilter;
  readonly prerequisiteRank: (testname: string) => number;
}

/** @param selected the runs that the filter shows, newest first */
export function layOut(vocabulary: Vocabulary, selected: readonly Column[], options: LayoutOptions): Layout {
  const { filter, sort, only, empty, collapse } = options;
  const visible: Scope["visible"] = (column, row, at) => {
    const { cells } = column;
    if (cells === undefined || filter.rows[row] !== 1 || (cells.combo[at] ?? 0) === 0) return false;
    return filter.shows === undefined || filter.shows(cells, row, at);
  };
  const { seen, shownIn } = look(vocabulary, selected, filter);
  const newestFirst = selected.filter((column) => empty || column.cells === undefined || (shownIn.get(column) ?? 0) > 0);
  const scope: Scope = { vocabulary, newestFirst, visible, prerequisiteRank: options.prerequisiteRank };
  if (only !== "") choose(only, seen, scope);
  const tests = sortedTests(seen, scope, sort);
  const rowCount = tests.reduce((sum, { kids }) => sum + 1 + (kids?.length ?? 0), 0);
  const isCollapsed = collapse.mode === "all" || (collapse.mode === "auto" && rowCount > mostExpanded);
  const rows = tests.flatMap(({ row, kids }): LayoutRow[] => {
    if (kids === undefined) return [{ row, isCollapsed: false }];
    const isThis = isCollapsed !== collapse.except.has(vocabulary.names.testOf(row).testname);
    return [{ row, kids, isCollapsed: isThis }, ...(isThis ? [] : kids.map((kid) => ({ row: kid, isCollapsed: false })))];
  });
  const columns = inOrder(newestFirst, options);
  return {
    rev: revision(rows, columns),
    selected,
    columns,
    newestFirst,
    rows,
    isCollapsed,
    visible,
    tests: [...shownIn.values()].reduce((sum, count) => sum + count, 0),
  };
}

/** Which rows some run shows a test in, and how many tests each run shows. Written for millions of cells. */
function look(vocabulary: Vocabulary, columns: readonly Column[], { rows, shows }: CellFilter) {
  const seen = new Uint8Array(vocabulary.names.size);
  const shownIn = new Map<Column, number>();
  for (const column of columns) {
    let count = 0;
    const { cells } = column;
    for (const [firstRow, at] of cells?.pages() ?? []) {
      for (let k = 0; k < pageRows; k++) {
        const row = firstRow + k;
        if (cells === undefined || cells.combo[at + k] === 0 || rows[row] !== 1 || shows?.(cells, row, at + k) === false) continue;
        seen[row] = 1;
        count++;
      }
    }
    shownIn.set(column, count);
  }
  return { seen, shownIn };
}

/** Clears the rows that are not among the chosen ones. */
function choose(only: Exclude<RowChoice, "">, seen: Uint8Array, { vocabulary, newestFirst, visible }: Scope): void {
  const kept = new Uint8Array(seen.length);
  const { combos } = vocabulary;
  if (only === "changed") {
    const first = new Uint16Array(seen.length);
    for (const column of newestFirst) {
      eachTest(column, (row, at) => {
        const combo = column.cells?.combo[at] ?? 0;
        if (!visible(column, row, at)) return;
        if (first[row] === 0) first[row] = combo;
        else if (first[row] !== combo) kept[row] = 1;
      });
    }
  } else {
    const wanted = only === "failing" ? badCombos(vocabulary) : Uint8Array.from([0, ...combos.verdicts.map(({ state }) => Number(isLive(state)))]);
    for (const column of only === "failing" ? newestFirst.slice(0, 1) : newestFirst) {
      eachTest(column, (row, at) => {
        if (wanted[column.cells?.combo[at] ?? 0] === 1 && visible(column, row, at)) kept[row] = 1;
      });
    }
  }
  for (let row = 0; row < seen.length; row++) if (kept[row] !== 1) seen[row] = 0;
}

interface ShownTest {
  readonly row: number;
  readonly kids?: readonly number[];
}

function sortedTests(seen: Uint8Array, scope: Scope, sort: MatrixOptions["sort"]): ShownTest[] {
  const { names } = scope.vocabulary;
  const ranks = names.ranks();
  const values = rowValues(sort, scope);
  const byName = (a: number, b: number) => (ranks[a] ?? 0) - (ranks[b] ?? 0);
  const sign = sort === "-testname" ? -1 : 1;
  const before =
    values === undefined ? (a: number, b: number) => sign * byName(a, b) : (a: number, b: number) => sign3(values[a], values[b]) || byName(a, b);
  const tests = names.tests.flatMap(({ top, items }): ShownTest[] => {
    const kids = [...items.values()].filter((row) => seen[row] === 1);
    if (kids.length > 0) return [{ row: top, kids: kids.sort(before) }];
    return seen[top] === 1 ? [{ row: top }] : [];
  });
  // A test whose own record is not shown stands where the first of its items would.
  const leader = ({ row, kids }: ShownTest) => (seen[row] === 1 || values === undefined ? row : (kids?.[0] ?? row));
  return tests.sort((a, b) => before(leader(a), leader(b)));
}

const sign3 = (a: number | undefined, b: number | undefined) => ((a ?? 0) < (b ?? 0) ? -1 : (a ?? 0) > (b ?? 0) ? 1 : 0);

function inOrder(newestFirst: readonly Column[], { oldest, byTarget }: LayoutOptions): readonly Column[] {
  const columns = oldest ? [...newestFirst].reverse() : newestFirst;
  if (!byTarget) return columns;
  const groups = new Map<string, Column[]>();
  for (const column of columns) {
    const target = column.run.target.join("/");
    const group = groups.get(target);
    if (group === undefined) groups.set(target, [column]);
    else group.push(column);
  }
  return [...groups.values()].flat();
}

/** FNV-1a over what is shown. */
function revision(rows: readonly LayoutRow[], columns: readonly Column[]): string {
  let hash = 0x811c9dc5;
  const add = (number: number) => {
    hash = Math.imul(hash ^ number, 0x01000193);
  };
  for (const { row, isCollapsed, kids } of rows) {
    add(row);
    add((kids?.length ?? 0) * 2 + Number(isCollapsed));
  }
  for (const { run } of columns) add(run.id);
  return `${(hash >>> 0).toString(36)}.${rows.length}.${columns.length}`;
}
