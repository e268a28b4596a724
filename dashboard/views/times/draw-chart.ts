import { fullName } from "../../../src/model/index.js";
import { type Bar, endOfBar, type Span } from "../../../src/view/index.js";
import { fillStyle, type Ink } from "../../parts/canvas.js";
import { type ChartModel, firstFrom } from "./chart-model.js";
import { type Mark, type Scale, xOf } from "./scale.js";

/** Everything that one picture of the chart shows. Sizes in px. */
export interface Scene {
  readonly model: ChartModel;
  readonly scale: Scale;
  readonly now: number;
  readonly height: number;
  readonly rowHeight: number;
  /** How far the rows are scrolled. */
  readonly scrollTop: number;
  readonly marks: readonly Mark[];
  readonly gaps: readonly Span[];
  /** Ids of the critical path, first to last. */
  readonly critical: readonly number[];
  /** Starts of steps by test. */
  readonly steps: ReadonlyMap<number, readonly number[]>;
  /** Places of bars. */
  readonly current: number | undefined;
  readonly hovered: number | undefined;
}

/** Height of the time scale above the rows. */
export const headHeight = 24;

export function drawChart(context: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const { scale, height } = scene;
  context.save();
  context.beginPath();
  context.rect(scale.left, headHeight, scale.width, height - headHeight);
  context.clip();
  drawGround(context, scene, ink);
  const path = criticalBoxes(scene);
  drawCriticalLines(context, path, ink);
  const { first, last } = visibleRows(scene);
  for (let row = first; row < last; row++) drawRow(context, scene, ink, row);
  drawCriticalFrames(context, path, ink);
  drawFocus(context, scene, ink);
  drawNow(context, scene, ink);
  context.restore();
  drawBands(context, scene, ink);
  drawMarks(context, scene, ink);
}

function visibleRows({ model, rowHeight, scrollTop, height }: Scene): { readonly first: number; readonly last: number } {
  const first = Math.max(0, Math.floor(scrollTop / rowHeight));
  return { first, last: Math.min(model.rows.length, Math.ceil((scrollTop + height - headHeight) / rowHeight)) };
}

export function yOfRow({ rowHeight, scrollTop }: Pick<Scene, "rowHeight" | "scrollTop">, row: number): number {
  return headHeight + row * rowHeight - scrollTop;
}

function drawGround(context: CanvasRenderingContext2D, { scale, marks, gaps, height }: Scene, ink: Ink): void {
  for (const { time, isStrong } of marks) {
    context.fillStyle = isStrong ? ink.strong : ink.line;
    context.fillRect(Math.round(xOf(scale, time)), headHeight, 1, height);
  }
  for (const { from, until } of gaps) {
    const [left, right] = [xOf(scale, from), xOf(scale, until)];
    if (right - left < 2) continue;
    context.fillStyle = hatch(context, ink.strong);
    context.fillRect(left, headHeight, right - left, height);
  }
}

const hatches = new Map<string, CanvasPattern>();

function hatch(context: CanvasRenderingContext2D, colour: string): CanvasPattern | string {
  const known = hatches.get(colour);
  if (known !== undefined) return known;
  const tile = new OffscreenCanvas(8, 8);
  const on = tile.getContext("2d");
  if (on === null) return "transparent";
  on.strokeStyle = colour;
  on.globalAlpha = 0.6;
  on.beginPath();
  for (const shift of [-8, 0, 8]) {
    on.moveTo(shift, 8);
    on.lineTo(shift + 8, 0);
  }
  on.stroke();
  const pattern = context.createPattern(tile, "repeat") ?? "transparent";
  if (typeof pattern !== "string") hatches.set(colour, pattern);
  return pattern;
}

/** Narrower bars are drawn so wide. */
const thinnest = 2;

/** Where a bar is drawn. */
export function boxOf(scene: Pick<Scene, "scale" | "rowHeight" | "scrollTop" | "now">, bar: Bar, row: number) {
  const left = xOf(scene.scale, bar.from);
  const width = Math.max(thinnest, xOf(scene.scale, endOfBar(bar, scene.now)) - left);
  const gap = scene.rowHeight >= 14 ? 2 : scene.rowHeight >= 6 ? 1 : 0;
  return { left, width, top: yOfRow(scene, row) + gap / 2, height: scene.rowHeight - gap };
}

