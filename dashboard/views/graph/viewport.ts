/** What part of a drawing is seen: `x`, `y` at the left upper corner, in units of the drawing; px per unit. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** px on the screen */
const margin = 24;
const [smallest, largest] = [0.04, 2];
/** Texts are legible from here on. */
export const legible = 0.5;

/** The whole drawing in the middle, not enlarged. */
export function fitted(drawing: Size, screen: Size): Viewport {
  return fittedTo({ x: 0, y: 0, ...drawing }, screen);
}

/** The whole drawing while it is legible, else its beginning. */
export function opening(drawing: Size, screen: Size): Viewport {
  const whole = fitted(drawing, screen);
  if (whole.scale >= legible) return whole;
  const scale = Math.max(whole.scale, Math.min(legible, (screen.width - 2 * margin) / drawing.width));
  return { x: -margin / scale, y: -margin / scale, scale };
}

/** A part in the middle, as large as it may be without being enlarged. */
export function fittedTo(part: Rectangle, screen: Size): Viewport {
  const scale = Math.min(1, (screen.width - 2 * margin) / part.width, (screen.height - 2 * margin) / part.height);
  return centred(part, screen, Math.max(smallest, scale));
}

export function centred(part: Rectangle, screen: Size, scale: number): Viewport {
  return { x: part.x + part.width / 2 - screen.width / scale / 2, y: part.y + part.height / 2 - screen.height / scale / 2, scale };
}

/** @param at on the screen; it stays where it is */
export function zoomedAt({ x, y, scale }: Viewport, factor: number, at: { readonly x: number; readonly y: number }): Viewport {
  const next = Math.min(largest, Math.max(smallest, scale * factor));
  return { x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next, scale: next };
}

/** What of the drawing is on the screen. */
export function seenPart({ x, y, scale }: Viewport, screen: Size): Rectangle {
  return { x, y, width: screen.width / scale, height: screen.height / scale };
}

export function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x + a.width >= b.x && a.x <= b.x + b.width && a.y + a.height >= b.y && a.y <= b.y + b.height;
}

/**
 * What is drawn: more than is seen, so that little moves need nothing new.
 *
 * @param before what was drawn until now; it stays while it will do
 */
export function drawnPart(seen: Rectangle, before: Rectangle | undefined): Rectangle {
  const holds =
    before !== undefined &&
    before.x <= seen.x &&
    before.y <= seen.y &&
    before.x + before.width >= seen.x + seen.width &&
    before.y + before.height >= seen.y + seen.height;
  if (holds && before.width <= 6 * seen.width) return before;
  return { x: seen.x - seen.width / 2, y: seen.y - seen.height / 2, width: 2 * seen.width, height: 2 * seen.height };
}

/** Moved no further than needed to show a part. */
export function showing(part: Rectangle, view: Viewport, screen: Size): Viewport {
  const edge = margin / view.scale;
  const shift = (start: number, length: number, from: number, room: number) =>
    start < from + edge ? start - edge : start + length > from + room - edge ? start + length + edge - room : from;
  return {
    ...view,
    x: shift(part.x, part.width, view.x, screen.width / view.scale),
    y: shift(part.y, part.height, view.y, screen.height / view.scale),
  };
}
