import { type Filter, formatFilter, formatMatrixOptions, type MatrixOptions } from "../../../view/index.js";
import type { ResultsReader } from "../results-reader.js";
import { makeCellFilter } from "./cell-filter.js";
import type { Column } from "./column.js";
import { type Layout, layOut } from "./layout.js";
import type { RunColumns } from "./run-columns.js";

interface KnownLayout {
  readonly layout: Layout;
  /** Of the columns, when this was made. */
  readonly structure: number;
  /** Undefined when changes of cells make no difference. */
  readonly changes: number | undefined;
  readonly reads: number;
  readonly at: number;
}

/** While runs come into memory one after the other, the layout need not follow each; ms. */
const settlingMs = 500;

/** Everything that decides which rows and columns there are. */
export interface LayoutQuestion {
  readonly filter: Filter;
  readonly options: MatrixOptions;
}

/** So many pages are looked at in turn. */
const keptLayouts = 20;

/** Columns of a window that an answer waits for; others come when they are read. */
const awaitedColumns = 5;

const known = new WeakMap<ResultsReader, Map<string, KnownLayout>>();

/**
 * The rows and columns that a page asks for, as the records are now. The first columns of the part asked for are in memory.
 *
 * @param part columns from `c0` on, `cn` of them
 */
export async function layoutFor(
  reader: ResultsReader,
  question: LayoutQuestion,
  { c0, cn }: { readonly c0: number; readonly cn: number },
): Promise<Layout> {
  const { columns } = reader;
  await columns.refresh();
  for (let maySettle = true; ; maySettle = false) {
    const layout = await currentLayout(reader, question, maySettle);
    const missing = layout.columns.slice(c0, c0 + Math.min(cn, awaitedColumns)).filter(({ cells }) => cells === undefined);
    await columns.want(missing, layout.selected);
    if (missing.length === 0) return layout;
  }
}

async function currentLayout(reader: ResultsReader, { filter, options }: LayoutQuestion, maySettle: boolean): Promise<Layout> {
  const { columns } = reader;
  const layouts = known.get(reader) ?? new Map<string, KnownLayout>();
  known.set(reader, layouts);
  const key = JSON.stringify([formatFilter(filter), formatMatrixOptions({ ...options, cell: "status", density: "normal" })]);
  const found = layouts.get(key);
  if (found !== undefined && isCurrent(found, columns, maySettle)) return found.layout;
  layouts.delete(key);
  const tags = filter.tag === "" ? new Map<string, string>() : await tagsByTest(reader);
  const cellFilter = makeCellFilter(filter, columns.vocabulary, {
    tagsOf: (testname) => tags.get(testname) ?? "",
    areTwoConditions: reader.areTwoConditions,
  });
  const selected = columns.newestFirst.filter(({ run }) => cellFilter.showsRun(run));
  const isByCells = cellFilter.shows !== undefined || options.only !== "" || !["+testname", "-testname", "waiton"].includes(options.sort);
  const prerequisiteRank = options.sort === "waiton" ? prerequisiteRanks(reader, selected[0]) : () => 0;
  const { structure, changes, reads } = columns;
  const layout = layOut(columns.vocabulary, selected, { ...options, filter: cellFilter, prerequisiteRank });
  layouts.set(key, { layout, structure, changes: isByCells ? changes : undefined, reads, at: Date.now() });
  for (const oldest of [...layouts.keys()].slice(0, -keptLayouts)) layouts.delete(oldest);
  return layout;
}

function isCurrent({ structure, changes, reads, at }: KnownLayout, columns: RunColumns, maySettle: boolean): boolean {
  if (structure !== columns.structure || (changes ?? columns.changes) !== columns.changes) return false;
  return reads === columns.reads || (maySettle && columns.isReading && Date.now() - at < settlingMs);
}

async function tagsByTest({ records }: ResultsReader): Promise<ReadonlyMap<string, string>> {
  return new Map((await records.testMeta()).map(({ testname, tags }) => [testname, tags]));
}

/** Of each test the length of the longest chain of tests that it waits for, by the testconfigs of the area. */
function prerequisiteRanks(reader: ResultsReader, newest: Column | undefined): (testname: string) => number {
  if (newest === undefined) return () => 0;
  const requirements = reader.requirements(newest.run);
  const ranks = new Map<string, number>();
  const rankOf = (testname: string): number => {
    const ranked = ranks.get(testname);
    if (ranked !== undefined) return ranked;
    // Of a circle of tests, which cannot run, one is taken as the first.
    ranks.set(testname, 0);
    const rank = Math.max(0, ...(requirements.get(testname)?.waitons ?? []).map((waiton) => rankOf(waiton) + 1));
    ranks.set(testname, rank);
    return rank;
  };
  return rankOf;
}
