import type { RefObject } from "preact";
import { useLayoutEffect } from "preact/hooks";
import { type ColourClass, type Fill, fills } from "../../src/view/index.js";
import { settings } from "../app/settings.js";
import { theme } from "../app/theme.js";

/** Colours of the page, for what is drawn. */
export interface Ink {
  readonly text: string;
  readonly soft: string;
  readonly line: string;
  readonly strong: string;
  readonly ground: string;
  readonly softGround: string;
  readonly accent: string;
  readonly bad: string;
  readonly classes: ReadonlyMap<ColourClass, Fill>;
  /** Family for `font`. */
  readonly font: string;
}

/** The colours of the theme in force; a component that calls it is drawn anew when that changes. */
export function ink(): Ink {
  const classes = fills(theme.value, settings.value.palette);
  const style = getComputedStyle(document.documentElement);
  const read = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    text: read("text"),
    soft: read("text-soft"),
    line: read("line"),
    strong: read("line-strong"),
    ground: read("bg"),
    softGround: read("bg-soft"),
    accent: read("accent"),
    bad: read("bad"),
    font: read("font"),
    classes,
  };
}

/** Draws after every change, at the resolution of the screen; `draw` gets a context in CSS pixels. */
export function useDrawing(
  canvas: RefObject<HTMLCanvasElement | null>,
  { width, height }: { readonly width: number; readonly height: number },
  draw: (context: CanvasRenderingContext2D) => void,
): void {
  useLayoutEffect(() => {
    const { current } = canvas;
    const context = current?.getContext("2d");
    if (current === null || !context || width === 0 || height === 0) return;
    const scale = window.devicePixelRatio;
    const [across, down] = [Math.round(width * scale), Math.round(height * scale)];
    if (current.width !== across || current.height !== down) Object.assign(current, { width: across, height: down });
    context.setTransform(scale, 0, 0, scale, 0, 0);
    context.clearRect(0, 0, width, height);
    draw(context);
  });
}

const patterns = new Map<string, CanvasPattern>();

/** What fills an area of a class: its colour, hatched where the class is. */
export function fillStyle(context: CanvasRenderingContext2D, { fill, stripe }: Fill): string | CanvasPattern {
  if (stripe === undefined) return fill;
  const known = patterns.get(fill + stripe);
  if (known !== undefined) return known;
  const tile = new OffscreenCanvas(8, 8);
  const on = tile.getContext("2d");
  if (on === null) return fill;
  on.fillStyle = fill;
  on.fillRect(0, 0, 8, 8);
  on.strokeStyle = stripe;
  on.lineWidth = 2;
  on.beginPath();
  for (const shift of [-8, 0, 8]) {
    on.moveTo(shift, 8);
    on.lineTo(shift + 8, 0);
  }
  on.stroke();
  const pattern = context.createPattern(tile, "repeat");
  if (pattern === null) return fill;
  patterns.set(fill + stripe, pattern);
  return pattern;
}
