import type { Span } from "./bars.js";

/** The closest that somebody can look; seconds. */
const shortest = 1;

/** A window that shows `factor` times as much, with what is at `at` staying where it is; inside `bounds`. */
export function zoomed(window: Span, bounds: Span, factor: number, at: number): Span {
  const length = lengthOf(window);
  const wanted = Math.min(Math.max(length * factor, Math.min(shortest, lengthOf(bounds))), lengthOf(bounds));
  const share = length <= 0 ? 0 : (at - window.from) / length;
  return within(at - share * wanted, wanted, bounds);
}

/** A window moved by seconds, as far as `bounds` go. */
export function panned(window: Span, bounds: Span, by: number): Span {
  return within(window.from + by, lengthOf(window), bounds);
}

/** A window moved no further than needed to show a span, or its beginning. */
export function revealed(window: Span, bounds: Span, span: Span): Span {
  if (span.from < window.from || span.from > window.until || lengthOf(span) > lengthOf(window)) {
    const inside = span.from >= window.from && span.from <= window.until;
    return inside ? window : panned(window, bounds, span.from - window.from - lengthOf(window) / 10);
  }
  return span.until > window.until ? panned(window, bounds, span.until - window.until + lengthOf(window) / 10) : window;
}

export function lengthOf({ from, until }: Span): number {
  return until - from;
}

function within(from: number, length: number, bounds: Span): Span {
  const start = Math.max(bounds.from, Math.min(from, bounds.until - length));
  return { from: start, until: Math.min(start + length, bounds.until) };
}
