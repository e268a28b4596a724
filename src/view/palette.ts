import type { ColourClass } from "./classes.js";
import { classTraits } from "./classes.js";
import { contrast, hex, mix, type Rgb, rgb } from "./colour.js";

export type Theme = "light" | "dark";
export type Palette = "classic" | "safe";

/** Colours of a class as `#rrggbb`; every text reaches 4.5 : 1 on its fill, hatched or not. */
export interface Fill {
  readonly fill: string;
  readonly text: string;
  /** A second stripe colour, for classes that share their fill with another. */
  readonly stripe?: string;
}

/** Classic hues by class: light, dark, and the hue of the palette that colour-blind people can tell apart; spec 06 § 21. */
const hues: Readonly<Record<Exclude<ColourClass, "none">, readonly [light: string, dark: string, safe?: string]>> = {
  pass: ["#46F949", "#1E7A34", "#009E73"],
  warn: ["#FFAC0D", "#8F5A00", "#F0E442"],
  waived: ["#FFAC0D", "#8F5A00", "#F0E442"],
  skip: ["#E6E600", "#6B6300", "#F0E442"],
  partial: ["#E6E600", "#6B6300", "#F0E442"],
  check: ["#FF6432", "#A3401B", "#CC79A7"],
  preq: ["#FF7F7F", "#8C4A4A", "#CC79A7"],
  abort: ["#C624A6", "#9A1F83", "#CC79A7"],
  fail: ["#FD2131", "#B3202C", "#D55E00"],
  "arch-pass": ["#46AA49", "#2F5B38", "grey"],
  "arch-warn": ["#C8820D", "#6B4A12", "grey"],
  "arch-fail": ["#B42131", "#6E1F27", "grey"],
  launched: ["#657B8E", "#4A5D6E", "#56B4E9"],
  starting: ["#3282C3", "#27648F", "#56B4E9"],
  running: ["#0983E8", "#0B63B5", "#56B4E9"],
  killreq: ["#2752CE", "#3350B8", "grey"],
  killed: ["#EA6511", "#A4480C", "#D55E00"],
  blocked: ["#F0F0F0", "#3A3F44"],
  waiting: ["#F0F0F0", "#3A3F44"],
  removing: ["#C0C0C0", "#50565C"],
  other: ["#C0C0C0", "#50565C"],
  better: ["#A0FF99", "#2E7D4F", "#56B4E9"],
  worse: ["#A52A2A", "#8A2626", "#D55E00"],
  same: ["#3CEB3F", "#1B6E2E", "#009E73"],
  "both-bad": ["#B42131", "#6E1F27", "#CC79A7"],
  missing: ["#C0C0C0", "#50565C"],
  new: ["#C0C0C0", "#50565C"],
};

const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];

/** The colours of every class but `none`, which shows the background. */
export function fills(theme: Theme, palette: Palette): ReadonlyMap<ColourClass, Fill> {
  return new Map(
    (Object.keys(hues) as (keyof typeof hues)[]).map((name) => {
      const fill = hueOf(name, theme, palette);
      const text = contrast(fill, black) >= contrast(fill, white) ? black : white;
      // Stripes lead away from the text's colour: they only add contrast.
      const stripe = mix(fill, text === black ? white : black, 0.4);
      return [name, { fill: hex(fill), text: hex(text), ...(classTraits[name].hatched && { stripe: hex(stripe) }) }];
    }),
  );
}

/** Contrast of two `#rrggbb` colours, 1 to 21; WCAG 2.2. */
export function contrastOf(a: string, b: string): number {
  return contrast(rgb(a), rgb(b));
}

function hueOf(name: keyof typeof hues, theme: Theme, palette: Palette): Rgb {
  const [light, dark, safe] = hues[name];
  if (palette === "classic" || safe === undefined) return rgb(theme === "light" ? light : dark);
  if (safe === "grey") return hueOf("other", theme, "classic");
  return theme === "light" ? rgb(safe) : darkened(rgb(safe));
}

/** Until white text contrasts more than black; that is above 4.5 : 1. */
function darkened(colour: Rgb): Rgb {
  return contrast(colour, white) > contrast(colour, black) ? colour : darkened(mix(colour, black, 0.04));
}
