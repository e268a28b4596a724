import type { RefObject } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { MatrixOverview, Params } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { useLive } from "../../app/live.js";
import { settings } from "../../app/settings.js";
import { theme } from "../../app/theme.js";
import type { Snapshot } from "./data/snapshot.js";
import type { Geometry } from "./geometry.js";

interface OverviewProps {
  readonly params: Params;
  readonly snapshot: Snapshot;
  readonly scroller: RefObject<HTMLDivElement | null>;
  readonly geometry: Geometry;
  readonly headHeight: number;
}

/** px of the strip for one part. */
const partHeight = 3;
const settlingMs = 2000;

/** Failures of all rows from top to bottom, beside the scroll bar; a click leads there. Keys `n` and `p` do the same. */
export function Overview({ params, snapshot, scroller, geometry, headHeight }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const view = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(0);
  const overview = useOverview(params, snapshot, Math.max(1, Math.floor(height / partHeight)));
  useEffect(() => {
    const element = canvas.current?.parentElement;
    if (!element) return;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context && overview !== undefined) paint(context, overview);
  }, [overview, height, theme.value, settings.value.palette]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const follow = () => {
      const whole = snapshot.rows * geometry.row;
      view.current?.style.setProperty("top", `${(element.scrollTop / whole) * 100}%`);
      view.current?.style.setProperty("height", `${Math.min(1, (element.clientHeight - headHeight) / whole) * 100}%`);
    };
    follow();
    element.addEventListener("scroll", follow, { passive: true });
    return () => element.removeEventListener("scroll", follow);
  });
  const jump = (event: PointerEvent) => {
    if (event.buttons !== 1 || !(event.currentTarget instanceof HTMLElement)) return;
    const box = event.currentTarget.getBoundingClientRect();
    const share = (event.clientY - box.top) / box.height;
    const element = scroller.current;
    if (element !== null) element.scrollTop = share * snapshot.rows * geometry.row - (element.clientHeight - headHeight) / 2;
  };
  return (
    <div
      class="overview"
      style={{ marginTop: `${headHeight}px` }}
      title="Failures in all rows"
      aria-hidden="true"
      onPointerDown={jump}
      onPointerMove={jump}
    >
      <canvas ref={canvas} width={14} height={height} style={{ height: `${height}px` }} />
      <div ref={view} class="overview-view" />
    </div>
  );
}

/** Asked for again when rows have changed, and after changes of verdicts. */
function useOverview(params: Params, snapshot: Snapshot, parts: number): MatrixOverview | undefined {
  const [overview, setOverview] = useState<MatrixOverview>();
  const [turn, setTurn] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useLive("matrix:overview", () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setTurn((count) => count + 1);
    }, settlingMs);
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (parts <= 1) return;
    const stop = new AbortController();
    ask<MatrixOverview>("matrix/overview", { ...params, parts }, { signal: stop.signal }).then(setOverview, (error: unknown) => {
      // The matrix itself tells what is wrong.
      if (!(error instanceof ApiError) && !stop.signal.aborted) throw error;
    });
    return () => stop.abort();
  }, [JSON.stringify(params), snapshot.rev, parts, turn]);
  return overview;
}

function paint(context: CanvasRenderingContext2D, { newest, older }: MatrixOverview): void {
  const { width, height } = context.canvas;
  const style = getComputedStyle(context.canvas);
  const colour = style.getPropertyValue("--c-fail");
  context.clearRect(0, 0, width, height);
  newest.forEach((count, part) => {
    const isOlder = count === 0 && (older[part] ?? 0) > 0;
    if (count === 0 && !isOlder) return;
    context.globalAlpha = isOlder ? 0.3 : 1;
    context.fillStyle = colour;
    context.fillRect(isOlder ? width / 2 : 0, (part / newest.length) * height, width, Math.max(2, height / newest.length));
  });
}
