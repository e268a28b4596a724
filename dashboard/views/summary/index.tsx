import { type ClassCounts, classTraits, type RunRow, type VerdictClass, verdictClasses } from "../../../src/view/index.js";
import { runs } from "../../app/runs.js";
import { hello } from "../../app/session.js";
import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { Copy } from "../../parts/copy.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Fact } from "../../parts/facts.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, Loading } from "../../parts/states.js";
import { Duration, When } from "../../parts/time.js";
import { ClassMark, CountsBar, presentClasses } from "../../parts/verdict.js";
import { TrendTables } from "./trends.js";
import "../../parts/object-page.css";
import "./summary.css";

/** The area at a glance: what it is, and what its runs add up to; spec 06 § 17. */
export default function Summary({ route: { params }, setParams }: ViewProps<"summary">) {
  const { areas = [], keys = [], user, host, version } = hello.value ?? {};
  const names = areas.map(({ name }) => name).join(" + ");
  const known = runs.value;
  useTitle(`Summary of ${names}`);
  return (
    <div class="page summary">
      <header>
        <h1>{names}</h1>
        {areas.map(({ toppath }) => (
          <p key={toppath} class="summary-path">
            <code>{toppath}</code>
            <Copy what="path" text={toppath} />
          </p>
        ))}
      </header>
      <dl class="summary-facts">
        <Fact name="Keys">{keys.join(" / ")}</Fact>
        <Fact name="Targets">{known && new Set(known.map(({ target }) => target.join("/"))).size}</Fact>
        <Fact name="Runs">{known?.length}</Fact>
        <Fact name="User">{`${user} on ${host}`}</Fact>
        <Fact name="Version">{version}</Fact>
      </dl>
      {known !== undefined && known.length > 0 && <TrendTables />}
      {known === undefined ? <Loading what="runs" /> : <Statistics runs={known} sort={params["sort"]} onSort={(sort) => setParams({ sort })} />}
    </div>
  );
}

interface StatisticsProps {
  readonly runs: readonly RunRow[];
  readonly sort: string | undefined;
  readonly onSort: (sort: Sort) => void;
}

/** A row per target and run, a column per class that occurs; what the reference calls run statistics. */
function Statistics({ runs: rows, sort, onSort }: StatisticsProps) {
  const totals = sumOf(rows);
  if (rows.length === 0) {
    return (
      <EmptyState title="No runs yet">
        The first one is started with <code>megatest -run -target … -runname …</code>; it appears here by itself.
      </EmptyState>
    );
  }
  return (
    <section class="summary-runs">
      <h2>All runs</h2>
      <Legend totals={totals} />
      <DataTable
        label="Runs and their results"
        columns={columnsFor(presentClasses(totals).map(({ name }) => name))}
        rows={rows}
        rowKey={({ id }) => String(id)}
        rowRoute={({ target, runname }) => ({ view: "runs", params: { target: target.join("/"), run: runname } })}
        {...(isSort(sort) && { sort })}
        onSort={onSort}
      />
    </section>
  );
}

/** The totals, and with them what the colours mean. */
function Legend({ totals }: { readonly totals: ClassCounts }) {
  return (
    <div class="summary-totals">
      <CountsBar counts={totals} />
      <ul>
        {presentClasses(totals).map(({ name, count }) => (
          <li key={name}>
            <ClassMark name={name} /> {count} {classTraits[name].title}
          </li>
        ))}
      </ul>
    </div>
  );
}

function columnsFor(classes: readonly VerdictClass[]): readonly Column<RunRow>[] {
  return [
    { id: "target", title: "Target", value: ({ target }) => target.join("/"), width: 140 },
    { id: "runname", title: "Run", value: ({ runname }) => runname, width: 208 },
    { id: "results", title: "Results", render: ({ counts }) => <CountsBar counts={counts} />, width: 140 },
    {
      id: "event_time",
      title: "Started",
      value: ({ event_time }) => event_time,
      render: ({ event_time }) => <When epoch={event_time} />,
      width: 136,
    },
    {
      id: "duration",
      title: "Duration",
      value: ({ duration }) => duration,
      render: ({ duration }) => <Duration seconds={duration} />,
      number: true,
      width: 96,
    },
    ...classes.map(
      (name): Column<RunRow> => ({
        id: name,
        title: classTraits[name].title,
        head: <ClassMark name={name} />,
        value: ({ counts }) => counts[name],
        number: true,
        width: 40,
      }),
    ),
  ];
}

function sumOf(rows: readonly RunRow[]): ClassCounts {
  return Object.fromEntries(verdictClasses.map((name) => [name, rows.reduce((sum, { counts }) => sum + (counts[name] ?? 0), 0)]));
}

function isSort(text: string | undefined): text is Sort {
  return text !== undefined && /^[+-]/.test(text);
}
