import type { ItemSum, MatrixColumn, MatrixRow, MatrixWindow } from "../../../../src/view/index.js";
import type { Looks } from "./looks.js";

/** Highest bit of a cell: what items add up to, where there is no top-level record. */
const rolledUp = 0x8000;

/** How many items of a collapsed test have which look, by its number. */
export type ItemCounts = Map<number, number>;

/** One cell, as it is drawn. */
export interface CellValue {
  /** Number of the look; 0 where there is no record. */
  readonly look: number;
  readonly isRolledUp: boolean;
  /** Seconds; undefined where there is none. */
  readonly duration: number | undefined;
  readonly before: number | undefined;
  /** Epoch seconds. */
  readonly time: number | undefined;
  readonly value: string;
  /** Of a collapsed test. */
  readonly items: ItemCounts | undefined;
}

/** A part of the matrix that was read at once. */
export class Block {
  readonly r0: number;
  readonly c0: number;
  readonly rowHead: readonly MatrixRow[];
  readonly colHead: readonly MatrixColumn[];
  /** Grows with every change: what was drawn of it is out of date. */
  version = 1;
  /** It is to be read again. */
  isStale = false;
  readonly #cells: Uint16Array;
  readonly #durations: Int32Array;
  readonly #before: Int32Array | undefined;
  readonly #times: Int32Array | undefined;
  readonly #values: readonly string[] | undefined;
  readonly #items = new Map<number, readonly (ItemCounts | undefined)[]>();

  constructor(window: MatrixWindow, looks: Looks) {
    this.r0 = window.r0;
    this.c0 = window.c0;
    this.rowHead = window.rowHead;
    this.colHead = window.colHead;
    const numbers = [0, ...window.combos.map(([state, status]) => looks.numberOf(state, status))];
    const own = (cell: number) => (numbers[cell & ~rolledUp] ?? 0) | (cell & rolledUp);
    this.#cells = new Uint16Array(bytesOf(window.cells)).map(own);
    this.#durations = new Int32Array(bytesOf(window.durations));
    this.#before = window.before === undefined ? undefined : new Int32Array(bytesOf(window.before));
    this.#times = window.times === undefined ? undefined : new Int32Array(bytesOf(window.times));
    this.#values = window.values;
    const counts = (sum: ItemSum | 0) => (sum === 0 ? undefined : countsOf(sum, numbers));
    for (const [row, sums] of Object.entries(window.sums)) this.#items.set(Number(row), sums.map(counts));
  }

  /** Whether a column waits for its cells. */
  get isReading(): boolean {
    return this.colHead.some((head) => head.isReading === true);
  }

  /** Undefined while the run is being read. */
  cell(row: number, col: number): CellValue | undefined {
    if (this.colHead[col - this.c0]?.isReading === true) return undefined;
    const at = this.#at(row, col);
    const cell = this.#cells[at] ?? 0;
    return {
      look: cell & ~rolledUp,
      isRolledUp: cell > rolledUp,
      duration: known(this.#durations[at]),
      before: known(this.#before?.[at]),
      time: known(this.#times?.[at]),
      value: this.#values?.[at] ?? "",
      items: this.#items.get(row - this.r0)?.[col - this.c0],
    };
  }

  /** A record is now so; look 0: it is gone. */
  patch(row: number, col: number, now: { readonly look: number; readonly duration: number; readonly time: number }): void {
    const at = this.#at(row, col);
    this.#cells[at] = now.look;
    this.#durations[at] = now.look === 0 ? -1 : now.duration;
    if (this.#times !== undefined) this.#times[at] = now.look === 0 ? -1 : now.time;
    this.version++;
  }

  /** An item of a collapsed test changed; 0 stands for none before, or none now. */
  patchItems(row: number, col: number, was: number, now: number): void {
    const counts = this.#items.get(row - this.r0)?.[col - this.c0];
    if (counts === undefined) {
      this.isStale = true;
      return;
    }
    if (was !== 0) counts.set(was, Math.max(0, (counts.get(was) ?? 0) - 1));
    if (now !== 0) counts.set(now, (counts.get(now) ?? 0) + 1);
    this.version++;
  }

  #at(row: number, col: number): number {
    return (row - this.r0) * this.colHead.length + (col - this.c0);
  }
}

const known = (number: number | undefined) => (number === undefined || number < 0 ? undefined : number);

function countsOf(sum: ItemSum, numbers: readonly number[]): ItemCounts {
  const counts: ItemCounts = new Map();
  for (let at = 0; at < sum.length; at += 2) counts.set(numbers[sum[at] ?? 0] ?? 0, sum[at + 1] ?? 0);
  return counts;
}

function bytesOf(base64: string): ArrayBuffer {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes.buffer;
}
