import { useMemo, useState } from "preact/hooks";
import { fullName } from "../../../src/model/index.js";
import { classOf, classTraits, formatUrl, judge, type RunTest, type TestRef, type VerdictClass, verdictClasses } from "../../../src/view/index.js";
import { testOffers } from "../../acting/offers.js";
import { openDrawer } from "../../app/drawer.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Icon } from "../../parts/icon.js";
import { MenuButton, type MenuGroup, openMenu } from "../../parts/menu.js";
import type { Sort } from "../../parts/rows.js";
import { sizeText } from "../../parts/size.js";
import { ErrorState } from "../../parts/states.js";
import { Duration, When } from "../../parts/time.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { inSameRun, testRoute } from "../test/refs.js";
import type { RunTabProps } from "./tab-props.js";

/** The tests of a run as a table. Spec 06 § 23 */
export default function List({ run, tests, params, setParams }: RunTabProps) {
  const [words, setWords] = useState(params["find"] ?? "");
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const only = params["class"];
  const rows = useMemo(() => tests.rows.filter((row) => isWanted(row, only) && hasWords(row, words)), [tests.rows, only, words]);
  const shown = shownColumns(params["cols"]);
  const sort = (params["sort"] as Sort | undefined) ?? "+test";
  if (tests.error !== undefined && tests.rows.length === 0) return <ErrorState error={tests.error} />;
  const type = (text: string) => {
    setWords(text);
    setParams({ find: text || undefined }, { typing: true });
  };
  return (
    <>
      <div class="tab-tools">
        <input type="search" aria-label="Find tests" placeholder="Find…" value={words} onInput={({ currentTarget }) => type(currentTarget.value)} />
        <ClassChoice tests={tests.rows} value={only} onChoose={(name) => setParams({ class: name })} />
        <span class="soft" role="status">
          {rows.length === tests.total ? `${rows.length} tests` : `${rows.length} of ${tests.total ?? "…"} tests`}
        </span>
        <span class="spacer" />
        <ChosenActions run={run} rows={rows} chosen={chosen} />
        <MenuButton
          label="Columns"
          groups={() => [
            {
              items: allColumns
                .slice(2)
                .map((column) => ({ label: column.title, checked: shown.includes(column), run: () => setParams({ cols: toggled(shown, column) }) })),
            },
          ]}
          class="button"
        >
          Columns
        </MenuButton>
      </div>
      <DataTable
        label="Tests of the run"
        columns={shown}
        rows={rows}
        rowKey={(row) => String(row.id)}
        rowRoute={(row) => testRoute(inSameRun(run, row))}
        onOpen={(row) => openDrawer(testRoute(inSameRun(run, row)))}
        onContextMenu={(row, at) => openMenu(fullName(row), menuOf(inSameRun(run, row)), at)}
        chosen={chosen}
        onChoose={setChosen}
        sort={sort}
        onSort={(next) => setParams({ sort: next === "+test" ? undefined : next })}
        empty={
          <p class="tab-note soft">{tests.total === undefined ? "Loading tests …" : tests.total === 0 ? "The run has no tests." : "No test fits."}</p>
        }
      />
    </>
  );
}

function menuOf(test: TestRef): MenuGroup[] {
  const route = testRoute(test);
  const looking = [
    { label: "Show", key: "Enter", run: () => openDrawer(route) },
    { label: "Open page", to: formatUrl(route) },
    { label: "Log", to: formatUrl(testRoute(test, { tab: "log" })) },
  ];
  return [{ items: looking }, ...testOffers([test])];
}

/** Rows are chosen by Space, Shift with arrows, and Ctrl+A. */
function ChosenActions({
  run,
  rows,
  chosen,
}: Pick<RunTabProps, "run"> & { readonly rows: readonly RunTest[]; readonly chosen: ReadonlySet<string> }) {
  const tests = rows.filter(({ id }) => chosen.has(String(id))).map((row) => inSameRun(run, row));
  if (testOffers(tests).length === 0) return null;
  return (
    <MenuButton label={`Actions on ${tests.length} chosen tests`} class="button" groups={() => testOffers(tests)}>
      {tests.length} chosen
      <Icon name="down" />
    </MenuButton>
  );
}

