import Anser from "anser";
import { contrast, mix, type Rgb } from "../../../src/view/index.js";

/** A piece of a line in one look. */
export interface Span {
  readonly text: string;
  /** Undefined for text as it is. */
  readonly look?: Look | undefined;
}

export interface Look {
  readonly color?: string;
  readonly background?: string;
  readonly bold?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly strike?: true;
}

/** What colours of a log are adapted to. */
export interface Ground {
  readonly background: Rgb;
  readonly text: Rgb;
}

/** Contrast that is asked for (WCAG 2.2 AA); more on the page's own background, because chosen and marked lines have a tint. */
const legible = { onOwn: 4.5, onPage: 6.2 };
const black: Rgb = [0, 0, 0];
const white: Rgb = [255, 255, 255];
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const sequence = /\u001b\[/;

/** Cuts lines into spans. Colours go on from a line to the next until they are reset, as on a terminal. */
export class LinePainter {
  readonly #terminal = new Anser();

  constructor(readonly ground: Ground) {}

  /** @param line text with colour sequences only */
  paint(line: string): Span[] {
    const [first = "", ...pieces] = line.split(sequence);
    // Code 10, "the usual font", changes nothing: text before the first sequence is in the look that is in force.
    return [`10m${first}`, ...pieces].map((piece) => this.#span(piece)).filter(({ text }) => text !== "");
  }

  #span(piece: string): Span {
    const { content, was_processed, fg, bg, decorations } = this.#terminal.processChunkJson(piece, { json: true }, true);
    return was_processed ? { text: content, look: lookOf(fg, bg, new Set(decorations), this.ground) } : { text: content };
  }
}

type Decorations = ReadonlySet<Anser.DecorationName>;

function lookOf(foreground: string | null, background: string | null, decorations: Decorations, ground: Ground): Look {
  return {
    ...colours(parse(foreground), parse(background), decorations, ground),
    ...(decorations.has("bold") && { bold: true }),
    ...(decorations.has("italic") && { italic: true }),
    ...(decorations.has("underline") && { underline: true }),
    ...(decorations.has("strikethrough") && { strike: true }),
  };
}

/** Text stays legible on whatever the theme or the log puts behind it. */
function colours(foreground: Rgb | undefined, background: Rgb | undefined, decorations: Decorations, ground: Ground): Look {
  const inverse = decorations.has("reverse");
  const given = inverse ? (background ?? ground.background) : foreground;
  const behind = inverse ? (foreground ?? ground.text) : background;
  const plain = behind === undefined ? ground.text : bestOn(behind);
  const wanted = decorations.has("hidden")
    ? (behind ?? ground.background)
    : decorations.has("dim")
      ? mix(given ?? plain, behind ?? ground.background, 0.35)
      : given;
  const text =
    wanted === undefined
      ? plain
      : decorations.has("hidden")
        ? wanted
        : behind === undefined
          ? legibleOn(ground.background, wanted, legible.onPage)
          : legibleOn(behind, wanted, legible.onOwn);
  return {
    ...((wanted !== undefined || behind !== undefined) && { color: css(text) }),
    ...(behind !== undefined && { background: css(behind) }),
  };
}

function bestOn(background: Rgb): Rgb {
  return contrast(background, black) >= contrast(background, white) ? black : white;
}

/** The colour, moved towards black or white until it is legible. */
function legibleOn(background: Rgb, colour: Rgb, least: number): Rgb {
  const end = bestOn(background);
  for (let share = 0; share < 1; share += 0.05) {
    const mixed = mix(colour, end, share);
    if (contrast(background, mixed) >= least) return mixed;
  }
  return end;
}

/** From `187, 0, 0`. */
function parse(text: string | null): Rgb | undefined {
  const [red, green, blue] = text?.split(",").map(Number) ?? [];
  return red === undefined || green === undefined || blue === undefined ? undefined : [red, green, blue];
}

const css = (colour: Rgb) => `rgb(${colour.map(Math.round).join(" ")})`;
