import { useRef, useState } from "preact/hooks";
import { type Span, zoomed } from "../../../src/view/index.js";
import { theme } from "../../app/theme.js";
import { type Ink, ink, useDrawing } from "../../parts/canvas.js";
import { useWidth } from "../../parts/use-size.js";
import { type Scale, timeAt, xOf } from "./scale.js";
import { type Curve, hueOf, ownRange, type Strip, topOf } from "./strips.js";
import { useBrush } from "./use-brush.js";

interface StripViewProps {
  readonly strip: Strip;
  readonly bounds: Span;
  /** The part that the chart shows. */
  readonly window: Span;
  readonly onWindow: (window: Span) => void;
  readonly isTall?: boolean;
}

/** Curves over the whole run; dragging over them chooses what the chart shows. */
export function StripView({ strip, bounds, window, onWindow, isTall = false }: StripViewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const width = useWidth(frame);
  const height = isTall ? 72 : 48;
  const scale: Scale = { window: bounds, left: 0, width };
  const curves = strip.curves.filter(({ name }) => !hidden.has(name));
  const paint = ink();
  useDrawing(canvas, { width, height }, (context) => drawStrip(context, { ...strip, curves }, scale, { height, window, paint }));
  const brush = useBrush(canvas, { scale, bounds, window, onWindow });
  const hasKey = strip.scale !== "count";
  return (
    <figure class="times-strip">
      <figcaption>
        <strong>{strip.title}</strong> <span class="soft">{strip.note}</span>
        {hasKey && <CurveKey curves={strip.curves} hidden={hidden} onHide={setHidden} />}
      </figcaption>
      <div ref={frame}>
        <canvas
          ref={canvas}
          style={{ width: `${width}px`, height: `${height}px` }}
          role="img"
          aria-label={`${strip.title} over time: ${strip.note}`}
          onWheel={(event) => {
            event.preventDefault();
            onWindow(zoomed(window, bounds, 1.0015 ** event.deltaY, timeAt(scale, event.offsetX)));
          }}
          onDblClick={() => onWindow(bounds)}
          {...brush}
        />
      </div>
    </figure>
  );
}

interface CurveKeyProps {
  readonly curves: readonly Curve[];
  readonly hidden: ReadonlySet<string>;
  readonly onHide: (hidden: ReadonlySet<string>) => void;
}

/** Names of curves; a click shows or hides one. */
function CurveKey({ curves, hidden, onHide }: CurveKeyProps) {
  const toggle = (name: string) => {
    const next = new Set(hidden);
    if (!next.delete(name)) next.add(name);
    onHide(next);
  };
  return (
    <span class="times-curve-key">
      {curves.map(({ name }) => (
        <button key={name} type="button" class="plain" aria-pressed={!hidden.has(name)} onClick={() => toggle(name)}>
          <span class="times-curve-line" style={{ background: colourOf(name) }} aria-hidden="true" />
          {name}
        </button>
      ))}
      {curves.length > 2 && (
        <button type="button" class="plain" onClick={() => onHide(hidden.size > 0 ? new Set() : new Set(curves.map(({ name }) => name)))}>
          {hidden.size > 0 ? "Show all" : "Hide all"}
        </button>
      )}
    </span>
  );
}

function colourOf(name: string): string {
  return `hsl(${Math.round(hueOf(name))} ${theme.value === "light" ? "75% 38%" : "70% 68%"})`;
}

interface Drawn {
  readonly height: number;
  readonly window: Span;
  readonly paint: Ink;
}

function drawStrip(context: CanvasRenderingContext2D, strip: Strip, scale: Scale, { height, window, paint }: Drawn): void {
  const top = topOf(strip);
  const yOf = (value: number, [low, high]: readonly [number, number]) => height - 1 - ((value - low) / (high - low)) * (height - 3);
  context.fillStyle = paint.softGround;
  context.fillRect(0, 0, scale.width, height);
  for (const curve of strip.curves) {
    const range = strip.scale === "own" ? ownRange(curve) : ([0, top] as const);
    const path = stepPath(curve, scale, (value) => yOf(value, range));
    if (strip.scale === "count") {
      const { fill } = paint.classes.get("running") ?? { fill: paint.accent };
      context.fillStyle = fill;
      context.globalAlpha = 0.35;
      context.fill(closed(path, curve, scale, height));
      context.globalAlpha = 1;
      context.strokeStyle = paint.accent;
    } else {
      context.strokeStyle = colourOf(curve.name);
    }
    context.lineWidth = 1.5;
    context.stroke(path);
  }
  if (strip.limit !== undefined && strip.limit <= top) drawLimit(context, yOf(strip.limit, [0, top]), strip.limit, scale.width, paint);
  drawWindow(context, scale, height, window, paint);
}

function drawLimit(context: CanvasRenderingContext2D, y: number, limit: number, width: number, paint: Ink): void {
  context.strokeStyle = paint.bad;
  context.lineWidth = 1;
  context.setLineDash([4, 3]);
  context.beginPath();
  context.moveTo(0, Math.round(y) + 0.5);
  context.lineTo(width, Math.round(y) + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.fillStyle = paint.bad;
  context.font = `11px ${paint.font}`;
  context.textAlign = "right";
  context.textBaseline = "top";
  context.fillText(`limit ${limit}`, width - 4, y + 3);
}

/** What the chart does not show is veiled. */
function drawWindow(context: CanvasRenderingContext2D, scale: Scale, height: number, window: Span, paint: Ink): void {
  const [left, right] = [xOf(scale, window.from), xOf(scale, window.until)];
  if (left <= 0.5 && right >= scale.width - 0.5) return;
  context.fillStyle = paint.ground;
  context.globalAlpha = 0.7;
  context.fillRect(0, 0, left, height);
  context.fillRect(right, 0, scale.width - right, height);
  context.globalAlpha = 1;
  context.fillStyle = paint.accent;
  context.fillRect(left - 1, 0, 2, height);
  context.fillRect(right - 1, 0, 2, height);
}

/** Each value holds until the next one. */
function stepPath({ points }: Curve, scale: Scale, yOf: (value: number) => number): Path2D {
  const path = new Path2D();
  points.forEach(([time, value], nth) => {
    const [x, y] = [xOf(scale, time), yOf(value)];
    if (nth === 0) path.moveTo(x, y);
    else {
      path.lineTo(x, yOf(points[nth - 1]?.[1] ?? 0));
      path.lineTo(x, y);
    }
  });
  return path;
}

function closed(path: Path2D, { points }: Curve, scale: Scale, height: number): Path2D {
  const area = new Path2D(path);
  for (const end of [points.at(-1), points[0]]) if (end !== undefined) area.lineTo(xOf(scale, end[0]), height);
  return area;
}
