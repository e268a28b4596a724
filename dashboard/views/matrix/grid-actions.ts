import { formatUrl, type TestRef } from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import { go, openTab } from "../../app/router.js";
import { refOfRun, runKey, type Snapshot } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import type { GridProps } from "./grid-props.js";
import { movedPlace, type Place } from "./keyboard.js";
import { labelWidth } from "./label-edge.js";
import { openCellMenu } from "./menus.js";
import { selectCells, toggleRun } from "./selection.js";

export function placeOfElement(target: EventTarget | null): Place | undefined {
  const [row, col] = (target instanceof Element ? (target.closest("[data-at]")?.getAttribute("data-at") ?? "") : "").split(",").map(Number);
  return row === undefined || col === undefined || Number.isNaN(row) ? undefined : { row, col };
}

/** What is under the mouse. */
export function placeOf(event: MouseEvent, { scroller, snapshot, geometry, headHeight }: GridProps, label: number): Place | undefined {
  const element = scroller.current;
  if (element === null) return undefined;
  const box = element.getBoundingClientRect();
  const [x, y] = [event.clientX - box.left, event.clientY - box.top];
  if (x >= element.clientWidth || y >= element.clientHeight) return undefined;
  const row = y < headHeight ? -1 : Math.floor((y - headHeight + element.scrollTop) / geometry.row);
  const col = x < label ? -1 : Math.floor((x - label + element.scrollLeft) / geometry.col);
  return row < snapshot.rows && col < snapshot.cols ? { row, col } : undefined;
}

export function clicked(event: MouseEvent, props: GridProps, place: Place | undefined, focus: Place, setFocus: (place: Place) => void): void {
  const isOwnControl = event.target instanceof Element && event.target.closest("a, button, [role=separator]") !== null;
  if (isOwnControl || place === undefined) return;
  if (event.shiftKey) {
    selectBetween(props.snapshot, focus, place);
    return;
  }
  setFocus(place);
  if (event.ctrlKey || event.metaKey) toggle(props, place);
  else open(props, place);
}

function open({ snapshot, source }: GridProps, { row, col }: Place): void {
  const ref = recordAt(snapshot, source, { row, col });
  if (ref !== undefined) openDrawer({ view: "test", test: ref, params: {} });
}

/** The test of a cell that has a record. */
export function recordAt(snapshot: Snapshot, source: MatrixSource, { row, col }: Place): TestRef | undefined {
  const cell = row < 0 || col < 0 ? undefined : snapshot.cell(row, col);
  return cell === undefined || (source.looks.look(cell.look) === undefined && cell.items === undefined) ? undefined : snapshot.refOf(row, col);
}

export function openPage({ snapshot, source }: GridProps, place: Place | undefined, { newTab = false } = {}): void {
  if (place === undefined) return;
  const url = addressOf(snapshot, source, place);
  if (url === undefined) return;
  if (newTab) openTab(url);
  else go(url);
}

function addressOf(snapshot: Snapshot, source: MatrixSource, place: Place): string | undefined {
  const [rowHead, run] = [snapshot.rowHead(place.row), snapshot.colHead(place.col)];
  if (place.row < 0) return run && formatUrl({ view: "run", run: refOfRun(run), params: {} });
  if (place.col < 0) return rowHead && formatUrl({ view: "history", test: { n: rowHead.n, i: rowHead.i }, params: {} });
  const test = recordAt(snapshot, source, place);
  return test && formatUrl({ view: "test", test, params: {} });
}

function toggle({ snapshot, source, onSelectRow }: GridProps, { row, col }: Place): void {
  const run = snapshot.colHead(col);
  const ref = recordAt(snapshot, source, { row, col });
  if (row < 0 && run !== undefined) toggleRun(refOfRun(run));
  else if (col < 0) onSelectRow(row);
  else if (ref !== undefined) selectCells([ref], { toggle: true });
}

function selectBetween(snapshot: Snapshot, a: Place, b: Place): void {
  const refs: TestRef[] = [];
  for (let row = Math.max(0, Math.min(a.row, b.row)); row <= Math.max(a.row, b.row); row++) {
    for (let col = Math.max(0, Math.min(a.col, b.col)); col <= Math.max(a.col, b.col); col++) {
      const ref = (snapshot.cell(row, col)?.look ?? 0) === 0 ? undefined : snapshot.refOf(row, col);
      if (ref !== undefined) refs.push(ref);
    }
  }
  selectCells(refs);
}

export function openMenuAt(event: MouseEvent, props: GridProps, place: Place | undefined): void {
  if (place === undefined) return;
  event.preventDefault();
  openCellMenu(menuPlace(props, place), { x: event.clientX, y: event.clientY });
}

function menuPlace(props: GridProps, place: Place) {
  const { snapshot, source, onMark, marked, onToggle } = props;
  const rowHead = snapshot.rowHead(place.row);
  const run = snapshot.colHead(place.col);
  return {
    test: recordAt(snapshot, source, place),
    row: rowHead,
    run: run && refOfRun(run),
    isMarked: run !== undefined && marked === runKey(refOfRun(run)),
    hasMark: marked !== undefined,
    mark: () => onMark(place.col),
    toggle: () => rowHead !== undefined && onToggle(rowHead.n, place.row),
    select: () => toggle(props, place),
  };
}

/** Keys of a grid: moving, opening, selecting. */
export function pressed(event: KeyboardEvent, props: GridProps, focus: Place, move: (to: Place) => void): void {
  if (!(event.target instanceof Element) || !event.target.hasAttribute("data-at")) return;
  const { snapshot, geometry, scroller, headHeight } = props;
  const element = scroller.current;
  const page = {
    pageRows: Math.max(1, Math.floor(((element?.clientHeight ?? 0) - headHeight) / geometry.row) - 1),
    pageCols: Math.max(1, Math.floor(((element?.clientWidth ?? 0) - labelWidth()) / geometry.col) - 1),
  };
  const to = movedPlace(event, focus, { rows: snapshot.rows, cols: snapshot.cols, ...page });
  if (to !== undefined) {
    if (event.shiftKey) selectBetween(snapshot, focus, to);
    move(to);
  } else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) openPage(props, focus, { newTab: true });
  else if (event.key === "Enter" && focus.row >= 0 && focus.col >= 0) open(props, focus);
  else if (event.key === "Enter") openPage(props, focus);
  else if (event.key === " ") toggle(props, focus);
  else if (event.key === "a" && event.ctrlKey) selectShown(props);
  else if ((event.key === "F10" && event.shiftKey) || event.key === "ContextMenu") {
    const box = event.target.getBoundingClientRect();
    openCellMenu(menuPlace(props, focus), { x: box.left + box.width / 2, y: box.bottom });
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Everything that was read: the rest of a large matrix is chosen by its filter. */
function selectShown({ snapshot }: GridProps): void {
  const refs: TestRef[] = [];
  for (const block of snapshot.blocks) {
    block.rowHead.forEach((_, at) => {
      block.colHead.forEach((__, across) => {
        const [row, col] = [block.r0 + at, block.c0 + across];
        const ref = (block.cell(row, col)?.look ?? 0) === 0 ? undefined : snapshot.refOf(row, col);
        if (ref !== undefined) refs.push(ref);
      });
    });
  }
  selectCells(refs);
}
