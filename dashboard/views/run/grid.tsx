import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatDuration } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import { cellText, classOf, classTraits, type RunRef, type RunTest } from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import { useScrollMemory } from "../../app/memory.js";
import { openTab } from "../../app/router.js";
import { ErrorState } from "../../parts/states.js";
import { useWidth } from "../../parts/use-size.js";
import { useVirtual } from "../../parts/virtual.js";
import { inSameRun, testRoute } from "../test/refs.js";
import { type GridPlace, movedInGrid, runGrid } from "./grid-model.js";
import type { RunTabProps } from "./tab-props.js";
import "./grid.css";

/** Tests against items, as Run Summary of the reference; only what is on the screen is drawn. Spec 06 § 23 */
export default function Grid({ run, tests, params, setParams }: RunTabProps) {
  const grid = useMemo(() => runGrid(tests.rows), [tests.rows]);
  const isTransposed = params["rows"] === "tests";
  if (tests.error !== undefined && tests.rows.length === 0) return <ErrorState error={tests.error} />;
  if (tests.rows.length === 0) return <p class="tab-note soft">{tests.total === undefined ? "Loading tests …" : "The run has no tests."}</p>;
  const cellAt = isTransposed ? (row: string, column: string) => grid.cell(row, column) : (row: string, column: string) => grid.cell(column, row);
  return (
    <>
      <div class="tab-tools">
        <span class="soft">
          {grid.tests.length} {grid.tests.length === 1 ? "test" : "tests"}, {Math.max(0, grid.items.length - 1)} item paths
          {tests.total !== undefined && tests.rows.length < tests.total && `, ${tests.rows.length} of ${tests.total} read`}
        </span>
        <span class="spacer" />
        <label class="check">
          <input type="checkbox" checked={isTransposed} onChange={() => setParams({ rows: isTransposed ? undefined : "tests" })} />
          tests as rows
        </label>
      </div>
      <Cells
        key={String(isTransposed)}
        run={run}
        rows={isTransposed ? grid.tests : grid.items}
        columns={isTransposed ? grid.items : grid.tests}
        isTransposed={isTransposed}
        cellAt={cellAt}
      />
    </>
  );
}

const sizes = { row: 26, column: 112, head: 28 };
/** Of the column of labels, on a wide and on a narrow screen. */
const labels = { wide: 180, narrow: 116, narrowBelow: 600 };

const px = (size: number) => `${size}px`;

interface CellsProps {
  readonly run: RunRef;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly isTransposed: boolean;
  readonly cellAt: (row: string, column: string) => RunTest | undefined;
}

