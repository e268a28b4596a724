import { useRef, useState } from "preact/hooks";
import type { Span } from "../../../src/view/index.js";
import { timeAt } from "../times/scale.js";
import type { Frame } from "./geometry.js";

interface RangeOptions {
  readonly onRange: (range: Span) => void;
  readonly onZoom: (factor: number, at: number) => void;
  readonly onHover: (x: number, y: number) => void;
  readonly onLeave: () => void;
  readonly onClick: (x: number, y: number, newTab: boolean) => void;
}

/** A pointer that moves less has clicked; px. */
const slack = 5;

/** Choosing a part of the axis by dragging over it; px of the frame while that goes on. */
export function useRange({ across }: Frame, { onRange, onZoom, onHover, onLeave, onClick }: RangeOptions) {
  const start = useRef<number>(undefined);
  const [chosen, setChosen] = useState<Span>();
  const inside = (x: number) => Math.max(across.left, Math.min(across.left + across.width, x));
  const end = () => {
    start.current = undefined;
    setChosen(undefined);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      start.current = event.offsetX;
      // A finger scrolls the page and taps values.
      if (event.pointerType === "mouse" && event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ offsetX, offsetY, pointerType }: PointerEvent) => {
      const from = start.current;
      if (from === undefined || pointerType !== "mouse" || Math.abs(offsetX - from) < slack) onHover(offsetX, offsetY);
      else setChosen({ from: inside(Math.min(from, offsetX)), until: inside(Math.max(from, offsetX)) });
    },
    onPointerUp: ({ offsetX, offsetY, ctrlKey, metaKey }: PointerEvent) => {
      if (chosen !== undefined) onRange({ from: timeAt(across, chosen.from), until: timeAt(across, chosen.until) });
      else if (start.current !== undefined) onClick(offsetX, offsetY, ctrlKey || metaKey);
      end();
    },
    onPointerCancel: end,
    onPointerLeave: onLeave,
    onWheel: (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      onZoom(1.0015 ** event.deltaY, timeAt(across, event.offsetX));
    },
  };
  return { chosen, handlers };
}
