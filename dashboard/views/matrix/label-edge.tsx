import { set, settings } from "../../app/settings.js";

const least = 120;
const most = 640;
const step = 20;

/** As somebody likes it, but never more than a part of a small screen. */
export function labelWidth(): number {
  return Math.min(settings.value.matrixLabels, Math.round(window.innerWidth * 0.4));
}

const clamp = (width: number) => Math.max(least, Math.min(most, Math.round(width)));

/** The edge of the labels, which can be moved: with the mouse, or with arrows. */
export function LabelEdge() {
  const width = settings.value.matrixLabels;
  const drag = (event: PointerEvent) => {
    const edge = event.currentTarget;
    if (!(edge instanceof HTMLElement)) return;
    const from = event.clientX - width;
    edge.setPointerCapture(event.pointerId);
    edge.onpointermove = ({ clientX }) => set("matrixLabels", clamp(clientX - from));
    edge.onpointerup = () => {
      edge.onpointermove = null;
    };
    event.preventDefault();
  };
  const move = (event: KeyboardEvent) => {
    const by = event.key === "ArrowLeft" ? -step : event.key === "ArrowRight" ? step : 0;
    if (by === 0) return;
    event.preventDefault();
    event.stopPropagation();
    set("matrixLabels", clamp(width + by));
  };
  return (
    <div
      class="label-edge"
      role="separator"
      aria-orientation="vertical"
      aria-label="Width of the labels"
      aria-valuenow={width}
      aria-valuemin={least}
      aria-valuemax={most}
      tabIndex={0}
      onPointerDown={drag}
      onKeyDown={move}
    />
  );
}
