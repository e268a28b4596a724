import { useId, useMemo, useRef, useState } from "preact/hooks";
import { formatUrl, type SeriesAnswer, type Span } from "../../../src/view/index.js";
import { openDrawer } from "../../app/drawer.js";
import { useWidth } from "../../parts/use-size.js";
import { testRoute } from "../test/refs.js";
import { type AxisKind, axisMarks, type Frame, frameOf, type PointAt, pointFacts, pointFrom, pointNear, pointPlace, testOf } from "./geometry.js";
import { Picture } from "./picture.js";
import type { Panel } from "./plot-model.js";
import { useRange } from "./use-range.js";

export interface PanelProps {
  readonly answer: SeriesAnswer;
  readonly names: readonly string[];
  readonly panel: Panel;
  /** Along the axis. */
  readonly window: Span;
  readonly axis: AxisKind;
  readonly isLog: boolean;
  readonly height: number;
  readonly raised: number | undefined;
  readonly onRaise: (series: number | undefined) => void;
  readonly onWindow: (window: Span) => void;
  /** By so much, with what is at a place staying there. */
  readonly onZoom: (factor: number, at: number) => void;
}

/** Curves of at most two units: drag chooses a part, Ctrl+wheel zooms, arrows go from value to value, Enter and click open the test. */
export function PanelView(props: PanelProps) {
  const { answer, names, panel, window, axis, isLog, height, raised } = props;
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  const frame = useMemo(() => frameOf(panel, { width, height, window, isLog }), [panel, width, height, window.from, window.until, isLog]);
  const [hovered, setHovered] = useState<PointAt>();
  const [focus, setFocus] = useState<PointAt>();
  const [hasFocus, setHasFocus] = useState(false);
  const raise = (at: PointAt | undefined) => {
    setHovered(at);
    props.onRaise(at && panel.lines[at.line]?.index);
  };
  const open = (at: PointAt | undefined, newTab: boolean) => openPoint(props, at, newTab);
  const range = useRange(frame, {
    onRange: props.onWindow,
    onZoom: props.onZoom,
    onHover: (x, y) => raise(pointNear(frame, panel.lines, x, y)),
    onLeave: () => raise(undefined),
    onClick: (x, y, newTab) => open(pointNear(frame, panel.lines, x, y), newTab),
  });
  const picture = useMemo(
    () => (
      <Picture frame={frame} lines={panel.lines} units={panel.units} marks={axisMarks(frame, answer, axis)} raised={raised} clip={`${id}-clip`} />
    ),
    [frame, panel, answer, axis, raised],
  );
  const current = focus ?? lastPoint(panel);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = focus === undefined && event.key.startsWith("Arrow") ? current : pointFrom(panel.lines, current, event.key);
    if (to !== undefined) setFocus(to);
    else if (event.key === "Enter") open(current, event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const shown = hovered ?? (hasFocus ? focus : undefined);
  return (
    <div
      ref={box}
      class="plot-panel"
      role="listbox"
      tabIndex={0}
      aria-label={`Plot of ${panel.units.map((unit) => unit || "values").join(" and ")}. Arrow keys go from value to value, Enter opens the test.`}
      aria-activedescendant={`${id}-option`}
      data-focus={`plot ${panel.units.join()}`}
      onKeyDown={onKeyDown}
      onFocus={() => setHasFocus(true)}
      onBlur={() => setHasFocus(false)}
    >
      <svg
        class={hovered === undefined ? "plot-picture" : "plot-picture on-point"}
        width={width}
        height={height}
        aria-hidden="true"
        {...range.handlers}
      >
        {picture}
        {range.chosen !== undefined && (
          <rect
            class="plot-range"
            x={range.chosen.from}
            width={range.chosen.until - range.chosen.from}
            y={frame.top}
            height={frame.bottom - frame.top}
          />
        )}
        {shown !== undefined && <Ring frame={frame} panel={panel} at={shown} />}
      </svg>
      <div id={`${id}-option`} class="only-spoken" role="option" tabIndex={-1} aria-selected="true">
        {spoken(props, current)}
      </div>
      {shown !== undefined && <PointCard frame={frame} panel={panel} at={shown} answer={answer} names={names} />}
    </div>
  );
}

/** The newest value of the first curve. */
function lastPoint({ lines }: Panel): PointAt {
  return { line: 0, point: (lines[0]?.points.length ?? 1) - 1 };
}

function pointOf({ lines }: Panel, at: PointAt) {
  const line = lines[at.line];
  const point = line?.points[at.point];
  return line === undefined || point === undefined ? undefined : { line, point };
}

function openPoint({ answer, panel }: PanelProps, at: PointAt | undefined, newTab: boolean): void {
  const found = at && pointOf(panel, at);
  const test = found && testOf(answer, found.line.series, found.point.point.run);
  if (test === undefined) return;
  const route = testRoute(test, { tab: "data" });
  if (newTab) globalThis.open(formatUrl(route), "_blank", "noopener");
  else openDrawer(route);
}

function spoken({ answer, panel, names }: PanelProps, at: PointAt): string {
  const found = pointOf(panel, at);
  if (found === undefined) return "";
  const { value, limits, state, run, time } = pointFacts(answer, found.line, found.point);
  const allowed = limits === "" ? "" : `allowed ${limits}`;
  return [`${names[found.line.index]}: ${value}`, state, allowed, run, time].filter(Boolean).join(", ");
}

interface PointProps {
  readonly frame: Frame;
  readonly panel: Panel;
  readonly at: PointAt;
}

function Ring({ frame, panel, at }: PointProps) {
  const found = pointOf(panel, at);
  if (found === undefined) return null;
  const { x, y } = pointPlace(frame, found.line, found.point);
  return <circle class="plot-ring" cx={x} cy={y} r="8" />;
}

/** px */
const cardWidth = 260;

/** What a value is, beside it. */
function PointCard({ frame, panel, at, answer, names }: PointProps & Pick<PanelProps, "answer" | "names">) {
  const found = pointOf(panel, at);
  if (found === undefined) return null;
  const { x, y } = pointPlace(frame, found.line, found.point);
  const { value, limits, state, run, time } = pointFacts(answer, found.line, found.point);
  const side = x + cardWidth + 16 > frame.width ? { right: `${Math.max(4, frame.width - x + 14)}px` } : { left: `${x + 14}px` };
  const place = y > frame.height / 2 ? { bottom: `${frame.height - y + 8}px` } : { top: `${y + 8}px` };
  return (
    <div class="times-card plot-card" style={{ ...side, ...place, maxWidth: `${Math.min(cardWidth, frame.width - 24)}px` }} aria-hidden="true">
      <strong>{value}</strong>
      {state !== "" && <span class="bad-text">✗ {state}</span>}
      {limits !== "" && <span class="soft">allowed {limits}</span>}
      <span>{names[found.line.index]}</span>
      <span>
        {run} <span class="soft">{time}</span>
      </span>
    </div>
  );
}
