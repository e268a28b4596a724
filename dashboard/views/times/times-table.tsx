import { fullName } from "../../../src/model/index.js";
import { type Bar, endOfBar, type RunRef } from "../../../src/view/index.js";
import { exactTime } from "../../app/clock.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import type { Sort } from "../../parts/rows.js";
import { Duration, When } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, testRoute } from "../test/refs.js";

interface TimesTableProps {
  readonly run: RunRef;
  readonly bars: readonly Bar[];
  readonly critical: readonly number[];
  readonly now: number;
  readonly sort: Sort;
  readonly onSort: (sort: Sort) => void;
}

/** The chart of times as a table. */
export function TimesTable({ run, bars, critical, now, sort, onSort }: TimesTableProps) {
  const place = new Map(critical.map((id, nth) => [id, nth + 1]));
  const columns: Column<Bar>[] = [
    { id: "test", title: "Test", value: fullName },
    { id: "verdict", title: "Verdict", width: 150, value: ({ class: name }) => name, render: (bar) => <VerdictBadge verdict={bar} /> },
    { id: "from", title: "Start", width: 150, value: ({ from }) => from, render: ({ from }) => <When epoch={from} /> },
    {
      id: "until",
      title: "End",
      width: 150,
      value: (bar) => endOfBar(bar, now),
      render: ({ live, until }) => (live ? <span class="soft">still live</span> : <span title={exactTime(until)}>{exactTime(until).slice(11)}</span>),
    },
    {
      id: "duration",
      title: "Duration",
      width: 110,
      number: true,
      value: (bar) => endOfBar(bar, now) - bar.from,
      render: (bar) => <Duration seconds={endOfBar(bar, now) - bar.from} />,
    },
    { id: "host", title: "Host", width: 130, value: ({ host }) => host },
    { id: "jobgroup", title: "Job group", width: 120, value: ({ jobgroup }) => jobgroup },
    { id: "critical", title: "Critical path", width: 110, number: true, value: ({ id }) => place.get(id) },
  ];
  return (
    <DataTable
      label="Times of tests"
      columns={columns}
      rows={bars}
      rowKey={({ id }) => String(id)}
      rowRoute={(bar) => testRoute(inSameRun(run, bar))}
      sort={sort}
      onSort={onSort}
    />
  );
}
