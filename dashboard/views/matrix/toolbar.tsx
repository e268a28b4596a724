import { type Filter, filterCommand, type MatrixOptions, type RowChoice, type RowOrder, rowOrders } from "../../../src/view/index.js";
import { notify } from "../../app/notices.js";
import { hrefOf, location } from "../../app/router.js";
import { MenuButton, type MenuGroup } from "../../parts/menu.js";
import { Chips } from "./chips.js";
import type { Snapshot } from "./data/snapshot.js";
import { FilterButton } from "./filter-panel.js";

interface ToolbarProps {
  readonly filter: Filter;
  readonly options: MatrixOptions;
  readonly snapshot: Snapshot | undefined;
  readonly isWaiting: boolean;
  readonly setFilter: (filter: Filter, how?: { typing?: boolean }) => void;
  readonly setOptions: (options: Partial<MatrixOptions>) => void;
}

/** What is shown, and how. */
export function Toolbar(props: ToolbarProps) {
  const { filter, options, snapshot, isWaiting, setFilter, setOptions } = props;
  return (
    <div class="matrix-tools" role="search" aria-label="Filter of the matrix">
      <input
        type="search"
        class="matrix-words"
        aria-label="Words to filter by"
        placeholder="Filter tests: name, comment, status:FAIL, dur>600"
        value={filter.q}
        data-focus="matrix words"
        onInput={({ currentTarget }) => setFilter({ ...filter, q: currentTarget.value }, { typing: true })}
      />
      <FilterButton filter={filter} setFilter={setFilter} />
      <Only chosen={options.only} choose={(only) => setOptions({ only })} />
      <Counts snapshot={snapshot} isWaiting={isWaiting} />
      <MenuButton label="Order of tests and runs" groups={() => orderMenu(props)}>
        {orderTitles[options.sort]}
      </MenuButton>
      <MenuButton label="How the matrix looks" groups={() => lookMenu(props)}>
        View
      </MenuButton>
      <MenuButton label="Copy this view" icon="more" groups={() => copyMenu(filter)} />
      <Chips filter={filter} setFilter={setFilter} />
    </div>
  );
}

const choices: readonly { readonly only: RowChoice; readonly title: string; readonly hint: string }[] = [
  { only: "", title: "All", hint: "All tests" },
  { only: "failing", title: "Failing", hint: "Tests that fail in the newest shown run" },
  { only: "changed", title: "Changed", hint: "Tests whose result is not the same in all shown runs" },
  { only: "running", title: "Running", hint: "Tests that are running somewhere" },
];

function Only({ chosen, choose }: { readonly chosen: RowChoice; readonly choose: (only: RowChoice) => void }) {
  return (
    <fieldset class="segments">
      <legend class="only-spoken">Which tests</legend>
      {choices.map(({ only, title, hint }) => (
        <button key={only} type="button" aria-pressed={only === chosen} title={hint} onClick={() => choose(only)}>
          {title}
        </button>
      ))}
    </fieldset>
  );
}

function Counts({ snapshot, isWaiting }: { readonly snapshot: Snapshot | undefined; readonly isWaiting: boolean }) {
  if (snapshot === undefined) return <span class="matrix-counts" />;
  const { tests, progress } = snapshot.latest;
  const isReading = progress.read < progress.of;
  return (
    <span class="matrix-counts soft" role="status">
      {isReading && <span class="reading">{`Reading ${progress.read} of ${progress.of} runs`}</span>}
      <span title={`${tests.toLocaleString("en")} results in ${snapshot.rows.toLocaleString("en")} rows`} class={isWaiting ? "waiting" : ""}>
        {`${counted(snapshot.rows, "row")} · ${counted(snapshot.cols, "run")}`}
      </span>
    </span>
  );
}

const counted = (count: number, what: string) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;

const orderTitles: Readonly<Record<RowOrder, string>> = {
  "+testname": "By name",
  "-testname": "By name, Z first",
  "+event_time": "Oldest start first",
  "-event_time": "Newest start first",
  "+statestatus": "Worst result first",
  "-statestatus": "Best result first",
  failures: "Most failures first",
  flaky: "Flakiest first",
  duration: "Longest first",
  waiton: "Prerequisites first",
};

function orderMenu({ options, setOptions }: ToolbarProps): MenuGroup[] {
  const item = (label: string, checked: boolean, next: Partial<MatrixOptions>) => ({ label, checked, run: () => setOptions(next) });
  return [
    { title: "Tests", items: rowOrders.map((sort) => item(orderTitles[sort], options.sort === sort, { sort })) },
    {
      title: "Runs",
      items: [item("Newest first", !options.oldest, { oldest: false }), item("Oldest first", options.oldest, { oldest: true })],
    },
    {
      items: [item("Targets mixed", !options.byTarget, { byTarget: false }), item("Targets together", options.byTarget, { byTarget: true })],
    },
  ];
}

const cellTitles = { status: "Result", glyph: "Sign", duration: "Duration", delta: "Change of duration", age: "Age" } as const;
const densityTitles = { normal: "Normal", compact: "Compact", dots: "Dots" } as const;

function lookMenu({ options, snapshot, setOptions }: ToolbarProps): MenuGroup[] {
  const item = (label: string, checked: boolean, next: Partial<MatrixOptions>) => ({ label, checked, run: () => setOptions(next) });
  const cells = Object.entries(cellTitles).map(([cell, title]) => item(title, options.cell === cell, { cell: cell as keyof typeof cellTitles }));
  const densities = Object.entries(densityTitles).map(([density, title]) =>
    item(title, options.density === density, { density: density as keyof typeof densityTitles }),
  );
  const isCollapsed = snapshot?.isCollapsed === true;
  const none = new Set<string>();
  return [
    { title: "Cells show", items: cells },
    { title: "Density", items: densities },
    {
      title: "Items",
      items: [
        item("Collapsed", isCollapsed, { collapse: { mode: "all", except: none } }),
        item("Expanded", !isCollapsed, { collapse: { mode: "none", except: none } }),
      ],
    },
    { title: "Runs without a shown test", items: [item("Hidden", !options.empty, { empty: false }), item("Shown", options.empty, { empty: true })] },
  ];
}

function copyMenu(filter: Filter): MenuGroup[] {
  const route = location.value;
  const { text, leftOut } = filterCommand(filter);
  const copy = (what: string, copied: string) => () => {
    void navigator.clipboard.writeText(copied).then(() => notify(`Copied ${what}`));
  };
  const command = leftOut.length === 0 ? "Copy as command" : `Copy as command, without ${leftOut.join(", ")}`;
  return [
    {
      items: [
        ...(route ? [{ label: "Copy link", run: copy("the link", new URL(hrefOf(route), window.location.href).href) }] : []),
        { label: command, run: copy("the command", text) },
      ],
    },
  ];
}
