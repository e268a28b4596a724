import { useEffect, useRef } from "preact/hooks";
import { theme } from "../../app/theme.js";

/** Something to be seen at a line, with the name of its colour. */
export interface OverviewMark {
  readonly line: number;
  readonly color: string;
}

interface OverviewProps {
  readonly lines: number;
  readonly marks: readonly OverviewMark[];
  readonly onJump: (line: number) => void;
}

const width = 10;

/** Where hits and marks are in the whole log: a strip beside the scroll bar. Lists say the same. */
export function Overview({ lines, marks, onJump }: OverviewProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const shownTheme = theme.value;
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return;
    const observer = new ResizeObserver(() => draw(current, lines, marks));
    observer.observe(current);
    return () => observer.disconnect();
  }, [lines, marks, shownTheme]);
  const jump = ({ offsetY, currentTarget }: MouseEvent & { readonly currentTarget: HTMLCanvasElement }) =>
    onJump(nearest(marks, (offsetY / currentTarget.clientHeight) * lines, (lines * 6) / currentTarget.clientHeight));
  return <canvas ref={canvas} class="log-overview" aria-hidden="true" onClick={jump} />;
}

/** A click close to a mark means that mark. */
function nearest(marks: readonly OverviewMark[], line: number, reach: number): number {
  let best: number | undefined;
  for (const mark of marks) {
    const distance = Math.abs(mark.line - line);
    if (distance <= reach && (best === undefined || distance < Math.abs(best - line))) best = mark.line;
  }
  return best ?? Math.max(1, Math.round(line));
}

function draw(canvas: HTMLCanvasElement, lines: number, marks: readonly OverviewMark[]): void {
  const { clientHeight } = canvas;
  const scale = window.devicePixelRatio;
  canvas.width = width * scale;
  canvas.height = clientHeight * scale;
  const context = canvas.getContext("2d");
  if (context === null || lines === 0) return;
  const style = getComputedStyle(canvas);
  context.scale(scale, scale);
  const drawn = new Set<string>();
  for (const { line, color } of marks) {
    const y = Math.min(clientHeight - 2, Math.floor((line / lines) * clientHeight));
    if (drawn.has(`${color}${y}`)) continue;
    drawn.add(`${color}${y}`);
    context.fillStyle = style.getPropertyValue(color);
    context.fillRect(1, y, width - 2, 2);
  }
}
