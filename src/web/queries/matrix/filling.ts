import { setImmediate as nextTurn } from "node:timers/promises";
import type { WholeRuns } from "../../../store/index.js";
import type { Column } from "./column.js";
import { RunCells } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

interface FillingOptions {
  readonly wholeRuns: WholeRuns;
  readonly vocabulary: Vocabulary;
  /** Bytes that all columns together may take. */
  readonly budget: number;
  readonly newestFirst: () => readonly Column[];
  /** Told when a column was read, and what was known of it before. */
  readonly wasRead: (column: Column, known: RunCells | undefined) => void;
}

/** Reads runs into their columns, a chunk at a time; what is asked for first, then the newest ones, as long as there is room. */
export class Filling {
  readonly #options: FillingOptions;
  /** Somebody waits for them; they are read whether or not there is room. */
  readonly #needed = new Map<Column, number>();
  #preferred: ReadonlySet<Column> = new Set();
  #isAwake = false;
  #work: Promise<void> | undefined;
  #listeners: (() => void)[] = [];
  /** Bytes of the largest column so far: what the next one may need. */
  #largest = 0;

  constructor(options: FillingOptions) {
    this.#options = options;
  }

  get isBusy(): boolean {
    return this.#work !== undefined;
  }

  /** Resolves when these are in memory; then goes on with the `preferred` ones, then with all others, as long as there is room. */
  async want(needed: readonly Column[], preferred: readonly Column[]): Promise<void> {
    this.#preferred = new Set(preferred);
    for (const column of needed) this.#needed.set(column, (this.#needed.get(column) ?? 0) + 1);
    try {
      this.#wake();
      while (needed.some((column) => column.cells === undefined && !column.isGone)) {
        await Promise.race([new Promise<void>((done) => this.#listeners.push(done)), this.#work]);
        this.#wake();
      }
    } finally {
      for (const column of needed) this.#release(column);
    }
  }

  #release(column: Column): void {
    const count = this.#needed.get(column) ?? 0;
    if (count > 1) this.#needed.set(column, count - 1);
    else this.#needed.delete(column);
  }

  #wake(): void {
    this.#isAwake = true;
    this.goOn();
  }

  /** Nothing is read any more until somebody wants it. */
  stop(): void {
    this.#isAwake = false;
  }

  /** Reads what has become stale, unless nobody has wanted anything yet. */
  goOn(): void {
    if (!this.#isAwake || this.#work !== undefined) return;
    this.#work = this.#readAll().finally(() => {
      this.#work = undefined;
    });
    // Whoever waits is told; in the background there is nobody to tell, and the next who asks tries again.
    this.#work.catch(() => undefined);
  }

  async #readAll(): Promise<void> {
    for (let column = this.#next(); column !== undefined; column = this.#next()) {
      await this.#read(column);
      for (const done of this.#listeners.splice(0)) done();
    }
  }

  #next(): Column | undefined {
    if (!this.#isAwake) return undefined;
    const stale = this.#options.newestFirst().filter((column) => column.isStale);
    const needed = stale.find((column) => this.#needed.has(column));
    if (needed !== undefined) return needed;
    const hasRoom = this.#bytes + this.#largest <= this.#options.budget;
    const fits = (column: Column) => hasRoom || column.cells !== undefined;
    return stale.find((column) => this.#preferred.has(column) && fits(column)) ?? stale.find(fits);
  }

  get #bytes(): number {
    return this.#options.newestFirst().reduce((sum, { cells, fresh }) => sum + (cells?.bytes ?? 0) + (fresh?.bytes ?? 0), 0);
  }

  async #read(column: Column): Promise<void> {
    const { wholeRuns, vocabulary, wasRead } = this.#options;
    const fresh = new RunCells();
    column.fresh = fresh;
    column.isStale = false;
    try {
      let before = -1;
      for (let chunk = wholeRuns.nextCells(column.run.id); chunk.length > 0; chunk = wholeRuns.nextCells(column.run.id, chunk.at(-1))) {
        for (const cell of chunk) {
          before = vocabulary.names.rowOf(cell[1], cell[2], before);
          fresh.set(before, vocabulary.cellOf(cell));
        }
        // Whoever waits for an answer comes first.
        await nextTurn();
        if (column.fresh !== fresh) return;
      }
    } catch (error) {
      column.isStale = true;
      throw error;
    }
    const known = column.cells;
    column.cells = fresh;
    column.fresh = undefined;
    this.#largest = Math.max(this.#largest, fresh.bytes);
    this.#makeRoom(column);
    wasRead(column, known);
  }

  /** Oldest first. */
  #makeRoom(justRead: Column): void {
    const oldestFirst = this.#options
      .newestFirst()
      .filter((column) => column.cells !== undefined)
      .reverse();
    for (const column of oldestFirst) {
      if (this.#bytes <= this.#options.budget) return;
      if (column !== justRead && !this.#needed.has(column)) column.drop();
    }
  }
}
