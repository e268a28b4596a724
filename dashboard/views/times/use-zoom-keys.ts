import { type Span, zoomed } from "../../../src/view/index.js";
import { useKeys } from "../../app/keys.js";

/** Keys that zoom wherever the focus is. */
export function useZoomKeys(window: Span, bounds: Span, onWindow: (window: Span) => void, title = "Times"): void {
  const zoom = (factor: number) => () => onWindow(zoomed(window, bounds, factor, (window.from + window.until) / 2));
  useKeys(title, {
    "+": { label: "zoom in", run: zoom(0.7) },
    "=": { label: "zoom in", run: zoom(0.7) },
    "-": { label: "zoom out", run: zoom(1 / 0.7) },
    "0": { label: "everything", run: () => onWindow(bounds) },
  });
}
