import type { RefObject } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { formatDuration } from "../../../src/base/index.js";
import { fullName } from "../../../src/model/index.js";
import { type Bar, classTraits, endOfBar, lengthOf, panned, revealed, type Span, zoomed } from "../../../src/view/index.js";
import { timeText } from "../../app/clock.js";
import { ink, useDrawing } from "../../parts/canvas.js";
import { useSize } from "../../parts/use-size.js";
import { BarCard } from "./bar-card.js";
import { barAt, type ChartModel, type Move, moveFrom } from "./chart-model.js";
import { drawChart, headHeight, type Scene } from "./draw-chart.js";
import { marksOf, type Scale, timeAt } from "./scale.js";
import { useDrag } from "./use-drag.js";

export interface ChartProps {
  /** Spoken. */
  readonly label: string;
  readonly model: ChartModel;
  readonly window: Span;
  /** As far as one can look. */
  readonly bounds: Span;
  readonly now: number;
  readonly gaps: readonly Span[];
  readonly critical: readonly number[];
  readonly steps?: ReadonlyMap<number, readonly number[]>;
  /** Count time from here. */
  readonly origin?: number;
  readonly onWindow: (window: Span) => void;
  readonly onOpen: (id: number, newTab: boolean) => void;
}

const noSteps: ReadonlyMap<number, readonly number[]> = new Map();

/** Bars over time: wheel zooms, drag and Shift+wheel move, arrows go from bar to bar, Enter and click open. */
export function Chart(props: ChartProps) {
  const { label, model, window, now, gaps, critical, steps = noSteps, origin } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height } = useSize(scroller);
  const [scrollTop, setScrollTop] = useState(0);
  const [current, setCurrent] = useState<number>();
  const [hasFocus, setFocus] = useState(false);
  const rowHeight = rowHeightFor(model, height - headHeight);
  const left = model.bands.some(({ title }) => title !== "") ? Math.min(220, Math.round(width / 4)) : 0;
  const scale = { window, left, width: Math.max(1, width - left) };
  const pointer = usePointer(props, scroller, { scale, rowHeight, scrollTop });
  const marked = hasFocus ? current : undefined;
  const shown = { model, scale, now, height, rowHeight, scrollTop, marks: marksOf(scale, origin), gaps, critical, steps };
  const scene: Scene = { ...shown, current: marked, hovered: pointer.hovered };
  const paint = ink();
  useDrawing(canvas, { width, height }, (context) => drawChart(context, scene, paint));
  const onKeyDown = useBarKeys(props, scroller, { current, setCurrent, rowHeight });
  const option = useId();
  const at = pointer.hovered ?? marked;
  const bar = at === undefined ? undefined : model.bars[at];
  return (
    <div class="times-chart">
      <div
        ref={scroller}
        class="times-scroller"
        tabIndex={0}
        role="listbox"
        aria-label={`${label}. Arrow keys go from bar to bar, Enter opens.`}
        aria-activedescendant={option}
        data-focus={`chart ${label}`}
        onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
        onKeyDown={onKeyDown}
        onFocus={() => setFocus(true)}
        onBlur={() => setFocus(false)}
      >
        <canvas
          ref={canvas}
          class={pointer.hovered === undefined ? "" : "on-bar"}
          style={{ width: `${width}px`, height: `${height}px` }}
          aria-hidden="true"
          {...pointer.handlers}
        />
        <div style={{ height: `${Math.max(0, model.rows.length * rowHeight + headHeight - height)}px` }} />
        <SpokenBar id={option} bar={model.bars[current ?? 0]} place={current ?? 0} count={model.bars.length} now={now} />
      </div>
      {bar !== undefined && at !== undefined && <BarCard bar={bar} scene={scene} row={model.rowOf[at] ?? 0} />}
    </div>
  );
}

interface SpokenBarProps {
  readonly id: string;
  readonly bar: Bar | undefined;
  readonly place: number;
  readonly count: number;
  readonly now: number;
}

/** What a screen reader says of the bar that the keys are at. */
function SpokenBar({ id, bar, place, count, now }: SpokenBarProps) {
  return (
    <div id={id} class="only-spoken" role="option" tabIndex={-1} aria-selected="true" aria-posinset={place + 1} aria-setsize={count}>
      {bar && `${fullName(bar)}, ${classTraits[bar.class].title}, from ${timeText(bar.from)}, ${formatDuration(endOfBar(bar, now) - bar.from)}`}
    </div>
  );
}

interface Geometry {
  readonly scale: Scale;
  readonly rowHeight: number;
  readonly scrollTop: number;
}

