import type { CellKind, MatrixWindow } from "../../../view/index.js";
import type { ResultsReader } from "../results-reader.js";
import type { Column } from "./column.js";
import type { Layout } from "./layout.js";
import { base64, type WindowRequest } from "./window.js";

type Numbers = Pick<MatrixWindow, "durations" | "before" | "times" | "values">;

/** What cells of a kind show beside their verdicts: numbers for a window, row after row. */
export async function numbersOf(reader: ResultsReader, layout: Layout, part: WindowRequest, kind: CellKind): Promise<Numbers> {
  const durations = base64(gather(layout, part, ({ cells }, at) => cells?.duration[at] ?? -1));
  switch (kind) {
    case "status":
    case "glyph":
    case "duration":
      return { durations };
    case "delta":
      return { durations, before: base64(gather(layout, part, (column, _, row) => durationBefore(layout, column, row))) };
    case "age":
      return { durations, times: base64(gather(layout, part, ({ cells }, at) => cells?.time[at] ?? -1)) };
    default:
      return { durations, values: await measuredValues(reader, layout, part, kind.slice("data:".length)) };
  }
}

/** -1 where a run does not show the test. */
function gather(layout: Layout, { r0, rn, c0, cn }: WindowRequest, numberOf: (column: Column, at: number, row: number) => number): Int32Array {
  const columns = layout.columns.slice(c0, c0 + cn);
  const rows = layout.rows.slice(r0, r0 + rn);
  return Int32Array.from(
    rows.flatMap(({ row }) =>
      columns.map((column) => {
        const at = column.cells?.at(row) ?? -1;
        return layout.visible(column, row, at) ? numberOf(column, at, row) : -1;
      }),
    ),
  );
}

/** In the shown run of the same target before this one. */
function durationBefore({ newestFirst }: Layout, { run }: Column, row: number): number {
  const target = run.target.join("/");
  const place = newestFirst.findIndex((column) => column.run.id === run.id);
  const before = newestFirst.slice(place + 1).find((column) => column.run.target.join("/") === target && (column.cells?.comboOf(row) ?? 0) !== 0);
  return before?.cells?.duration[before.cells.at(row)] ?? -1;
}

/** @param wanted `category/variable` */
async function measuredValues({ records }: ResultsReader, layout: Layout, part: WindowRequest, wanted: string): Promise<string[]> {
  const slash = wanted.indexOf("/");
  const [category, variable] = [wanted.slice(0, slash), wanted.slice(slash + 1)];
  const ids = [...idsIn(layout, part)];
  const rows = await records.listData(ids.filter((id) => id >= 0));
  const values = new Map(
    rows.filter((row) => row.category === category && row.variable === variable).map((row) => [row.test_id, String(row.value ?? "")]),
  );
  return ids.map((id) => values.get(id) ?? "");
}

function* idsIn(layout: Layout, { r0, rn, c0, cn }: WindowRequest): Generator<number> {
  for (const { row } of layout.rows.slice(r0, r0 + rn)) {
    for (const column of layout.columns.slice(c0, c0 + cn)) {
      const at = column.cells?.at(row) ?? -1;
      yield layout.visible(column, row, at) ? (column.cells?.id[at] ?? -1) : -1;
    }
  }
}
