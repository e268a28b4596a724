import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { GridProps } from "./grid-props.js";
import type { Place } from "./keyboard.js";

/** Which place has the focus, or would take it, at first the `first` on the screen; and how the view follows it. */
export function useFocus({ snapshot, geometry, scroller, headHeight }: GridProps, label: number, first: Place) {
  const [wanted, setWanted] = useState<Place>();
  const takesFocus = useRef(false);
  const { row, col } = wanted ?? first;
  const focus = { row: Math.min(row, snapshot.rows - 1), col: Math.min(col, snapshot.cols - 1) };
  useLayoutEffect(() => {
    if (!takesFocus.current) return;
    const element = scroller.current?.querySelector<HTMLElement>(`[data-at="${focus.row},${focus.col}"]`);
    if (element === null || element === undefined) return;
    takesFocus.current = false;
    element.focus({ preventScroll: true });
  });
  const move = (to: Place) => {
    takesFocus.current = true;
    setWanted(to);
    const element = scroller.current;
    if (element === null) return;
    const height = element.clientHeight - headHeight;
    const width = element.clientWidth - label;
    if (to.row >= 0) element.scrollTop = near(element.scrollTop, to.row * geometry.row, geometry.row, height);
    if (to.col >= 0) element.scrollLeft = near(element.scrollLeft, to.col * geometry.col, geometry.col, width);
  };
  const setFocus = (place: Place | undefined) => {
    if (place !== undefined && (place.row !== wanted?.row || place.col !== wanted.col)) setWanted(place);
  };
  return { focus, setFocus, move };
}

/** The least scrolling that brings a line to the screen. */
function near(scroll: number, start: number, size: number, length: number): number {
  if (start < scroll) return start;
  return start + size > scroll + length ? start + size - length : scroll;
}
