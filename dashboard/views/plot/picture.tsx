import { xOf } from "../times/scale.js";
import { type Frame, pointPlace } from "./geometry.js";
import type { LimitStep, PlotLine } from "./plot-model.js";
import { numberText, type ValueScale } from "./value-scale.js";

interface PictureProps {
  readonly frame: Frame;
  readonly lines: readonly PlotLine[];
  readonly units: readonly string[];
  readonly marks: readonly { readonly x: number; readonly label: string }[];
  /** Place among the series of the one that stands out. */
  readonly raised: number | undefined;
  readonly clip: string;
}

/** With more points on the screen a curve has no dots. */
const mostDots = 600;
/** With more different limits on the screen only those of the raised series are shown. */
const mostLimits = 3;

/** Axes, limits and curves. */
export function Picture({ frame, lines, units, marks, raised, clip }: PictureProps) {
  const { across, top, bottom } = frame;
  const right = across.left + across.width;
  const inFront = lines.toSorted((a, b) => Number(a.index === raised) - Number(b.index === raised));
  return (
    <>
      <clipPath id={clip}>
        <rect x={across.left} y={top} width={across.width} height={bottom - top} />
      </clipPath>
      {marks.map(({ x, label }) => (
        <g key={label + x} class="plot-mark">
          <line x1={x} x2={x} y1={top} y2={bottom} />
          <text x={x} y={bottom + 17} text-anchor="middle">
            {label}
          </text>
        </g>
      ))}
      {frame.scales.map((scale, at) => (
        <ValueAxis key={units[at]} scale={scale} unit={units[at] ?? ""} x={at === 0 ? across.left : right} isRight={at > 0} frame={frame} />
      ))}
      <g clip-path={`url(#${clip})`}>
        {limitsShown(lines, raised).map((line) => (
          <LimitShapes key={line.index} frame={frame} line={line} />
        ))}
        {inFront.map((line) => (
          <Curve key={line.index} frame={frame} line={line} isSoft={raised !== undefined && line.index !== raised} />
        ))}
      </g>
      <rect class="plot-frame" x={across.left} y={top} width={across.width} height={bottom - top} />
    </>
  );
}

interface ValueAxisProps {
  readonly scale: ValueScale;
  readonly unit: string;
  readonly x: number;
  readonly isRight: boolean;
  readonly frame: Frame;
}

function ValueAxis({ scale, unit, x, isRight, frame: { across, top } }: ValueAxisProps) {
  const [side, anchor] = isRight ? [8, "start" as const] : [-8, "end" as const];
  return (
    <g class="plot-mark">
      <text class="plot-unit" x={x + side} y={top - 9} text-anchor={anchor}>
        {unit}
      </text>
      {scale.ticks.map((tick) => (
        <g key={tick}>
          {!isRight && <line x1={across.left} x2={across.left + across.width} y1={scale.y(tick)} y2={scale.y(tick)} />}
          {isRight && <line x1={x - 4} x2={x} y1={scale.y(tick)} y2={scale.y(tick)} />}
          <text x={x + side} y={scale.y(tick) + 4} text-anchor={anchor}>
            {numberText(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Equal limits of several series are drawn once. */
function limitsShown(lines: readonly PlotLine[], raised: number | undefined): PlotLine[] {
  const different = new Map<string, PlotLine>();
  for (const line of lines.filter(({ limits }) => limits.length > 0)) {
    const key = JSON.stringify([line.axis, line.limits.map(({ low, high }) => [low, high])]);
    if (!different.has(key) || line.index === raised) different.set(key, line);
  }
  const all = [...different.values()];
  const own = all.filter(({ index }) => index === raised);
  return own.length > 0 ? own : all.length <= mostLimits ? all : [];
}

function LimitShapes({ frame, line }: { readonly frame: Frame; readonly line: PlotLine }) {
  const { across, top, bottom, scales } = frame;
  const scale = scales[line.axis];
  if (scale === undefined) return null;
  const x = (place: number) => Math.max(across.left - 1, Math.min(across.left + across.width + 1, xOf(across, place)));
  const shape = ({ from, until, low, high }: LimitStep) => {
    const [left, width] = [x(from), x(until) - x(from)];
    const [roof, floor] = [high === undefined ? undefined : scale.y(high), low === undefined ? undefined : scale.y(low)];
    if (roof !== undefined && floor !== undefined)
      return <rect key={from} class="plot-band" x={left} y={roof} width={width} height={Math.max(1, floor - roof)} />;
    const [from_, until_] = roof === undefined ? [floor ?? bottom, bottom] : [top, roof];
    return <rect key={from} class="plot-forbidden" x={left} y={from_} width={width} height={Math.max(0, until_ - from_)} />;
  };
  return (
    <g class="plot-limits">
      {line.limits.map(shape)}
      <path class="plot-limit" d={edgePath(line.limits, x, scale, "high") + edgePath(line.limits, x, scale, "low")} />
    </g>
  );
}

/** A limit as a line that goes in steps. */
function edgePath(limits: readonly LimitStep[], x: (place: number) => number, scale: ValueScale, side: "low" | "high"): string {
  let path = "";
  let end = Number.NaN;
  for (const step of limits) {
    const value = step[side];
    if (value === undefined) continue;
    path += `${step.from === end ? "L" : "M"}${x(step.from)} ${scale.y(value)}H${x(step.until)}`;
    end = step.until;
  }
  return path;
}

function Curve({ frame, line, isSoft }: { readonly frame: Frame; readonly line: PlotLine; readonly isSoft: boolean }) {
  const { window } = frame.across;
  const places = line.points.map((point) => ({ ...pointPlace(frame, line, point), at: point.x, bad: point.point.bad }));
  const inside = places.filter(({ at }) => at >= window.from && at <= window.until);
  const path = places.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${rounded(x)} ${rounded(y)}`).join("");
  const dots = inside.filter(({ bad }) => !bad).map(({ x, y }) => `M${rounded(x)} ${rounded(y)}h0`);
  const bad = inside.filter((place) => place.bad).map(({ x, y }) => `M${rounded(x - 4)} ${rounded(y - 4)}l8 8m0 -8l-8 8`);
  return (
    <g class={`plot-series plot-s${line.index % colours}${isSoft ? " soft" : ""}`} data-series={line.index}>
      <path class="plot-line" d={path} />
      {dots.length > 0 && (dots.length <= mostDots || places.length === 1) && <path class="plot-dots" d={dots.join("")} />}
      {bad.length > 0 && <path class="plot-bad-ground" d={bad.join("")} />}
      {bad.length > 0 && <path class="plot-bad" data-count={bad.length} d={bad.join("")} />}
    </g>
  );
}

/** So many colours there are. */
export const colours = 8;

const rounded = (px: number) => Math.round(px * 10) / 10;
