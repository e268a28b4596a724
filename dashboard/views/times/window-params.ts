import type { Params, Span } from "../../../src/view/index.js";

/** The part of time that an address names, `from` and `to` in epoch seconds; without them everything, up to now. */
export function windowOf(params: Params, bounds: Span): Span {
  const from = numberIn(params["from"]) ?? bounds.from;
  const until = numberIn(params["to"]) ?? bounds.until;
  const window = { from: Math.max(bounds.from, from), until: Math.min(bounds.until, until) };
  return window.until > window.from ? window : bounds;
}

/** The parameters of a window; an edge that is the end of everything is left out, so that it moves on with it. */
export function windowParams(window: Span, bounds: Span): { readonly from: string | undefined; readonly to: string | undefined } {
  const slack = (bounds.until - bounds.from) / 1000;
  return {
    from: window.from - bounds.from <= slack ? undefined : rounded(window.from),
    to: bounds.until - window.until <= slack ? undefined : rounded(window.until),
  };
}

const rounded = (time: number) => String(Math.round(time * 10) / 10);

function numberIn(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,12}(\.\d+)?$/.test(text) ? Number(text) : undefined;
}
