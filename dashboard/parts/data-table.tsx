import type { ComponentChildren } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Route } from "../../src/view/index.js";
import { useScrollMemory } from "../app/memory.js";
import { go, openTab } from "../app/router.js";
import { Icon } from "./icon.js";
import { moved, type Sort, sorted } from "./rows.js";
import { useVirtual } from "./virtual.js";
import "./data-table.css";

export interface Column<R> {
  readonly id: string;
  /** Empty for a column of buttons. */
  readonly title: string;
  /** What stands in the head for the title, which is then only spoken. */
  readonly head?: ComponentChildren;
  /** What is shown, and sorted by. */
  readonly value?: (row: R) => string | number | undefined;
  /** What is shown instead of the value. */
  readonly render?: (row: R) => ComponentChildren;
  readonly number?: true;
  /** px; without it the column takes what is left, and at least 160. */
  readonly width?: number;
}

interface DataTableProps<R> {
  readonly label: string;
  readonly columns: readonly Column<R>[];
  readonly rows: readonly R[];
  readonly rowKey: (row: R) => string;
  /** Where Enter and click lead; Ctrl opens a new tab. */
  readonly rowRoute?: (row: R) => Route;
  /** What Enter and click do instead. */
  readonly onOpen?: (row: R) => void;
  readonly onContextMenu?: (row: R, at: { readonly x: number; readonly y: number }) => void;
  readonly sort?: Sort;
  readonly onSort?: (sort: Sort) => void;
  /** Keys of chosen rows; Space, Shift+arrows and Ctrl+A choose. */
  readonly chosen?: ReadonlySet<string>;
  readonly onChoose?: (chosen: ReadonlySet<string>) => void;
  /** In place of rows when there are none. */
  readonly empty?: ComponentChildren;
}

const rowHeight = 28;
const headHeight = 29;

