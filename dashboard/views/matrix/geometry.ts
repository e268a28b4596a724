import type { CellKind, Density } from "../../../src/view/index.js";
import type { BlockSize } from "./data/snapshot.js";

/** Sizes of the matrix in px. */
export interface Geometry {
  readonly row: number;
  readonly col: number;
  /** A line of the head for each key. */
  readonly keyLine: number;
  /** Of the head below the keys: name, age, bar. */
  readonly runHead: number;
  readonly block: BlockSize;
}

const texts: BlockSize = { rows: 64, cols: 24 };

export function geometryOf(density: Density, cell: CellKind): Geometry {
  switch (density) {
    case "normal":
      return { row: 26, col: cell === "glyph" ? 34 : 92, keyLine: 20, runHead: cell === "glyph" ? 128 : 66, block: texts };
    case "compact":
      return {
        row: 20,
        col: cell === "status" || cell === "glyph" ? 22 : 64,
        keyLine: 18,
        runHead: cell === "status" || cell === "glyph" ? 112 : 62,
        block: texts,
      };
    case "dots":
      return { row: 4, col: 4, keyLine: 18, runHead: 8, block: { rows: 256, cols: 96 } };
    default:
      return density satisfies never;
  }
}

/** Which of equal-sized lines are within a stretch. */
export function within(start: number, length: number, size: number, count: number): { readonly first: number; readonly count: number } {
  const first = Math.max(0, Math.min(count, Math.floor(start / size)));
  return { first, count: Math.max(0, Math.min(count, Math.ceil((start + length) / size)) - first) };
}

/** The same, a little more, and in steps: so that most of scrolling needs no drawing. */
export function widened(
  { first, count }: { readonly first: number; readonly count: number },
  total: number,
  step: number,
): { readonly first: number; readonly count: number } {
  const from = Math.max(0, Math.floor((first - step / 2) / step) * step);
  const to = Math.min(total, Math.ceil((first + count + step / 2) / step) * step);
  return { first: from, count: Math.max(0, to - from) };
}
