import type { RunTest } from "../../../src/view/index.js";

/** Tests against items: what the grid shows where. */
export interface RunGrid {
  /** Names of tests, in the order in which they began. */
  readonly tests: readonly string[];
  /** Item paths; the empty one, of plain tests and top-level records, first. */
  readonly items: readonly string[];
  cell(test: string, item: string): RunTest | undefined;
}

/** @see spec 06 § 9 */
export function runGrid(rows: readonly RunTest[]): RunGrid {
  const byTest = new Map<string, Map<string, RunTest>>();
  const began = new Map<string, number>();
  for (const row of rows) {
    const items = byTest.get(row.testname) ?? new Map<string, RunTest>();
    byTest.set(row.testname, items.set(row.item_path, row));
    const start = row.state === "NOT_STARTED" ? Number.POSITIVE_INFINITY : row.event_time;
    began.set(row.testname, Math.min(began.get(row.testname) ?? Number.POSITIVE_INFINITY, start));
  }
  const tests = [...byTest.keys()].sort((a, b) => compare(began.get(a) ?? 0, began.get(b) ?? 0) || collator.compare(a, b));
  const items = [...new Set(rows.map(({ item_path }) => item_path))].sort(collator.compare);
  return { tests, items, cell: (test, item) => byTest.get(test)?.get(item) };
}

const collator = new Intl.Collator("en", { numeric: true });

/** Not by difference: two that have not begun are equal. */
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** A place in the grid. */
export interface GridPlace {
  readonly row: number;
  readonly column: number;
}

/** Where a key leads; undefined when it does not move. `page`: rows on the screen. Spec 06 § 21 */
export function movedInGrid(
  event: { readonly key: string; readonly ctrlKey: boolean },
  from: GridPlace,
  size: GridPlace,
  page: number,
): GridPlace | undefined {
  const { row, column } = from;
  const last = { row: size.row - 1, column: size.column - 1 };
  const moves: Readonly<Record<string, GridPlace>> = {
    ArrowDown: { row: row + 1, column },
    ArrowUp: { row: row - 1, column },
    ArrowRight: { row, column: column + 1 },
    ArrowLeft: { row, column: column - 1 },
    PageDown: { row: row + page, column },
    PageUp: { row: row - page, column },
    Home: event.ctrlKey ? { row: 0, column: 0 } : { row, column: 0 },
    End: event.ctrlKey ? last : { row, column: last.column },
  };
  const to = moves[event.key];
  return to && { row: within(to.row, last.row), column: within(to.column, last.column) };
}

const within = (value: number, last: number) => Math.max(0, Math.min(last, value));
