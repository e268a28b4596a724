import type { MatrixColumn, MatrixRow, MatrixWindow, RunRef, TestRef } from "../../../../src/view/index.js";
import { Block, type CellValue } from "./block.js";
import type { Looks } from "./looks.js";

/** Rows and columns from, and how many. */
export interface Range {
  readonly r0: number;
  readonly rn: number;
  readonly c0: number;
  readonly cn: number;
}

/** Rows and columns of a block. */
export interface BlockSize {
  readonly rows: number;
  readonly cols: number;
}

/** Blocks in memory: some hundred screens. */
const mostBlocks = 400;

/** The matrix of one revision, as far as it was read. */
export class Snapshot {
  readonly rev: string;
  readonly rows: number;
  readonly cols: number;
  readonly isCollapsed: boolean;
  readonly size: BlockSize;
  /** Of the last answer. */
  latest: MatrixWindow;
  readonly #looks: Looks;
  readonly #blocks = new Map<string, Block>();
  readonly #rowHeads = new Map<number, MatrixRow>();
  readonly #colHeads = new Map<number, MatrixColumn>();
  readonly #rowsByName = new Map<string, number>();
  readonly #colsByName = new Map<string, number>();

  constructor(first: MatrixWindow, size: BlockSize, looks: Looks) {
    this.rev = first.rev;
    this.rows = first.rows;
    this.cols = first.cols;
    this.isCollapsed = first.isCollapsed;
    this.size = size;
    this.latest = first;
    this.#looks = looks;
    this.takeHeads(first);
  }

  /** A whole block. */
  add(window: MatrixWindow): void {
    const block = new Block(window, this.#looks);
    const key = this.#keyOf(window.r0, window.c0);
    block.version = (this.#blocks.get(key)?.version ?? 0) + 1;
    // The newest is the last, the first one goes first.
    this.#blocks.delete(key);
    this.#blocks.set(key, block);
    for (const oldest of [...this.#blocks.keys()].slice(0, -mostBlocks)) this.#blocks.delete(oldest);
    this.takeHeads(window);
  }

  takeHeads(window: MatrixWindow): void {
    this.latest = window;
    window.rowHead.forEach((head, at) => {
      this.#rowHeads.set(window.r0 + at, head);
      this.#rowsByName.set(rowName(head), window.r0 + at);
    });
    window.colHead.forEach((head, at) => {
      this.#colHeads.set(window.c0 + at, head);
      this.#colsByName.set(runKey(refOfRun(head)), window.c0 + at);
    });
  }

  rowHead(row: number): MatrixRow | undefined {
    return this.#rowHeads.get(row);
  }

  colHead(col: number): MatrixColumn | undefined {
    return this.#colHeads.get(col);
  }

  /** Where a row is, if it was ever read. */
  rowOf(name: string): number | undefined {
    return this.#rowsByName.get(name);
  }

  colOf(run: RunRef): number | undefined {
    return this.#colsByName.get(runKey(run));
  }

  /** Undefined where nothing was read yet. */
  cell(row: number, col: number): CellValue | undefined {
    return this.block(row, col)?.cell(row, col);
  }

  block(row: number, col: number): Block | undefined {
    return this.#blocks.get(this.#keyOf(row, col));
  }

  get blocks(): Iterable<Block> {
    return this.#blocks.values();
  }

  /** A number that is another one when a row is to be drawn anew. */
  stamp(row: number, { c0, cn }: Pick<Range, "c0" | "cn">): number {
    let stamp = 0;
    for (let col = c0; col < c0 + cn; col += this.size.cols) stamp = stamp * 8191 + (this.block(row, col)?.version ?? 0);
    return stamp * 8191 + (this.block(row, c0 + cn - 1)?.version ?? 0);
  }

  /** The corners of the blocks that a range touches and that are missing or stale, the nearest to its middle first. */
  missing({ r0, rn, c0, cn }: Range): { readonly r0: number; readonly c0: number }[] {
    const corners: { r0: number; c0: number; distance: number }[] = [];
    const { rows, cols } = this.size;
    for (let row = Math.floor(r0 / rows) * rows; row < Math.min(r0 + rn, this.rows); row += rows) {
      for (let col = Math.floor(c0 / cols) * cols; col < Math.min(c0 + cn, this.cols); col += cols) {
        const block = this.block(row, col);
        if (block !== undefined && !block.isStale) continue;
        const distance = Math.abs(row + rows / 2 - r0 - rn / 2) / rows + Math.abs(col + cols / 2 - c0 - cn / 2) / cols;
        corners.push({ r0: row, c0: col, distance });
      }
    }
    return corners.sort((a, b) => a.distance - b.distance).map(({ r0, c0 }) => ({ r0, c0 }));
  }

  /** The test of a cell; undefined where the heads were not read. */
  refOf(row: number, col: number): TestRef | undefined {
    const [rowHead, colHead] = [this.rowHead(row), this.colHead(col)];
    return rowHead && colHead && { ...refOfRun(colHead), n: rowHead.n, i: rowHead.i };
  }

  #keyOf(row: number, col: number): string {
    return `${Math.floor(row / this.size.rows)} ${Math.floor(col / this.size.cols)}`;
  }
}

/** `test`, or `test/item`. */
export const rowName = ({ n, i }: Pick<MatrixRow, "n" | "i">): string => (i === "" ? n : `${n}/${i}`);

export const refOfRun = (run: MatrixColumn): RunRef => ({ t: run.target.join("/"), r: run.runname });

export const runKey = ({ t, r }: RunRef): string => `${t}\n${r}`;
