import type { DiffPart } from "../../../src/view/index.js";

/** A row of two logs side by side; a side without a line is undefined. */
export interface DiffRow {
  readonly kind: "same" | "changed";
  readonly left?: number;
  readonly right?: number;
  /** Equal lines that are left out here, on both sides. */
  readonly skipped?: number;
}

/** Equal lines shown before and after a change when the others are left out. */
const shownAround = 3;

interface Piece {
  readonly part: DiffPart;
  /** First row, from 1, and how many. */
  readonly row: number;
  readonly rows: number;
  /** Equal lines left out in the row after this piece. */
  readonly skipped?: number;
}

/** The rows of a comparison, found by number without making all of them. */
export class DiffRows {
  readonly #pieces: Piece[] = [];
  readonly count: number;
  /** First row of each change. */
  readonly changes: readonly number[];

  /** @param onlyChanges equal lines far from a change are left out */
  constructor(parts: readonly DiffPart[], onlyChanges: boolean) {
    let row = 1;
    const add = (part: DiffPart, rows: number) => {
      if (rows === 0) return;
      this.#pieces.push({ part, row, rows });
      row += rows;
    };
    const skip = (skipped: number, part: DiffPart) => {
      this.#pieces.push({ part, row, rows: 1, skipped });
      row++;
    };
    for (const [index, part] of parts.entries()) {
      const rows = Math.max(part.left.count, part.right.count);
      const before = index === 0 ? 0 : shownAround;
      const after = index === parts.length - 1 ? 0 : shownAround;
      if (part.kind === "changed" || !onlyChanges || rows <= before + after + 1) add(part, rows);
      else {
        add(slice(part, 0, before), before);
        skip(rows - before - after, part);
        add(slice(part, rows - after, after), after);
      }
    }
    this.count = row - 1;
    this.changes = this.#pieces.filter(({ part }) => part.kind === "changed").map((piece) => piece.row);
  }

  /** @param number from 1 */
  at(number: number): DiffRow {
    let [low, high] = [0, this.#pieces.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#pieces[middle]?.row ?? 0) <= number) low = middle;
      else high = middle - 1;
    }
    const piece = this.#pieces[low];
    if (piece === undefined) return { kind: "same" };
    const { part, row, skipped } = piece;
    if (skipped !== undefined) return { kind: part.kind, skipped };
    const index = number - row;
    return {
      kind: part.kind,
      ...(index < part.left.count && { left: part.left.line + index }),
      ...(index < part.right.count && { right: part.right.line + index }),
    };
  }
}

function slice({ kind, left, right }: DiffPart, from: number, count: number): DiffPart {
  return { kind, left: { line: left.line + from, count }, right: { line: right.line + from, count } };
}