function drawRow(context: CanvasRenderingContext2D, scene: Scene, ink: Ink, row: number): void {
  const { model, scale } = scene;
  const own = model.rows[row] ?? [];
  const last = firstFrom(model.bars, own, scale.window.until);
  let drawnUntil = Number.NEGATIVE_INFINITY;
  let drawnClass = "";
  for (let nth = 0; nth < last; nth++) {
    const bar = model.bars[own[nth] ?? 0];
    if (bar === undefined || endOfBar(bar, scene.now) < scale.window.from) continue;
    const box = boxOf(scene, bar, row);
    // Thousands of bars may share a pixel.
    if (box.left + box.width <= drawnUntil && bar.class === drawnClass) continue;
    drawnUntil = box.left + box.width;
    drawnClass = bar.class;
    drawBar(context, scene, ink, bar, box);
    const next = model.bars[own[nth + 1] ?? -1];
    drawLabel(context, scene, ink, bar, { ...box, room: (next === undefined ? Number.POSITIVE_INFINITY : xOf(scale, next.from)) - box.left });
  }
}

type Box = ReturnType<typeof boxOf>;

function drawBar(context: CanvasRenderingContext2D, scene: Scene, ink: Ink, bar: Bar, { left, top, width, height }: Box): void {
  const fill = ink.classes.get(bar.class);
  context.fillStyle = fill === undefined ? ink.strong : fillStyle(context, fill);
  if (width >= 6 && height >= 10) {
    context.beginPath();
    context.roundRect(left, top, width, height, bar.live ? [3, 0, 0, 3] : 3);
    context.fill();
  } else {
    context.fillRect(left, top, width, height);
  }
  context.fillStyle = fill?.text ?? ink.text;
  if (width < 40 || height < 10) return;
  context.globalAlpha = 0.6;
  for (const start of scene.steps.get(bar.id) ?? []) {
    const x = Math.round(xOf(scene.scale, start));
    if (x - left > 3 && left + width - x > 3) context.fillRect(x, top + height - notch, 1, notch);
  }
  context.globalAlpha = 1;
}

/** Height of the mark where a step begins, below the text. */
const notch = 3;

/** About the width of a letter, to decide without measuring thousands of texts. */
const letter = 6.4;
const padding = 5;

