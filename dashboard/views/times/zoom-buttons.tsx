import { lengthOf, panned, type Span, zoomed } from "../../../src/view/index.js";
import { Icon } from "../../parts/icon.js";

interface ZoomButtonsProps {
  readonly window: Span;
  /** As far as one can look. */
  readonly bounds: Span;
  readonly onWindow: (window: Span) => void;
}

/** What the keys for zooming do, for the pointer. */
export function ZoomButtons({ window, bounds, onWindow }: ZoomButtonsProps) {
  const middle = (window.from + window.until) / 2;
  const isWhole = lengthOf(window) >= lengthOf(bounds) * 0.999;
  return (
    <span class="times-buttons">
      <button type="button" class="icon" aria-label="Zoom in" title="Zoom in (+)" onClick={() => onWindow(zoomed(window, bounds, 0.6, middle))}>
        +
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Zoom out"
        title="Zoom out (-)"
        disabled={isWhole}
        onClick={() => onWindow(zoomed(window, bounds, 1 / 0.6, middle))}
      >
        −
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Earlier"
        title="Earlier (Shift+←)"
        disabled={isWhole}
        onClick={() => onWindow(panned(window, bounds, -lengthOf(window) / 2))}
      >
        <Icon name="left" />
      </button>
      <button
        type="button"
        class="icon"
        aria-label="Later"
        title="Later (Shift+→)"
        disabled={isWhole}
        onClick={() => onWindow(panned(window, bounds, lengthOf(window) / 2))}
      >
        <Icon name="right" />
      </button>
      <button type="button" title="Everything (0)" disabled={isWhole} onClick={() => onWindow(bounds)}>
        All
      </button>
    </span>
  );
}
