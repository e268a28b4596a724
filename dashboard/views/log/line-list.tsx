import type { ComponentChildren } from "preact";
import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import { LineScroller } from "./line-scroller.js";
import type { LineRange } from "./window.js";

/** Height of a line; px. */
const rowHeight = 18;

interface LineListProps {
  readonly label: string;
  readonly count: number;
  readonly wrap: boolean;
  /** Room for the numbers of the lines. */
  readonly digits: number;
  /** A line by number, from 1: an element with `data-line` and the number as key. */
  readonly line: (number: number) => ComponentChildren;
  /** Lines that are drawn, after each drawing. */
  readonly onDrawn: (range: LineRange, scroller: LineScroller) => void;
  /** Gets the scroller when it is there. */
  readonly onReady: (scroller: LineScroller) => void;
}

/** A list of any number of lines, of which only those on the screen are in the document. */
export function LineList({ label, count, wrap, digits, line, onDrawn, onReady }: LineListProps) {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const held = useRef<LineScroller>(undefined);
  held.current ??= new LineScroller(rowHeight, () => redraw(0));
  const scroller = held.current;
  const element = useRef<HTMLDivElement>(null);
  const lines = useRef<HTMLDivElement>(null);
  scroller.count = count;
  if (scroller.isWrapped !== wrap) {
    scroller.isWrapped = wrap;
    // The place stays the same, by another reckoning.
    queueMicrotask(() => scroller.restore(scroller.anchor));
  }
  useLayoutEffect(() => {
    if (element.current === null || lines.current === null) return;
    const detach = scroller.attach({ scroller: element.current, lines: lines.current });
    // Keys move it at once, as in a pager, unless somebody is elsewhere.
    if (document.activeElement === document.body) element.current.focus({ preventScroll: true });
    onReady(scroller);
    return detach;
  }, [scroller]);
  useLayoutEffect(() => {
    scroller.place();
    onDrawn(scroller.range, scroller);
  });
  const { first, last } = scroller.range;
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
  return (
    <section
      ref={element}
      class={wrap ? "log-scroller is-wrapped" : "log-scroller"}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
      aria-label={label}
      onScroll={() => scroller.scrolled()}
      onWheel={(event) => {
        if (scroller.wheel(event)) event.preventDefault();
      }}
      onKeyDown={(event) => {
        if (moveBy(scroller, event)) event.preventDefault();
      }}
    >
      <div class="log-space" style={{ height: `${scroller.space}px` }}>
        <div ref={lines} class="log-rows" style={{ "--digits": digits }}>
          {numbers.map(line)}
        </div>
      </div>
    </section>
  );
}

/** Keys of a pager. */
function moveBy(scroller: LineScroller, { key, altKey, metaKey, shiftKey, target, currentTarget }: KeyboardEvent): boolean {
  if (altKey || metaKey || target !== currentTarget) return false;
  const page = scroller.pageLines * rowHeight;
  if (key === "ArrowDown") scroller.moveBy(rowHeight);
  else if (key === "ArrowUp") scroller.moveBy(-rowHeight);
  else if (key === "PageDown" || (key === " " && !shiftKey)) scroller.moveBy(page);
  else if (key === "PageUp" || (key === " " && shiftKey)) scroller.moveBy(-page);
  else if (key === "Home") scroller.show(1, "top");
  else if (key === "End") scroller.showEnd();
  else return false;
  return true;
}
