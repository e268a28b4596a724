import { useKeys } from "../../app/keys.js";
import { openPage, recordAt } from "./grid-actions.js";
import type { GridProps } from "./grid-props.js";
import type { Place } from "./keyboard.js";

/** Keys of one letter; those that move, open and select belong to the grid itself. */
export function useGridKeys(props: GridProps, focus: Place, move: (to: Place) => void): void {
  const { snapshot, source, isOldestFirst, onToggle, onMark, onNextBad } = props;
  const newer = isOldestFirst ? 1 : -1;
  const nextBad = async (direction: 1 | -1) => {
    const to = await onNextBad({ row: focus.row, col: Math.max(0, focus.col) }, direction);
    if (to !== undefined) move(to);
  };
  const otherRun = (step: number) => {
    for (let col = focus.col + step; col >= 0 && col < snapshot.cols; col += step) {
      if (recordAt(snapshot, source, { row: focus.row, col }) !== undefined) return move({ row: focus.row, col });
    }
  };
  const rowHead = snapshot.rowHead(focus.row);
  useKeys("Runs matrix", {
    n: { label: "next failure", run: () => void nextBad(1) },
    p: { label: "previous failure", run: () => void nextBad(-1) },
    "[": { label: "newer run of the same test", run: () => otherRun(newer) },
    "]": { label: "older run of the same test", run: () => otherRun(-newer) },
    o: { label: "open the page", run: () => openPage(props, focus) },
    c: { label: "collapse or expand the test", run: () => rowHead !== undefined && onToggle(rowHead.n, focus.row) },
    x: { label: "mark the run as source of a difference; open the difference with it", run: () => onMark(Math.max(0, focus.col)) },
  });
}
