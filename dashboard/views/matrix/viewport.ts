import type { RefObject } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { type Geometry, widened, within } from "./geometry.js";

/** What a scroller shows of its content, without what sticks at its edges; px. */
export interface Viewport {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Rows and columns, from and how many. */
interface Part {
  readonly first: number;
  readonly count: number;
}

export interface Shown {
  /** On the screen. */
  readonly rows: Part;
  readonly cols: Part;
  /** In the document. */
  readonly drawnRows: Part;
  readonly drawnCols: Part;
}

/** Steps in which rows and columns are drawn. */
const rowStep = 12;
const colStep = 4;

/** What is on the screen of `rows` and `cols`. */
export function shownOf({ left, top, width, height }: Viewport, geometry: Geometry, count: { readonly rows: number; readonly cols: number }): Shown {
  const rows = within(top, height, geometry.row, count.rows);
  const cols = within(left, width, geometry.col, count.cols);
  return { rows, cols, drawnRows: widened(rows, count.rows, rowStep), drawnCols: widened(cols, count.cols, colStep) };
}

/**
 * The viewport of a scroller whose head and labels stick. Draws anew when other rows or columns come to the screen; `onScroll` is told of every movement.
 *
 * @param sticky width of the labels and height of the head
 */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
  sticky: { readonly width: number; readonly height: number },
  isOther: (before: Viewport, now: Viewport) => boolean,
  onScroll: (viewport: Viewport) => void,
): Viewport {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const viewport = useRef<Viewport>({ left: 0, top: 0, width: 1200, height: 700 });
  const latest = useRef({ sticky, isOther, onScroll });
  latest.current = { sticky, isOther, onScroll };
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const now = viewportOf(element, latest.current.sticky);
      const before = viewport.current;
      viewport.current = now;
      latest.current.onScroll(now);
      if (latest.current.isOther(before, now)) redraw(0);
    };
    look();
    redraw(0);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [scroller, sticky.width, sticky.height]);
  return viewport.current;
}

function viewportOf(element: HTMLElement, sticky: { readonly width: number; readonly height: number }): Viewport {
  return {
    left: element.scrollLeft,
    top: element.scrollTop,
    width: Math.max(0, element.clientWidth - sticky.width),
    height: Math.max(0, element.clientHeight - sticky.height),
  };
}
