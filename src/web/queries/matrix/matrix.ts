import * as z from "zod/mini";
import {
  type MatrixOverview,
  type MatrixPlace,
  type MatrixWindow,
  type MatrixWords,
  type Params,
  parseFilter,
  parseMatrixOptions,
} from "../../../view/index.js";
import { Refused } from "../../refused.js";
import { query } from "../query.js";
import type { ResultsReader } from "../results-reader.js";
import { numbersOf } from "./cell-numbers.js";
import { flakyRows } from "./histories.js";
import type { Layout } from "./layout.js";
import { type LayoutQuestion, layoutFor } from "./layouts.js";
import { nextBad, overview } from "./overview.js";
import { windowOf } from "./window.js";

const place = z.coerce.number().check(z.int(), z.gte(0));
const count = (largest: number) => z.coerce.number().check(z.int(), z.gte(0), z.lte(largest));
/** Parameters of filter and options stay texts: they are read by the grammar that pages use too. */
const withQuestion = <Shape extends z.core.$ZodShape>(shape: Shape) => z.catchall(z.object(shape), z.string());

/** Cells of one answer. */
const mostCells = 60_000;

/** How the matrix is asked for, and what of it could not be understood. */
function questionOf({ firstSort }: ResultsReader, params: Params): LayoutQuestion & { readonly notices: readonly string[] } {
  const { filter, notices } = parseFilter(params);
  const { options, notices: more } = parseMatrixOptions(params, firstSort);
  return { filter, options, notices: [...notices, ...more] };
}

const windowParams = withQuestion({
  r0: z._default(place, 0),
  rn: z._default(count(2000), 50),
  c0: z._default(place, 0),
  cn: z._default(count(500), 20),
  row: z.optional(z.string()),
  col: z.optional(place),
});

/** A part of the matrix; with `row` (a full name) and `col` (the id of a run) the part that begins there. Spec 06 § 22.4 */
export const matrix = query(windowParams, async (reader: ResultsReader, { r0, rn, c0, cn, row, col, ...params }): Promise<MatrixWindow> => {
  const part = { r0, rn, c0, cn };
  if (rn * cn > mostCells) throw new Refused("too-large", `at most ${mostCells} cells at once: ask for fewer rows or columns`);
  const question = questionOf(reader, params);
  const layout = await layoutFor(reader, question, part);
  const fromRow = row === undefined ? r0 : rowNamed(reader, layout, row);
  const fromColumn = col === undefined ? c0 : layout.columns.findIndex(({ run }) => run.id === col);
  const shown = { ...part, r0: within(fromRow, layout.rows), c0: within(fromColumn, layout.columns) };
  const numbers = await numbersOf(reader, layout, shown, question.options.cell);
  const read = layout.selected.filter(({ cells }) => cells !== undefined).length;
  const window = windowOf(reader.columns, layout, shown, await flakyRows(reader));
  const completed = await reader.completedIds();
  const colHead =
    completed.size === 0 ? window.colHead : window.colHead.map((run) => (completed.has(run.id) ? { ...run, completed: true as const } : run));
  return { ...window, colHead, ...numbers, progress: { read, of: layout.selected.length }, notices: question.notices };
});

const within = (place: number, list: readonly unknown[]) => Math.max(0, Math.min(place, list.length - 1));

/** The place of a row; of an item that is not shown that of its test; else 0. */
function rowNamed({ columns: { vocabulary } }: ResultsReader, layout: Layout, name: string): number {
  const { names } = vocabulary;
  const exact = layout.rows.findIndex(({ row }) => names.fullName(row) === name);
  if (exact >= 0) return exact;
  const slash = name.indexOf("/");
  const test = slash < 0 ? name : name.slice(0, slash);
  return Math.max(
    0,
    layout.rows.findIndex(({ row }) => names.testOf(row).testname === test),
  );
}

/** Where failures are, in the whole matrix from top to bottom. Spec 06 § 22.3 */
export const matrixOverview = query(
  withQuestion({ parts: z._default(count(2000).check(z.gte(1)), 200) }),
  async (reader: ResultsReader, { parts, ...params }): Promise<MatrixOverview> => {
    const layout = await layoutFor(reader, questionOf(reader, params), { c0: 0, cn: 1 });
    return { rev: layout.rev, rows: layout.rows.length, ...overview(reader.columns.vocabulary, layout, parts) };
  },
);

const nextParams = withQuestion({ from: z.coerce.number().check(z.int()), col: place, up: z.optional(z.string()) });

/** The next bad cell of a column below a row, or above it. Spec 06 § 21 */
export const matrixNext = query(nextParams, async (reader: ResultsReader, { from, col, up, ...params }): Promise<MatrixPlace> => {
  const layout = await layoutFor(reader, questionOf(reader, params), { c0: col, cn: 1 });
  const row = nextBad(reader.columns.vocabulary, layout, col, from, up === undefined ? 1 : -1);
  return { rev: layout.rev, ...(row !== undefined && { place: { row, col } }) };
});

/** The states and statuses that occur. Spec 06 § 18.2 */
export const matrixWords = query(z.object({}), async ({ columns }: ResultsReader): Promise<MatrixWords> => {
  await columns.refresh();
  const { verdicts } = columns.vocabulary.combos;
  const sorted = (texts: readonly string[]) => [...new Set(texts)].sort();
  return { states: sorted(verdicts.map(({ state }) => state)), statuses: sorted(verdicts.map(({ status }) => status)) };
});