/** A table of any length: sorted by its heads, walked by arrows, one row in the tab order; only rows on the screen are drawn. */
export function DataTable<R>(props: DataTableProps<R>) {
  const { label, columns, rows, rowKey, sort, chosen, empty } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const ordered = useMemo(() => sorted(rows, sort, (id) => columns.find((column) => column.id === id)?.value), [rows, sort, columns]);
  const { items, total, scrollTo } = useVirtual(scroller, { count: ordered.length, size: rowHeight, stickyStart: headHeight });
  const { current, onKeyDown, setCurrent } = useRows(props, ordered, scroller, scrollTo);
  useScrollMemory(scroller, label);
  const [first, last] = [items[0], items.at(-1)];
  const minimum = columns.reduce((sum, { width = 160 }) => sum + width, 0);
  if (rows.length === 0 && empty !== undefined) return <>{empty}</>;
  return (
    <div ref={scroller} class="table-scroller">
      <table class="table" role="grid" aria-label={label} aria-rowcount={ordered.length + 1} style={{ minWidth: `${minimum}px` }}>
        <colgroup>
          {columns.map(({ id, width }) => (
            <col key={id} style={{ width: width === undefined ? "auto" : `${width}px` }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <Head key={column.id} column={column} {...props} />
            ))}
          </tr>
        </thead>
        <tbody onKeyDown={onKeyDown}>
          <Space height={first?.start ?? 0} columns={columns.length} />
          {items.map(({ index }) => {
            const row = ordered[index];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <Row
                key={key}
                row={row}
                index={index}
                isCurrent={index === current}
                isChosen={chosen?.has(key)}
                onFocus={() => setCurrent(index)}
                table={props}
              />
            );
          })}
          <Space height={total - (last?.end ?? 0)} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

/** Stands for the rows that are not drawn. */
function Space({ height, columns }: { readonly height: number; readonly columns: number }) {
  return height <= 0 ? null : (
    <tr aria-hidden="true">
      <td colSpan={columns} style={{ height: `${height}px`, padding: 0, border: 0 }} />
    </tr>
  );
}

function Head<R>({ column, sort, onSort }: { readonly column: Column<R> } & Pick<DataTableProps<R>, "sort" | "onSort">) {
  const { id, title, head, value, number } = column;
  const direction = sort?.slice(1) === id ? sort[0] : undefined;
  const spoken = direction === undefined ? "none" : direction === "+" ? "ascending" : "descending";
  const text = head === undefined ? title : [head, <span class="only-spoken">{title}</span>];
  if (title === "") return <td />;
  if (value === undefined || onSort === undefined) return <th scope="col">{text}</th>;
  return (
    <th scope="col" aria-sort={spoken} class={number ? "number" : ""}>
      <button
        type="button"
        class="plain"
        title={title}
        onClick={() => onSort(`${direction === "+" || (number && direction === undefined) ? "-" : "+"}${id}`)}
      >
        {text}
        {direction !== undefined && <Icon name={direction === "+" ? "up" : "down"} />}
      </button>
    </th>
  );
}

interface RowProps<R> {
  readonly row: R;
  readonly index: number;
  readonly isCurrent: boolean;
  readonly isChosen: boolean | undefined;
  readonly onFocus: () => void;
  readonly table: DataTableProps<R>;
}

function Row<R>({ row, index, isCurrent, isChosen, onFocus, table }: RowProps<R>) {
  const { columns, onContextMenu, onOpen, rowRoute, rowKey } = table;
  const menu = (event: MouseEvent) => {
    if (onContextMenu === undefined) return;
    event.preventDefault();
    onContextMenu(row, { x: event.clientX, y: event.clientY });
  };
  const isLink = onOpen !== undefined || rowRoute !== undefined;
  return (
    <tr
      aria-rowindex={index + 2}
      {...(isChosen !== undefined && { "aria-selected": isChosen })}
      class={isLink ? "opens" : ""}
      tabIndex={isCurrent ? 0 : -1}
      data-index={index}
      data-focus={`row ${rowKey(row)}`}
      onFocus={onFocus}
      onClick={(event) => openByClick(event, row, table)}
      onContextMenu={menu}
    >
      {columns.map(({ id, value, render, number }) => (
        <td key={id} class={number ? "number" : "clip"} {...(render === undefined && { title: String(value?.(row) ?? "") })}>
          {render ? render(row) : value?.(row)}
        </td>
      ))}
    </tr>
  );
}

function openByClick<R>(event: MouseEvent, row: R, table: DataTableProps<R>): void {
  const ownControl = event.target instanceof Element && event.target.closest("a, button, input, select") !== null;
  const marksText = window.getSelection()?.isCollapsed === false;
  if (!ownControl && !marksText) openRow(row, table, event.ctrlKey || event.metaKey);
}

function openRow<R>(row: R, { onOpen, rowRoute }: DataTableProps<R>, newTab: boolean): void {
  if (rowRoute === undefined) onOpen?.(row);
  else if (newTab) openTab(rowRoute(row));
  else if (onOpen) onOpen(row);
  else go(rowRoute(row));
}

/** The row that has the focus, and what keys do to it. */
function useRows<R>(
  table: DataTableProps<R>,
  ordered: readonly R[],
  scroller: { readonly current: HTMLElement | null },
  scrollTo: (index: number) => void,
) {
  const [wanted, setCurrent] = useState(0);
  const current = Math.min(wanted, Math.max(0, ordered.length - 1));
  const takesFocus = useRef(false);
  useLayoutEffect(() => {
    const row = takesFocus.current ? scroller.current?.querySelector<HTMLElement>(`tr[data-index="${current}"]`) : undefined;
    if (!row) return;
    takesFocus.current = false;
    row.focus({ preventScroll: true });
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLElement && event.target.tagName !== "TR") return;
    const row = ordered[current];
    const to = moved(event.key, current, ordered.length, Math.floor((scroller.current?.clientHeight ?? 0) / rowHeight) - 1);
    if (to !== undefined) {
      takesFocus.current = true;
      if (event.shiftKey) choose(table, ordered.slice(Math.min(current, to), Math.max(current, to) + 1), "add");
      setCurrent(to);
      scrollTo(to);
    } else if (event.key === "Enter" && row !== undefined) openRow(row, table, event.ctrlKey || event.metaKey);
    else if (event.key === " " && row !== undefined) choose(table, [row], "toggle");
    else if (event.key === "a" && event.ctrlKey) choose(table, ordered, "add");
    else if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") openContextMenu(event, row, table);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return { current, onKeyDown, setCurrent };
}

function choose<R>({ chosen, onChoose, rowKey }: DataTableProps<R>, rows: readonly R[], how: "add" | "toggle"): void {
  if (chosen === undefined || onChoose === undefined) return;
  const next = new Set(chosen);
  for (const key of rows.map(rowKey)) {
    if (how === "toggle" && next.has(key)) next.delete(key);
    else next.add(key);
  }
  onChoose(next);
}

function openContextMenu<R>(event: KeyboardEvent, row: R | undefined, { onContextMenu }: DataTableProps<R>): void {
  if (!(event.target instanceof Element) || row === undefined) return;
  const { left, bottom } = event.target.getBoundingClientRect();
  onContextMenu?.(row, { x: left + 24, y: bottom });
}