/** What the pointer does. */
function usePointer(props: ChartProps, scroller: Held, { scale, rowHeight, scrollTop }: Geometry) {
  const { model, window, bounds, now, onWindow } = props;
  const [hovered, setHovered] = useState<number>();
  const secondsPerPixel = lengthOf(window) / scale.width;
  const find = ({ offsetX, offsetY }: MouseEvent) => {
    if (offsetX < scale.left || offsetY < headHeight) return undefined;
    const row = Math.floor((offsetY - headHeight + scrollTop) / rowHeight);
    return barAt(model, row, timeAt(scale, offsetX), 4 * secondsPerPixel, now);
  };
  const drag = useDrag({
    onDrag: (dx, dy) => {
      onWindow(panned(window, bounds, -dx * secondsPerPixel));
      scroller.current?.scrollBy(0, -dy);
    },
    onClick: (event) => open(props, find(event), event.ctrlKey || event.metaKey),
  });
  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const [across, down] = event.shiftKey ? [event.deltaY || event.deltaX, 0] : [event.deltaX, event.deltaY];
    if (Math.abs(across) > Math.abs(down)) onWindow(panned(window, bounds, across * secondsPerPixel));
    else onWindow(zoomed(window, bounds, 1.0015 ** down, timeAt(scale, event.offsetX)));
  };
  const handlers = {
    ...drag.handlers,
    onWheel,
    onPointerMove: (event: PointerEvent) => {
      drag.handlers.onPointerMove(event);
      setHovered(find(event));
    },
    onPointerLeave: () => setHovered(undefined),
  };
  return { hovered: drag.isDragging ? undefined : hovered, handlers };
}

type Held = RefObject<HTMLElement | null>;

interface Walk {
  readonly current: number | undefined;
  readonly setCurrent: (at: number) => void;
  readonly rowHeight: number;
}

/** What keys do. */
function useBarKeys(props: ChartProps, scroller: Held, { current, setCurrent, rowHeight }: Walk): (event: KeyboardEvent) => void {
  const { model, window, bounds, now, onWindow } = props;
  const show = (at: number) => {
    const bar = model.bars[at];
    setCurrent(at);
    if (bar === undefined) return;
    const there = revealed(window, bounds, { from: bar.from, until: endOfBar(bar, now) });
    if (there !== window) onWindow(there);
    scrollTo(scroller.current, (model.rowOf[at] ?? 0) * rowHeight, rowHeight);
  };
  // The first arrow shows where one is.
  const target = (move: Move) =>
    current === undefined && move !== "first" && move !== "last" ? firstIn(model, window) : moveFrom(model, current ?? 0, move);
  return (event) => {
    const change = windowKey(event, window, bounds);
    const move = moves[event.key];
    if (change !== undefined) onWindow(change);
    else if (move !== undefined && !event.shiftKey) show(target(move));
    else if (event.key === "Enter") open(props, current, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}

const moves: Readonly<Record<string, Move>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
  Home: "first",
  End: "last",
};

/** What a key makes of the window; undefined when it is not for that. */
function windowKey({ key, shiftKey }: KeyboardEvent, window: Span, bounds: Span): Span | undefined {
  const length = window.until - window.from;
  if (shiftKey && key === "ArrowLeft") return panned(window, bounds, -length / 5);
  if (shiftKey && key === "ArrowRight") return panned(window, bounds, length / 5);
  return undefined;
}

function firstIn({ bars }: ChartModel, { from }: Span): number {
  return Math.max(
    0,
    bars.findIndex((bar) => bar.from >= from),
  );
}

function open({ model, onOpen }: ChartProps, at: number | undefined, newTab: boolean): void {
  const bar = at === undefined ? undefined : model.bars[at];
  if (bar !== undefined) onOpen(bar.id, newTab);
}

function scrollTo(scroller: HTMLElement | null, top: number, height: number): void {
  if (scroller === null) return;
  const room = scroller.clientHeight - headHeight;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  else if (top + height > scroller.scrollTop + room) scroller.scrollTop = top + height - room;
}

/** Names are legible while the rows fit some screens; more rows are lower, down to lines. Titles at the left must be legible in any case. */
function rowHeightFor({ rows, bands }: ChartModel, room: number): number {
  if (bands.some(({ title }) => title !== "")) return rows.length * 22 <= 3 * room ? 22 : 16;
  const [first] = [
    [22, 2],
    [16, 4],
    [10, 5],
    [6, 6],
  ].filter(([height = 0, screens = 0]) => rows.length * height <= screens * room);
  return first?.[0] ?? 4;
}
