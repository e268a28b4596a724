import { elementScroll, observeElementOffset, observeElementRect, type VirtualItem, Virtualizer } from "@tanstack/virtual-core";
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useReducer, useRef } from "preact/hooks";

interface VirtualOptions {
  readonly count: number;
  /** Height of a row, or width of a column; px. */
  readonly size: number | ((index: number) => number);
  readonly horizontal?: boolean;
  readonly overscan?: number;
  /** What sticks at the beginning of the scroller and hides rows. */
  readonly stickyStart?: number;
}

interface Virtual {
  /** What must be in the document. */
  readonly items: readonly VirtualItem[];
  /** Of everything; px. */
  readonly total: number;
  readonly scrollTo: (index: number) => void;
}

/** Which rows (or columns) of a scroller are on the screen, so that only they are drawn. */
export function useVirtual(
  scroller: RefObject<HTMLElement | null>,
  { count, size, horizontal = false, overscan = 10, stickyStart = 0 }: VirtualOptions,
): Virtual {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const held = useRef<Virtualizer<HTMLElement, HTMLElement>>(undefined);
  const options = {
    count,
    estimateSize: typeof size === "number" ? () => size : size,
    horizontal,
    overscan,
    scrollPaddingStart: stickyStart,
    getScrollElement: () => scroller.current,
    scrollToFn: elementScroll,
    observeElementRect,
    observeElementOffset,
    onChange: () => redraw(0),
    // A first guess, until the scroller is measured.
    initialRect: { width: 1200, height: 800 },
  };
  held.current ??= new Virtualizer(options);
  const virtualizer = held.current;
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  return {
    items: virtualizer.getVirtualItems(),
    total: virtualizer.getTotalSize(),
    scrollTo: (index) => virtualizer.scrollToIndex(index, { align: "auto" }),
  };
}
