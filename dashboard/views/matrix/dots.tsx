import { useEffect, useRef } from "preact/hooks";
import { settings } from "../../app/settings.js";
import { theme } from "../../app/theme.js";
import type { Snapshot } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import type { Geometry } from "./geometry.js";
import { shownOf, type Viewport } from "./viewport.js";

interface DotsProps {
  readonly source: MatrixSource;
  readonly snapshot: Snapshot;
  readonly geometry: Geometry;
  readonly viewport: Viewport;
}

/** The whole screen full of cells of a few pixels: painted, since no document holds so many. */
export function Dots({ source, snapshot, geometry, viewport }: DotsProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const palette = `${theme.value} ${settings.value.palette}`;
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) paint(context, { source, snapshot, geometry, viewport });
  });
  const scale = window.devicePixelRatio;
  return (
    <canvas
      ref={canvas}
      class="matrix-dots"
      data-palette={palette}
      aria-hidden="true"
      width={viewport.width * scale}
      height={viewport.height * scale}
      style={{ width: `${viewport.width}px`, height: `${viewport.height}px` }}
    />
  );
}

function paint(context: CanvasRenderingContext2D, { source, snapshot, geometry, viewport }: DotsProps): void {
  const scale = window.devicePixelRatio;
  const style = getComputedStyle(context.canvas);
  const colours = new Map<string, string>();
  const colourOf = (name: string) => {
    const known = colours.get(name) ?? style.getPropertyValue(`--c-${name}`);
    colours.set(name, known);
    return known;
  };
  const { rows, cols } = shownOf(viewport, geometry, snapshot);
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, viewport.width, viewport.height);
  for (let row = rows.first; row < rows.first + rows.count; row++) {
    const top = row * geometry.row - viewport.top;
    for (let col = cols.first; col < cols.first + cols.count; col++) {
      const look = source.looks.look(snapshot.cell(row, col)?.look ?? 0);
      if (look === undefined) continue;
      context.fillStyle = colourOf(look.name);
      context.fillRect(col * geometry.col - viewport.left, top, geometry.col - 0.5, geometry.row - 0.5);
    }
  }
}