/** Inside where it fits, else behind the bar where there is room, else as much of it as fits inside. */
function drawLabel(
  context: CanvasRenderingContext2D,
  { rowHeight, scale, model }: Scene,
  ink: Ink,
  bar: Bar,
  box: Box & { readonly room: number },
): void {
  if (rowHeight < 14) return;
  const text = model.rowing === "test" ? bar.item_path : fullName(bar);
  const left = Math.max(box.left, scale.left);
  const inside = box.left + box.width - left - 2 * padding;
  const wanted = text.length * letter;
  const behind = Math.min(box.room, scale.left + scale.width - box.left) - box.width - 2 * padding;
  context.font = `11px ${ink.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  const y = box.top + box.height / 2 + 0.5;
  if (wanted > inside && wanted <= behind) {
    // Lines pass behind it.
    const x = box.left + box.width + padding;
    context.fillStyle = ink.ground;
    context.fillRect(x - 2, y - 6, context.measureText(text).width + 4, 12);
    context.fillStyle = ink.text;
    context.fillText(text, x, y);
  } else if (inside > 3 * letter) {
    context.fillStyle = ink.classes.get(bar.class)?.text ?? ink.text;
    const letters = Math.floor(inside / letter);
    context.fillText(text.length <= letters ? text : `${text.slice(0, Math.max(1, letters - 1))}…`, left + padding, y);
  }
}

/** Boxes of the critical path, first to last. */
function criticalBoxes(scene: Scene): Box[] {
  const { model, critical } = scene;
  const place = new Map(critical.map((id, nth) => [id, nth]));
  const boxes: Box[] = [];
  model.bars.forEach((bar, at) => {
    const nth = place.get(bar.id);
    if (nth !== undefined) boxes[nth] = boxOf(scene, bar, model.rowOf[at] ?? 0);
  });
  return boxes.filter((box) => box !== undefined);
}

/** From each end to the next start. */
function drawCriticalLines(context: CanvasRenderingContext2D, boxes: readonly Box[], ink: Ink): void {
  context.strokeStyle = ink.text;
  context.lineWidth = 1.5;
  context.beginPath();
  boxes.forEach((box, nth) => {
    const next = boxes[nth + 1];
    if (next === undefined) return;
    const [x, y, target] = [box.left + box.width, box.top + box.height / 2, next.top + next.height / 2];
    const bend = Math.max(x, next.left) - (next.left - x > 12 ? 6 : 0);
    context.moveTo(x, y);
    context.lineTo(bend, y);
    context.lineTo(bend, target);
    context.lineTo(next.left, target);
  });
  context.stroke();
}

function drawCriticalFrames(context: CanvasRenderingContext2D, boxes: readonly Box[], ink: Ink): void {
  context.strokeStyle = ink.text;
  context.lineWidth = 1.5;
  for (const { left, top, width, height } of boxes) {
    if (height >= 6 && width >= 6) context.strokeRect(left + 0.75, top + 0.75, width - 1.5, height - 1.5);
  }
}

function drawFocus(context: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const { model, current, hovered } = scene;
  for (const [at, colour, width] of [[hovered, ink.text, 1.5] as const, [current, ink.accent, 2.5] as const]) {
    const bar = at === undefined ? undefined : model.bars[at];
    if (bar === undefined || at === undefined) continue;
    const box = boxOf(scene, bar, model.rowOf[at] ?? 0);
    context.strokeStyle = ink.ground;
    context.lineWidth = width + 3;
    context.strokeRect(box.left - 1.5, box.top - 1.5, box.width + 3, box.height + 3);
    context.strokeStyle = colour;
    context.lineWidth = width;
    context.strokeRect(box.left - 1.5, box.top - 1.5, box.width + 3, box.height + 3);
  }
  context.lineWidth = 1;
}

function drawNow(context: CanvasRenderingContext2D, { model, scale, now, height }: Scene, ink: Ink): void {
  if (!model.bars.some(({ live }) => live)) return;
  context.fillStyle = ink.accent;
  context.fillRect(Math.round(xOf(scale, now)), headHeight, 1, height);
}

/** Titles of bands in the column at the left; the one of the topmost rows stays in sight. */
function drawBands(context: CanvasRenderingContext2D, scene: Scene, ink: Ink): void {
  const { model, scale, height, rowHeight } = scene;
  if (scale.left === 0) return;
  context.save();
  context.beginPath();
  context.rect(0, headHeight, scale.left + scale.width, height - headHeight);
  context.clip();
  context.font = `12px ${ink.font}`;
  context.textBaseline = "middle";
  context.textAlign = "left";
  for (const { title, first, count } of model.bands) {
    const [top, bottom] = [yOfRow(scene, first), yOfRow(scene, first + count)];
    if (bottom < headHeight || top > height) continue;
    context.fillStyle = ink.line;
    context.fillRect(0, Math.round(bottom) - 1, scale.left + scale.width, 1);
    context.fillStyle = ink.text;
    const y = Math.min(Math.max(top, headHeight) + rowHeight / 2, bottom - rowHeight / 2);
    context.fillText(shortened(context, title, scale.left - 20), 12, y);
  }
  context.restore();
}

function drawMarks(context: CanvasRenderingContext2D, { scale, marks }: Scene, ink: Ink): void {
  context.fillStyle = ink.softGround;
  context.fillRect(0, 0, scale.left + scale.width, headHeight - 1);
  context.fillStyle = ink.strong;
  context.fillRect(0, headHeight - 1, scale.left + scale.width, 1);
  context.font = `11px ${ink.font}`;
  context.textBaseline = "middle";
  for (const { time, label, isStrong } of marks) {
    const x = xOf(scale, time);
    context.fillStyle = isStrong ? ink.text : ink.soft;
    context.textAlign = "left";
    const width = context.measureText(label).width;
    if (x + 4 + width < scale.left + scale.width) context.fillText(label, x + 4, headHeight / 2);
    context.fillRect(Math.round(x), headHeight - 7, 1, 6);
  }
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let letters = Math.floor(width / letter);
  while (letters > 1 && context.measureText(`${text.slice(0, letters)}…`).width > width) letters--;
  return `${text.slice(0, letters)}…`;
}
