import { useMemo, useState } from "preact/hooks";
import { type DataRow, plotParams, type TestRef } from "../../../src/view/index.js";
import { csvText } from "../../parts/csv.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { download } from "../../parts/download.js";
import { Link } from "../../parts/link.js";
import type { Sort } from "../../parts/rows.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { LimitBar } from "./limit-bar.js";
import { limitText } from "./limits.js";
import { testQuestion, testText } from "./refs.js";
import { Sparkline } from "./sparkline.js";
import type { TestTabProps } from "./tab-props.js";
import { useAnswerAgain } from "./use-answer-again.js";

/** What a test has measured, against its limits and its past. Spec 06 § 24 */
export default function Data({ test, params, setParams, changes }: TestTabProps) {
  const { value, error } = useAnswerAgain("test/data", testQuestion(test), changes);
  const [words, setWords] = useState(params["find"] ?? "");
  const showsRules = params["rules"] === "1";
  const sort = (params["sort"] as Sort | undefined) ?? undefined;
  const rows = useMemo(
    () => (value?.items ?? []).filter((row) => (showsRules || !isOfRules(row)) && hasWords(row, words)),
    [value, showsRules, words],
  );
  const columns = useMemo(() => [...valueColumns, plotColumn(test)], [test]);
  if (error !== undefined && value === undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="test data" />;
  const hidden = value.items.filter(isOfRules).length;
  const save = () => download(`${testText(test).replaceAll("/", "-")}-data.csv`, "text/csv", csvText(rawColumns, value.items));
  return (
    <>
      <div class="tab-tools">
        <input
          type="search"
          aria-label="Find in data"
          placeholder="Find…"
          value={words}
          onInput={({ currentTarget }) => {
            setWords(currentTarget.value);
            setParams({ find: currentTarget.value || undefined }, { typing: true });
          }}
        />
        {hidden > 0 && (
          <label class="check">
            <input type="checkbox" checked={showsRules} onChange={() => setParams({ rules: showsRules ? undefined : "1" })} />
            {hidden} of log rules
          </label>
        )}
        <span class="spacer" />
        <button type="button" disabled={value.items.length === 0} onClick={save}>
          CSV
        </button>
      </div>
      <DataTable
        label="Test data"
        columns={columns}
        rows={rows}
        rowKey={(row) => String(row.id)}
        {...(sort !== undefined && { sort })}
        onSort={(next) => setParams({ sort: next })}
        empty={<p class="tab-note soft">{value.items.length === 0 ? "The test has stored no data." : "No row fits."}</p>}
      />
    </>
  );
}

const rawColumns = ["category", "variable", "value", "expected", "tol", "units", "comment", "status", "type"] as const;

/** Spec 03 § 17.5 */
const isOfRules = ({ variable }: DataRow) => /^(rule-\d+|final)$/.test(variable);

const hasWords = (row: DataRow, words: string) =>
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${row.category}/${row.variable} ${row.comment} ${row.status ?? ""}`.toLowerCase().includes(word));

const isBad = ({ status }: DataRow) => /^(fail$|error\b)/i.test(status ?? "");

/** The way to all its values over runs. */
const plotColumn = ({ t, n, i }: TestRef): Column<DataRow> => ({
  id: "plot",
  title: "Plot",
  width: 56,
  render: ({ category, variable }) => (
    <Link to={{ view: "plot", params: plotParams({ category, variable, test: { n, i }, target: t }) }} title={`Plot of ${category}/${variable}`}>
      plot<span class="only-spoken"> of {`${category}/${variable}`}</span>
    </Link>
  ),
});

const valueColumns: readonly Column<DataRow>[] = [
  {
    id: "variable",
    title: "Variable",
    value: (row) => `${row.category}/${row.variable}`,
    render: (row) => (
      <>
        <span class="soft">{row.category}/</span>
        {row.variable}
      </>
    ),
  },
  {
    id: "value",
    title: "Value",
    number: true,
    width: 110,
    value: (row) => row.value ?? undefined,
    render: (row) => <span class={isBad(row) ? "bad-text" : ""}>{row.value}</span>,
  },
  { id: "units", title: "Unit", width: 64, value: (row) => (row.units === "n/a" ? "" : (row.units ?? "")) },
  { id: "limits", title: "Limits", width: 110, render: (row) => <span class="soft">{limitText(row)}</span> },
  { id: "bar", title: "", width: 116, render: (row) => <LimitBar datum={row} bad={isBad(row)} /> },
  {
    id: "status",
    title: "Status",
    width: 84,
    value: (row) => row.status ?? "",
    render: (row) => <span class={isBad(row) ? "bad-text" : ""}>{row.status ?? <span class="soft">–</span>}</span>,
  },
  {
    id: "past",
    title: "Last runs",
    width: 120,
    render: (row) =>
      typeof row.value === "number" && (
        <Sparkline values={[...row.past, { value: row.value, bad: isBad(row) }]} label={`${row.category}/${row.variable} over the last runs`} />
      ),
  },
  { id: "comment", title: "Comment", value: (row) => row.comment },
];