/** What `class` in the address asks for. */
function isWanted(row: RunTest, only: string | undefined): boolean {
  if (only === undefined) return true;
  return only === "bad" ? judge(row) === "bad" : classOf(row) === only;
}

function hasWords(row: RunTest, words: string): boolean {
  if (words === "") return true;
  const text = `${fullName(row)} ${row.host} ${row.failing_step ?? ""} ${row.comment}`.toLowerCase();
  return words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface ClassChoiceProps {
  readonly tests: readonly RunTest[];
  readonly value: string | undefined;
  readonly onChoose: (name: string | undefined) => void;
}

function ClassChoice({ tests, value, onChoose }: ClassChoiceProps) {
  const present = useMemo(() => {
    const names = new Set<VerdictClass>(tests.map(classOf));
    return verdictClasses.filter((name) => names.has(name));
  }, [tests]);
  return (
    <select aria-label="Which tests" value={value ?? ""} onChange={({ currentTarget }) => onChoose(currentTarget.value || undefined)}>
      <option value="">all</option>
      <option value="bad">not good</option>
      {present.map((name) => (
        <option key={name} value={name}>
          {classTraits[name].title}
        </option>
      ))}
    </select>
  );
}

const started = (row: RunTest) => row.state !== "NOT_STARTED";

const allColumns: readonly Column<RunTest>[] = [
  { id: "test", title: "Test", value: (row) => `${row.testname}/${row.item_path}`, render: (row) => <Name row={row} /> },
  // Worst first.
  {
    id: "verdict",
    title: "Verdict",
    width: 150,
    value: (row) => verdictClasses.indexOf(classOf(row)),
    render: (row) => <VerdictBadge verdict={row} />,
  },
  { id: "step", title: "Failing step", width: 120, value: (row) => row.failing_step },
  { id: "comment", title: "Comment", value: (row) => row.comment },
  {
    id: "start",
    title: "Start",
    width: 140,
    value: (row) => (started(row) ? row.event_time : undefined),
    render: (row) => started(row) && <When epoch={row.event_time} />,
  },
  {
    id: "duration",
    title: "Duration",
    number: true,
    width: 100,
    value: (row) => (started(row) ? row.run_duration : undefined),
    render: (row) => started(row) && <RunTime row={row} />,
  },
  { id: "host", title: "Host", width: 110, value: (row) => (row.host === "n/a" ? undefined : row.host) },
  { id: "state", title: "State", width: 130, value: (row) => row.state },
  { id: "status", title: "Status", width: 110, value: (row) => row.status },
  {
    id: "load",
    title: "Load",
    number: true,
    width: 70,
    value: (row) => (row.cpuload < 0 ? undefined : row.cpuload),
    render: (row) => row.cpuload >= 0 && row.cpuload.toFixed(2),
  },
  {
    id: "disk",
    title: "Free disk",
    number: true,
    width: 90,
    value: (row) => (row.diskfree < 0 ? undefined : row.diskfree),
    render: (row) => row.diskfree >= 0 && sizeText(row.diskfree * 1024),
  },
];

const firstColumns = ["step", "comment", "start", "duration", "host"];

/** Name and verdict stay; the others as the address says. */
function shownColumns(cols: string | undefined): readonly Column<RunTest>[] {
  const wanted = cols?.split(",") ?? firstColumns;
  return allColumns.filter(({ id }, index) => index < 2 || wanted.includes(id));
}

function toggled(shown: readonly Column<RunTest>[], column: Column<RunTest>): string | undefined {
  const next = allColumns.filter((one, index) => index >= 2 && shown.includes(one) !== (one === column)).map(({ id }) => id);
  return next.join() === firstColumns.join() ? undefined : next.join();
}

function Name({ row }: { readonly row: RunTest }) {
  if (row.item_path === "") return row.testname;
  return (
    <>
      <span class="soft">{row.testname}/</span>
      {row.item_path}
    </>
  );
}

function RunTime({ row }: { readonly row: RunTest }) {
  return classOf(row) === "running" ? <Duration since={row.event_time} /> : <Duration seconds={row.run_duration} />;
}
