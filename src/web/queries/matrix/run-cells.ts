/** Rows of a page; a page is kept when the run has a test in one of them. */
const pageBits = 8;
export const pageRows = 1 << pageBits;
const inPage = pageRows - 1;

/** Bytes of a row in the arrays below. */
const bytesPerRow = 2 + 8 + 4 + 4 + 2;
const bytesPerComment = 60;

/** What is kept of one test. */
export interface Cell {
  readonly combo: number;
  readonly id: number;
  readonly event_time: number;
  readonly run_duration: number;
  /** Its number. */
  readonly host: number;
  readonly comment: string;
}

/**
 * The tests of one run by row, in typed arrays: a few bytes for each. Rows come in pages; a run that has none of a page's tests does not pay for it. `at`
 * is where a row is in the arrays.
 */
export class RunCells {
  /** Of each page its place among those kept, or -1. */
  #places = new Int32Array(0);
  #pageCount = 0;
  /** 0 where there is no test. */
  combo = new Uint16Array(0);
  id = new Float64Array(0);
  time = new Uint32Array(0);
  duration = new Uint32Array(0);
  host = new Uint16Array(0);
  readonly #comments = new Map<number, string>();
  #commentLength = 0;
  /** Ids of a run lie close together: most runs need not be searched for one. */
  #smallestId = Number.POSITIVE_INFINITY;
  #largestId = 0;
  /** Number of tests. */
  size = 0;

  /** Memory that this takes. */
  get bytes(): number {
    return this.combo.length * bytesPerRow + this.#places.length * 4 + this.#comments.size * bytesPerComment + this.#commentLength;
  }

  /** -1 when there is no page for the row. */
  at(row: number): number {
    const place = this.#places[row >> pageBits] ?? -1;
    return place < 0 ? -1 : (place << pageBits) | (row & inPage);
  }

  /** Number of the verdict; 0 when the run has no such test. */
  comboOf(row: number): number {
    return this.combo[this.at(row)] ?? 0;
  }

  get hasComments(): boolean {
    return this.#comments.size > 0;
  }

  comment(row: number): string {
    return this.#comments.get(row) ?? "";
  }

  /** Where pages begin: the row, and its place in the arrays. */
  *pages(): Generator<readonly [firstRow: number, at: number]> {
    for (let page = 0; page < this.#places.length; page++) {
      const place = this.#places[page] ?? -1;
      if (place >= 0) yield [page << pageBits, place << pageBits];
    }
  }

  /** The rows that there are tests of. */
  *rows(): Generator<number> {
    for (const [firstRow, at] of this.pages()) {
      for (let k = 0; k < pageRows; k++) if (this.combo[at + k] !== 0) yield firstRow + k;
    }
  }

  /** The rows of those of these tests that are here. */
  rowsOfIds(ids: ReadonlySet<number>): number[] {
    if (![...ids].some((id) => this.#smallestId <= id && id <= this.#largestId)) return [];
    return [...this.rows()].filter((row) => ids.has(this.id[this.at(row)] ?? 0));
  }

  set(row: number, { combo, id, event_time, run_duration, host, comment }: Cell): void {
    const at = this.#make(row);
    if (this.combo[at] === 0) this.size++;
    this.combo[at] = combo;
    this.id[at] = id;
    if (id < this.#smallestId) this.#smallestId = id;
    if (id > this.#largestId) this.#largestId = id;
    this.time[at] = Math.max(0, event_time);
    this.duration[at] = Math.max(0, run_duration);
    this.host[at] = host;
    this.#setComment(row, comment);
  }

  remove(row: number): void {
    const at = this.at(row);
    if (at < 0 || this.combo[at] === 0) return;
    this.combo[at] = 0;
    this.size--;
    this.#setComment(row, "");
  }

  #setComment(row: number, comment: string): void {
    this.#commentLength += comment.length - this.comment(row).length;
    if (comment === "") this.#comments.delete(row);
    else this.#comments.set(row, comment);
  }

  #make(row: number): number {
    const page = row >> pageBits;
    if (page >= this.#places.length) this.#places = grown(this.#places, page + 1, new Int32Array(roomFor(page + 1)).fill(-1));
    if ((this.#places[page] ?? -1) < 0) {
      this.#places[page] = this.#pageCount++;
      this.#grow(this.#pageCount << pageBits);
    }
    return this.at(row);
  }

  #grow(length: number): void {
    if (length <= this.combo.length) return;
    const room = roomFor(length >> pageBits) << pageBits;
    this.combo = grown(this.combo, room, new Uint16Array(room));
    this.id = grown(this.id, room, new Float64Array(room));
    this.time = grown(this.time, room, new Uint32Array(room));
    this.duration = grown(this.duration, room, new Uint32Array(room));
    this.host = grown(this.host, room, new Uint16Array(room));
  }
}

/** A quarter more than needed, so that growing costs little in time and memory. */
const roomFor = (pages: number) => pages + (pages >> 2);

function grown<T extends { set(from: T): void; readonly length: number }>(array: T, length: number, larger: T): T {
  if (length <= array.length) return array;
  larger.set(array);
  return larger;
}
