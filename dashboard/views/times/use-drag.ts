import { useRef, useState } from "preact/hooks";

interface DragOptions {
  /** px since the last call. */
  readonly onDrag: (dx: number, dy: number) => void;
  readonly onClick: (event: PointerEvent) => void;
}

/** A pointer that moves less has clicked; px. */
const slack = 4;

/** Tells dragging from clicking. */
export function useDrag({ onDrag, onClick }: DragOptions) {
  const last = useRef<{ x: number; y: number; moved: number }>(undefined);
  const [isDragging, setDragging] = useState(false);
  const end = () => {
    last.current = undefined;
    setDragging(false);
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      last.current = { x: event.clientX, y: event.clientY, moved: 0 };
      if (event.currentTarget instanceof Element) event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: ({ clientX, clientY, pointerType }: PointerEvent) => {
      const from = last.current;
      if (from === undefined) return;
      const [dx, dy] = [clientX - from.x, clientY - from.y];
      const moved = from.moved + Math.abs(dx) + Math.abs(dy);
      if (moved < slack) return;
      last.current = { x: clientX, y: clientY, moved };
      setDragging(true);
      // A finger that moves down scrolls by itself.
      onDrag(dx, pointerType === "touch" ? 0 : dy);
    },
    onPointerUp: (event: PointerEvent) => {
      const from = last.current;
      end();
      if (from !== undefined && from.moved < slack) onClick(event);
    },
    onPointerCancel: end,
  };
  return { isDragging, handlers };
}
