import { useMemo } from "preact/hooks";
import type { Series, SeriesAnswer, SeriesPoint } from "../../../src/view/index.js";
import { exactTime } from "../../app/clock.js";
import { csvText } from "../../parts/csv.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import type { Sort } from "../../parts/rows.js";
import { When } from "../../parts/time.js";
import { limitText } from "../test/limits.js";
import { testRoute, testText } from "../test/refs.js";

interface PointRow {
  readonly key: string;
  readonly series: Series;
  readonly point: SeriesPoint;
  readonly t: string;
  readonly r: string;
  readonly event_time: number;
}

interface PointsTableProps {
  readonly answer: SeriesAnswer;
  readonly isInside: (run: number) => boolean;
  readonly sort: Sort | undefined;
  readonly onSort: (sort: Sort) => void;
}

/** The values of a plot as a table. */
export function PointsTable({ answer, isInside, sort, onSort }: PointsTableProps) {
  const rows = useMemo(() => rowsOf(answer).filter(({ point }) => isInside(point.run)), [answer, isInside]);
  return (
    <DataTable
      label="Values"
      columns={columns}
      rows={rows}
      rowKey={({ key }) => key}
      rowRoute={({ t, r, series: { n, i } }) => testRoute({ t, r, n, i }, { tab: "data" })}
      sort={sort ?? "-started"}
      onSort={onSort}
    />
  );
}

function rowsOf({ series, runs }: SeriesAnswer): PointRow[] {
  return series.flatMap((one, at) =>
    one.points.flatMap((point): PointRow[] => {
      const run = runs[point.run];
      return run === undefined ? [] : [{ key: `${at} ${point.run}`, series: one, point, ...run }];
    }),
  );
}

/** The values of a plot, as a file. */
export function pointsCsv(answer: SeriesAnswer): string {
  const rows = rowsOf(answer).map(({ series, point, t, r, event_time }) => ({
    ...{ target: t, run: r, started: exactTime(event_time), test: series.n, item: series.i, category: series.category, variable: series.variable },
    ...{ value: point.value, expected: point.expected, tol: point.tol, units: series.units, status: point.status },
  }));
  return csvText(["target", "run", "started", "test", "item", "category", "variable", "value", "expected", "tol", "units", "status"], rows);
}

const columns: readonly Column<PointRow>[] = [
  { id: "run", title: "Run", width: 140, value: ({ r }) => r },
  { id: "target", title: "Target", width: 120, value: ({ t }) => t },
  { id: "started", title: "Started", width: 136, value: ({ event_time }) => event_time, render: ({ event_time }) => <When epoch={event_time} /> },
  { id: "test", title: "Test", value: ({ series }) => testText(series) },
  { id: "variable", title: "Variable", value: ({ series: { category, variable } }) => `${category}/${variable}` },
  {
    id: "value",
    title: "Value",
    number: true,
    width: 120,
    value: ({ point }) => point.value,
    render: ({ point: { value, bad } }) => <span class={bad ? "bad-text" : ""}>{value}</span>,
  },
  { id: "units", title: "Unit", width: 64, value: ({ series }) => series.units },
  { id: "limits", title: "Limits", width: 110, value: ({ point }) => limitText(point) },
  {
    id: "status",
    title: "Status",
    width: 96,
    value: ({ point }) => point.status ?? "",
    render: ({ point: { status, bad } }) => <span class={bad ? "bad-text" : ""}>{status ?? <span class="soft">–</span>}</span>,
  },
];
