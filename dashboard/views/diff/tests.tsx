import { useState } from "preact/hooks";
import { formatDuration } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import {
  type Diff,
  type DiffGroup,
  type DiffRow,
  type DiffVerdict,
  diffGroups,
  diffGroupTraits,
  formatRef,
  formatUrl,
  type TestRef,
} from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import type { ViewProps } from "../../app/view-props.js";
import { csvText } from "../../parts/csv.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { download } from "../../parts/download.js";
import { openMenu } from "../../parts/menu.js";
import type { Sort } from "../../parts/rows.js";
import { ClassMark, VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, testRoute } from "../test/refs.js";

interface DiffTestsProps extends Pick<ViewProps<"diff">, "setParams"> {
  readonly diff: Diff;
  readonly params: Readonly<Record<string, string>>;
}

/** How each test differs: counts of all, and a table of what is asked for. */
export function DiffTests({ diff, params, setParams }: DiffTestsProps) {
  const [typed, setTyped] = useState(params["find"] ?? "");
  const sort = (params["sort"] as Sort | undefined) ?? "+group";
  const type = (text: string) => {
    setTyped(text);
    setParams({ find: text || undefined }, { typing: true });
  };
  return (
    <>
      <Counts diff={diff} only={params["only"]} onChoose={(only) => setParams({ only })} />
      <div class="tab-tools">
        <input type="search" aria-label="Find tests" placeholder="Find…" value={typed} onInput={({ currentTarget }) => type(currentTarget.value)} />
        <label class="check">
          <input
            type="checkbox"
            disabled={params["only"] !== undefined}
            checked={params["hide"] !== "none"}
            onChange={() => setParams({ hide: params["hide"] === "none" ? undefined : "none" })}
          />
          hide clean
        </label>
        <span class="soft" role="status">
          {diff.items.length < diff.total ? `the first ${diff.items.length} of ${diff.total} tests` : `${diff.total} tests`}
        </span>
        <span class="spacer" />
        <button type="button" onClick={() => save(diff)}>
          CSV
        </button>
      </div>
      <DataTable
        label="Differences"
        columns={columns}
        rows={diff.items}
        rowKey={fullName}
        rowRoute={(row) => testRoute(refOf(diff, row))}
        onOpen={(row) => openDrawer(testRoute(refOf(diff, row)))}
        onContextMenu={(row, at) => openMenu(fullName(row), menuOf(diff, row), at)}
        sort={sort}
        onSort={(next) => setParams({ sort: next === "+group" ? undefined : next })}
        empty={<p class="tab-note soft">{params["only"] === undefined && typed === "" ? "No test differs." : "No test fits."}</p>}
      />
    </>
  );
}

interface CountsProps {
  readonly diff: Diff;
  readonly only: string | undefined;
  readonly onChoose: (only: string | undefined) => void;
}

/** Each is a button that shows only these. */
function Counts({ diff: { counts, otherDurations }, only, onChoose }: CountsProps) {
  const all = diffGroups.reduce((sum, name) => sum + counts[name], 0);
  const toggle = (name: string) => onChoose(only === name ? undefined : name);
  return (
    <div class="diff-counts" role="group" aria-label="Which tests">
      {diffGroups.map((name) => {
        const { title, mark, explanation } = diffGroupTraits[name];
        return (
          <button key={name} type="button" aria-pressed={only === name} title={explanation} onClick={() => toggle(name)}>
            <ClassMark name={mark} />
            <b>{counts[name]}</b> {title}
            <span class="soft">{share(counts[name], all)}</span>
          </button>
        );
      })}
      <button type="button" aria-pressed={only === "durations"} title="ended in both, by more than 25 % and 10 s" onClick={() => toggle("durations")}>
        <b>{otherDurations}</b> other duration
      </button>
    </div>
  );
}

const share = (count: number, all: number) => (all === 0 ? "" : `${((100 * count) / all).toFixed(1)} %`);

/** A test that the destination has not is shown in the source. */
function refOf({ src, dst }: Diff, row: DiffRow): TestRef {
  return inSameRun(row.dst === undefined || row.group === "not-in-dest" ? src.run : dst.run, row);
}

function menuOf({ src, dst }: Diff, row: DiffRow) {
  const page = (label: string, side: TestRef | undefined) => (side === undefined ? [] : [{ label, to: formatUrl(testRoute(side)) }]);
  const both = row.src !== undefined && row.dst !== undefined;
  return [
    {
      items: [
        ...page("Test of the source", row.src && inSameRun(src.run, row)),
        ...page("Test of the destination", row.dst && inSameRun(dst.run, row)),
        ...(both ? [{ label: "Compare logs", to: formatUrl(testRoute(inSameRun(dst.run, row), { tab: "log", with: formatRef(src.run) })) }] : []),
        { label: "History", to: formatUrl({ view: "history", test: { n: row.testname, i: row.item_path }, params: {} }) },
      ],
    },
  ];
}

const order = (group: DiffGroup) => diffGroups.indexOf(group);

const columns: readonly Column<DiffRow>[] = [
  {
    id: "group",
    title: "Difference",
    width: 164,
    value: ({ group }) => order(group),
    render: ({ group, note }) => (
      <span class="verdict" title={note}>
        <ClassMark name={diffGroupTraits[group].mark} />
        {diffGroupTraits[group].title}
      </span>
    ),
  },
  { id: "test", title: "Test", value: ({ testname }) => testname },
  { id: "item", title: "Item", value: ({ item_path }) => item_path },
  { id: "src", title: "Source", width: 128, value: ({ src }) => src?.status, render: ({ src }) => <Side verdict={src} /> },
  { id: "dst", title: "Destination", width: 128, value: ({ dst }) => dst?.status, render: ({ dst }) => <Side verdict={dst} /> },
  {
    id: "duration",
    title: "Duration",
    number: true,
    width: 104,
    value: changeOf,
    render: (row) => <DurationChange row={row} />,
  },
  { id: "comment", title: "Comment", value: ({ comment }) => comment },
];

function Side({ verdict }: { readonly verdict: DiffVerdict | undefined }) {
  return verdict === undefined ? <span class="soft">no record</span> : <VerdictBadge verdict={verdict} />;
}

function changeOf({ src, dst }: DiffRow): number | undefined {
  return src === undefined || dst === undefined ? undefined : dst.run_duration - src.run_duration;
}

function DurationChange({ row }: { readonly row: DiffRow }) {
  const change = changeOf(row);
  if (change === undefined || change === 0) return null;
  const text = `${change < 0 ? "−" : "+"}${formatDuration(Math.abs(change))}`;
  return <span title={`${formatDuration(row.src?.run_duration ?? 0)}, then ${formatDuration(row.dst?.run_duration ?? 0)}`}>{text}</span>;
}

const csvColumns = ["test", "item", "class", "difference", "source", "destination", "source_s", "destination_s", "comment"] as const;

function save({ items, src, dst }: Diff): void {
  const verdict = (side: DiffRow["src"]) => (side === undefined ? "NULL/NULL" : `${side.state}/${side.status}`);
  const rows = items.map((row) => ({
    test: row.testname,
    item: row.item_path,
    class: row.class,
    difference: row.note,
    source: verdict(row.src),
    destination: verdict(row.dst),
    source_s: row.src?.run_duration ?? null,
    destination_s: row.dst?.run_duration ?? null,
    comment: row.comment,
  }));
  download(`diff-${src.run.r}-${dst.run.r}.csv`.replaceAll("/", "-"), "text/csv", csvText(csvColumns, rows));
}
