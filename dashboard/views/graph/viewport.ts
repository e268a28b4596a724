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

interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

const margin = 24;
const [smallest, largest] = [0.04, 2];
/** Texts are legible from here on. */
export const legible = 0.5;

/** The whole drawing in the middle, not enlarged. */
export function fitted(drawing: Size, screen: Size): Viewport {
  const scale = Math.min(1, screen.width / (drawing.width + 2 * margin), screen.height / (drawing.height + 2 * margin));
  return centred({ x: 0, y: 0, ...drawing }, screen, Math.max(smallest, scale));
}

/** The whole drawing while it is legible, else its beginning. */
export function opening(drawing: Size, screen: Size): Viewport {
  const whole = fitted(drawing, screen);
  if (whole.scale >= legible) return whole;
  const scale = Math.max(whole.scale, Math.min(legible, screen.width / (drawing.width + 2 * margin)));
  return { x: -margin, y: -margin, scale };
}

export function centred(part: Rectangle, screen: Size, scale: number): Viewport {
  return { x: part.x + part.width / 2 - screen.width / scale / 2, y: part.y + part.height / 2 - screen.height / scale / 2, scale };
}

/** @param at on the screen; it stays where it is */
export function zoomedAt({ x, y, scale }: Viewport, factor: number, at: { readonly x: number; readonly y: number }): Viewport {
  const next = Math.min(largest, Math.max(smallest, scale * factor));
  return { x: x + at.x / scale - at.x / next, y: y + at.y / scale - at.y / next, scale: next };
}

export function isSeen(part: Rectangle, { x, y, scale }: Viewport, screen: Size): boolean {
  return part.x + part.width >= x && part.x <= x + screen.width / scale && part.y + part.height >= y && part.y <= y + screen.height / scale;
}

/** Moved no further than needed to show a part. */
export function showing(part: Rectangle, view: Viewport, screen: Size): Viewport {
  const shift = (start: number, length: number, from: number, room: number) =>
    start < from + margin ? start - margin : start + length > from + room - margin ? start + length + margin - room : from;
  return {
    ...view,
    x: shift(part.x, part.width, view.x, screen.width / view.scale),
    y: shift(part.y, part.height, view.y, screen.height / view.scale),
  };
}
