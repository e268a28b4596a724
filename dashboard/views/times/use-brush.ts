import type { RefObject } from "preact";
import { useRef } from "preact/hooks";
import { panned, type Span } from "../../../src/view/index.js";
import { type Scale, timeAt, xOf } from "./scale.js";

interface BrushOptions {
  readonly scale: Scale;
  readonly bounds: Span;
  readonly window: Span;
  readonly onWindow: (window: Span) => void;
}

/** How near to an edge a pointer takes hold of it; px. */
const reach = 6;

type Hold =
  | { readonly kind: "edge"; readonly fixed: number }
  | { readonly kind: "whole"; last: number }
  | { readonly kind: "new"; readonly start: number };

/** Choosing a stretch of time with the pointer: a new one, or the present one by its edges or as a whole. */
export function useBrush(element: RefObject<HTMLElement | null>, { scale, bounds, window, onWindow }: BrushOptions) {
  const hold = useRef<Hold>(undefined);
  const holdAt = (x: number): Hold => {
    const [left, right] = [xOf(scale, window.from), xOf(scale, window.until)];
    const isWhole = left <= 1 && right >= scale.width - 1;
    if (!isWhole && Math.abs(x - left) <= reach) return { kind: "edge", fixed: window.until };
    if (!isWhole && Math.abs(x - right) <= reach) return { kind: "edge", fixed: window.from };
    const time = timeAt(scale, x);
    return isWhole || x < left || x > right ? { kind: "new", start: time } : { kind: "whole", last: time };
  };
  const drag = (held: Hold, time: number) => {
    if (held.kind === "whole") {
      onWindow(panned(window, bounds, time - held.last));
      held.last = time;
      return;
    }
    const other = held.kind === "edge" ? held.fixed : held.start;
    const [from, until] = [Math.max(bounds.from, Math.min(other, time)), Math.min(bounds.until, Math.max(other, time))];
    const isMeant = xOf(scale, until) - xOf(scale, from) >= 4;
    if (isMeant) onWindow({ from, until });
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      hold.current = holdAt(event.offsetX);
      element.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      if (hold.current !== undefined) drag(hold.current, timeAt(scale, event.offsetX));
    },
    onPointerUp: () => {
      hold.current = undefined;
    },
    onPointerCancel: () => {
      hold.current = undefined;
    },
  };
}
