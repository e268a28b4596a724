import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { location } from "../../app/router.js";
import type { ViewProps } from "../../app/view-props.js";
import { type Range, rowName, type Snapshot } from "./data/snapshot.js";
import type { Anchor, MatrixSource } from "./data/source.js";
import type { Geometry } from "./geometry.js";
import type { ViewSide } from "./use-source.js";
import type { Viewport } from "./viewport.js";

interface PlaceOptions {
  readonly geometry: Geometry;
  /** Name of the row to begin with, from the address. */
  readonly firstRow: string | undefined;
  readonly setParams: ViewProps<"runs">["setParams"];
}

/** What has come to stand before what is on the screen, and nobody has looked at yet. */
export interface Arrived {
  readonly runs: number;
  readonly rows: number;
}

/** How long the scroll rests before the address names its first row; ms. */
const restMs = 300;
const noArrivals: Arrived = { runs: 0, rows: 0 };

/**
 * Where one is in the matrix: kept by names when rows and runs come and go, so that nothing moves that somebody looks at; and in the address, as the name of the first row.
 */
export function usePlace({ geometry, firstRow, setParams }: PlaceOptions) {
  const scroller = useRef<HTMLDivElement>(null);
  /** First row and column on the screen, with fractions, and how many there is room for. */
  const at = useRef({ row: 0, col: 0, rows: 40, cols: 16 });
  const source = useRef<MatrixSource>(undefined);
  const shift = useRef<{ readonly rows: number; readonly cols: number }>(undefined);
  /** The next question keeps this row where it is. */
  const kept = useRef<number>(undefined);
  const { arrived, isArrival, come, look } = useArrivals();
  const latest = useRef({ geometry, setParams });
  latest.current = { geometry, setParams };
  const rest = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(rest.current), []);

  const scroll = () => {
    const { row, col } = latest.current.geometry;
    scroller.current?.scrollTo(at.current.col * col, at.current.row * row);
  };
  useLayoutEffect(() => {
    if (shift.current === undefined || scroller.current === null) return;
    const { rows, cols } = shift.current;
    shift.current = undefined;
    at.current = { ...at.current, row: Math.max(0, at.current.row + rows), col: Math.max(0, at.current.col + cols) };
    scroll();
  });
  useLayoutEffect(scroll, [geometry.row, geometry.col]);

  const anchor = (): Anchor => {
    const row = kept.current ?? Math.floor(at.current.row);
    kept.current = undefined;
    return anchorAt(source.current?.snapshot, row, Math.floor(at.current.col));
  };
  const side: ViewSide = {
    view: () => rangeOf(at.current, 0),
    anchor,
    moved: ({ rows, cols, newRuns }) => {
      shift.current = { rows, cols };
      come({ runs: newRuns, rows: Math.max(0, rows) });
    },
  };
  const nameFirstRow = () => {
    const row = Math.floor(at.current.row);
    const name = anchorAt(source.current?.snapshot, row, 0).row?.name;
    const route = location.peek();
    if (row > 0 && name === undefined) rest.current = setTimeout(nameFirstRow, restMs);
    else if (route?.view === "runs" && route.params["row"] !== name) latest.current.setParams({ row: name }, { typing: true });
  };
  const onView = ({ left, top, width, height }: Viewport) => {
    const { row, col } = latest.current.geometry;
    at.current = { row: top / row, col: left / col, rows: Math.ceil(height / row), cols: Math.ceil(width / col) };
    source.current?.look(rangeOf(at.current, 1));
    look({ runs: left < col, rows: top < row });
    clearTimeout(rest.current);
    rest.current = setTimeout(nameFirstRow, restMs);
  };
  return {
    scroller,
    side,
    onView,
    arrived,
    /** Where a new question begins: at the start, unless something was to be kept, or it is the same one. */
    anchorFor: (reason: "first" | "same" | "other"): Anchor => {
      isArrival.current = false;
      if (reason === "first") return firstRow === undefined ? {} : { row: { name: firstRow, index: 0 } };
      return reason === "same" || kept.current !== undefined ? anchor() : {};
    },
    /** The next question keeps a row in its place; by default the first one on the screen. */
    keep: (row?: number) => {
      kept.current = row ?? Math.floor(at.current.row);
    },
    follow: (next: MatrixSource) => {
      source.current = next;
    },
    toStart: () => scroller.current?.scrollTo(0, 0),
  };
}

/** Counts what arrives before the screen, until somebody looks there. */
function useArrivals() {
  const [arrived, setArrived] = useState(noArrivals);
  /** Whether the next shift is one that nobody here asked for. */
  const isArrival = useRef(true);
  const come = ({ runs, rows }: Arrived) => {
    const counts = isArrival.current;
    isArrival.current = true;
    if (counts && runs + rows > 0) setArrived((before) => ({ runs: before.runs + runs, rows: before.rows + rows }));
  };
  const look = (at: { readonly runs: boolean; readonly rows: boolean }) =>
    setArrived((before) => {
      const left = { runs: at.runs ? 0 : before.runs, rows: at.rows ? 0 : before.rows };
      return left.runs === before.runs && left.rows === before.rows ? before : left;
    });
  return { arrived, isArrival, come, look };
}

/** What must not move: the row and column at a place, but those at the start. */
function anchorAt(snapshot: Snapshot | undefined, row: number, col: number): Anchor {
  const [head, run] = [snapshot?.rowHead(row), snapshot?.colHead(col)];
  return { ...(row > 0 && head && { row: { name: rowName(head), index: row } }), ...(col > 0 && run && { col: { id: run.id, index: col } }) };
}

/** The part on the screen; `around` screens more on each side. */
function rangeOf(
  { row, col, rows, cols }: { readonly row: number; readonly col: number; readonly rows: number; readonly cols: number },
  around: number,
): Range {
  const r0 = Math.max(0, Math.floor(row) - around * rows);
  const c0 = Math.max(0, Math.floor(col) - around * cols);
  return { r0, rn: Math.floor(row) + (1 + around) * rows + 1 - r0, c0, cn: Math.floor(col) + (1 + around) * cols + 1 - c0 };
}