function Cells({ run, rows, columns, isTransposed, cellAt }: CellsProps) {
  const scroller = useRef<HTMLDivElement>(null);
  useScrollMemory(scroller, "run grid");
  const label = useWidth(scroller) < labels.narrowBelow ? labels.narrow : labels.wide;
  const vertical = useVirtual(scroller, { count: rows.length, size: sizes.row, stickyStart: sizes.head });
  const horizontal = useVirtual(scroller, { count: columns.length, size: sizes.column, horizontal: true, overscan: 3, stickyStart: label });
  const { place, setPlace, onKeyDown, onClick } = usePlace({ run, rows, columns, isTransposed, cellAt }, scroller, (to) => {
    vertical.scrollTo(to.row);
    horizontal.scrollTo(to.column);
  });
  return (
    <div ref={scroller} class="run-grid-scroller">
      <div
        class="run-grid"
        role="grid"
        aria-label="Tests and items"
        aria-rowcount={rows.length + 1}
        aria-colcount={columns.length + 1}
        style={{ width: px(label + horizontal.total), height: px(sizes.head + vertical.total) }}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <div role="row" aria-rowindex={1} class="run-grid-head" style={{ height: px(sizes.head) }}>
          <span role="columnheader" aria-colindex={1} class="run-grid-corner" style={{ width: px(label) }}>
            {isTransposed ? "Test" : "Item"}
          </span>
          {horizontal.items.map(({ index, start }) => (
            <span
              key={index}
              role="columnheader"
              aria-colindex={index + 2}
              class="run-grid-column clip"
              title={columns[index]}
              style={{ left: px(label + start), width: px(sizes.column) }}
            >
              <Label text={columns[index] ?? ""} isItem={isTransposed} />
            </span>
          ))}
        </div>
        {vertical.items.map(({ index, start }) => (
          <div key={index} role="row" aria-rowindex={index + 2} class="run-grid-row" style={{ top: px(sizes.head + start), height: px(sizes.row) }}>
            <span role="rowheader" aria-colindex={1} class="run-grid-label clip" title={rows[index]} style={{ width: px(label) }}>
              <Label text={rows[index] ?? ""} isItem={!isTransposed} />
            </span>
            {horizontal.items.map((column) => (
              <Cell
                key={column.index}
                test={cellAt(rows[index] ?? "", columns[column.index] ?? "")}
                row={index}
                column={column.index}
                left={label + column.start}
                isCurrent={place.row === index && place.column === column.index}
                onFocus={setPlace}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}

function Label({ text, isItem }: { readonly text: string; readonly isItem: boolean }) {
  return text === "" && isItem ? <span class="soft">test itself</span> : text;
}

interface CellProps extends GridPlace {
  readonly test: RunTest | undefined;
  readonly left: number;
  readonly isCurrent: boolean;
  readonly onFocus: (place: GridPlace) => void;
}

function Cell({ test, row, column, left, isCurrent, onFocus }: CellProps) {
  const name = classOf(test);
  const { boxed } = classTraits[name];
  return (
    <span
      role="gridcell"
      aria-colindex={column + 2}
      aria-label={spoken(test)}
      tabIndex={isCurrent ? 0 : -1}
      data-place={`${row} ${column}`}
      data-focus={`grid ${row} ${column}`}
      class={`run-grid-cell is-${name}${boxed ? " boxed" : ""}`}
      title={test && tooltip(test)}
      style={{ left: px(left), width: px(sizes.column - 2) }}
      onFocus={() => onFocus({ row, column })}
    >
      {test !== undefined && cellText(test)}
    </span>
  );
}

/** `unit/lin, failed, 2m 5s`. */
function spoken(test: RunTest | undefined): string {
  if (test === undefined) return "no record";
  const words = [fullName(test), classTraits[classOf(test)].title, ...(test.state === "NOT_STARTED" ? [] : [formatDuration(test.run_duration)])];
  return words.join(", ");
}

function tooltip(test: RunTest): string {
  const { state, status, host, run_duration, comment, failing_step } = test;
  const lines = [
    fullName(test),
    `${state}/${status}`,
    host === "n/a" ? "" : `${host}, ${formatDuration(run_duration)}`,
    failing_step && `step ${failing_step}`,
    comment,
  ];
  return lines.filter(Boolean).join("\n");
}

function open(run: RunRef, test: RunTest | undefined, newTab: boolean): void {
  if (test === undefined) return;
  const route = testRoute(inSameRun(run, test));
  if (newTab) openTab(route);
  else openDrawer(route);
}

/** The cell that has the focus, and what keys do to it. */
function usePlace(
  { run, rows, columns, cellAt }: CellsProps,
  scroller: { readonly current: HTMLElement | null },
  scrollTo: (place: GridPlace) => void,
) {
  const [wanted, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const place = { row: Math.min(wanted.row, rows.length - 1), column: Math.min(wanted.column, columns.length - 1) };
  const takesFocus = useRef(false);
  useLayoutEffect(() => {
    const cell = takesFocus.current ? scroller.current?.querySelector<HTMLElement>(`[data-place="${place.row} ${place.column}"]`) : undefined;
    if (!cell) return;
    takesFocus.current = false;
    cell.focus({ preventScroll: true });
  });
  const openAt = ({ row, column }: GridPlace, { ctrlKey, metaKey }: KeyboardEvent | MouseEvent) => {
    open(run, cellAt(rows[row] ?? "", columns[column] ?? ""), ctrlKey || metaKey);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / sizes.row) - 2;
    const to = movedInGrid(event, place, { row: rows.length, column: columns.length }, page);
    if (to !== undefined) {
      takesFocus.current = true;
      setPlace(to);
      scrollTo(to);
    } else if (event.key === "Enter") openAt(place, event);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onClick = (event: MouseEvent) => {
    const [row, column] = event.target instanceof HTMLElement ? (event.target.dataset["place"]?.split(" ") ?? []) : [];
    if (row !== undefined && column !== undefined) openAt({ row: Number(row), column: Number(column) }, event);
  };
  return { place, setPlace, onKeyDown, onClick };
}
