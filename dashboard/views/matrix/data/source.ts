import type { LiveEvent, LiveTest, MatrixWindow, Params } from "../../../../src/view/index.js";
import { Looks } from "./looks.js";
import { type BlockSize, type Range, rowName, Snapshot } from "./snapshot.js";

/** What must stay where it is on the screen when rows and columns change; undefined at the start, where new ones may push in. */
export interface Anchor {
  readonly row?: { readonly name: string; readonly index: number };
  readonly col?: { readonly id: number; readonly index: number };
}

/** What one wants to see: everything that the server needs to know but the part. */
export interface Question {
  readonly params: Params;
  readonly size: BlockSize;
  /** Changed verdicts change which rows and cells are shown. */
  readonly isByVerdict: boolean;
  /** Names alone say which items count. */
  readonly isByName: boolean;
}

export interface SourceOptions {
  readonly ask: (params: Readonly<Record<string, string | number>>, signal: AbortSignal) => Promise<MatrixWindow>;
  /** Something is to be drawn anew. */
  readonly changed: () => void;
  readonly failed: (error: unknown) => void;
  /** What of the present snapshot is on the screen, and what must not move. */
  readonly view: () => Range;
  readonly anchor: () => Anchor;
  /** A new snapshot is shown: how far rows and columns have moved from where they were; −Infinity: to the start. */
  readonly moved: (shift: { readonly rows: number; readonly cols: number; readonly newRuns: number }) => void;
}

/** Questions on their way at once. */
const mostAsked = 4;
/** Rows, columns and counts are looked at again after changes, at most so often; ms. */
const checkMs = 1000;
/** Windows that waited for runs to be read; ms. */
const fillMs = 300;
const recentMs = 10_000;

/** Keeps what the screen shows of the matrix, and keeps that current. */
export class MatrixSource {
  readonly looks = new Looks();
  snapshot: Snapshot | undefined;
  /** The question is new, and what is shown still answers the one before. */
  isWaiting = true;
  readonly #options: SourceOptions;
  #question: Question | undefined;
  #range: Range | undefined;
  readonly #asked = new Map<string, AbortController>();
  #renewal: AbortController | undefined;
  /** What was told in the last seconds: an answer that was on its way meanwhile may not know it. */
  #recent: { readonly at: number; readonly test: LiveTest }[] = [];
  #checkTimer: ReturnType<typeof setTimeout> | undefined;
  #lastCheck = 0;

  constructor(options: SourceOptions) {
    this.#options = options;
  }

  /** Asks something else. `anchor`: what stays in its place; without it the view goes to the start. */
  show(question: Question, anchor: Anchor): void {
    this.#question = question;
    this.isWaiting = true;
    this.#giveUp();
    void this.#renew(anchor);
  }

  close(): void {
    this.#giveUp();
    this.#renewal?.abort();
    clearTimeout(this.#checkTimer);
  }

  /** This part is on the screen, or about to be. */
  look(range: Range): void {
    this.#range = range;
    this.#pump();
  }

  take(event: LiveEvent): void {
    if (event.kind === "reset") this.#distrust(() => true);
    if (event.kind === "tests") this.#takeTests(event.tests);
    if (event.kind === "tests" && this.#question?.isByVerdict === true) this.#distrust(() => true);
    this.#checkSoon(event.kind === "filled" ? fillMs : checkMs);
    this.#options.changed();
    this.#pump();
  }

  #takeTests(tests: readonly LiveTest[]): void {
    const at = Date.now();
    this.#recent = [...this.#recent.filter((one) => one.at > at - recentMs), ...tests.map((test) => ({ at, test }))];
    for (const test of tests) {
      this.#patch(test);
      if (test.i !== "") this.#patchSum(test);
    }
  }

  #patch(test: LiveTest): void {
    const [row, col] = [this.snapshot?.rowOf(rowName(test)), this.snapshot?.colOf(test)];
    if (row !== undefined && col !== undefined)
      this.snapshot?.block(row, col)?.patch(row, col, { look: this.#lookOf(test), duration: test.run_duration, time: test.event_time });
  }

  #lookOf({ kind, state, status }: LiveTest): number {
    return kind === "gone" ? 0 : this.looks.numberOf(state, status);
  }

  #patchSum(test: LiveTest): void {
    const [row, col] = [this.snapshot?.rowOf(test.n), this.snapshot?.colOf(test)];
    if (row === undefined || col === undefined || this.snapshot?.rowHead(row)?.collapsed !== true) return;
    const block = this.snapshot.block(row, col);
    if (block === undefined) return;
    const isKnown = test.kind === "new" || test.was !== undefined;
    if (!isKnown || this.#question?.isByName === true) block.isStale = true;
    else block.patchItems(row, col, test.was === undefined ? 0 : this.looks.numberOf(test.was.state, test.was.status), this.#lookOf(test));
  }

  /** An answer may have been made before what was told while it was on its way. */
  #patchAgain(since: number): void {
    for (const { at, test } of this.#recent) if (at >= since) this.#patch(test);
  }

  #distrust(which: (block: { readonly isReading: boolean }) => boolean): void {
    for (const block of this.snapshot?.blocks ?? []) if (which(block)) block.isStale = true;
  }

  #checkSoon(ms: number): void {
    this.#checkTimer ??= setTimeout(() => void this.#check(), Math.max(ms / 4, this.#lastCheck + ms - Date.now()));
  }

  /** Whether rows and columns are still the same; heads and counts of columns anew. */
  async #check(): Promise<void> {
    this.#checkTimer = undefined;
    this.#lastCheck = Date.now();
    const { snapshot } = this;
    if (snapshot === undefined || this.#renewal !== undefined) return;
    const { c0, cn } = this.#options.view();
    const stop = new AbortController();
    const answer = await this.#ask({ rn: 0, c0, cn }, stop);
    if (answer === undefined || this.snapshot !== snapshot) return;
    if (answer.rev !== snapshot.rev) return this.#renew(this.#options.anchor());
    snapshot.takeHeads(answer);
    this.#readOn(snapshot);
    this.#options.changed();
  }

  /** Runs that were not in memory yet are, in a moment. */
  #readOn(snapshot: Snapshot): void {
    const waiting = [...snapshot.blocks].filter((block) => block.isReading);
    for (const block of waiting) block.isStale = true;
    if (waiting.length > 0) this.#checkSoon(fillMs);
    this.#pump();
  }

  #pump(): void {
    const { snapshot } = this;
    if (snapshot === undefined || this.#range === undefined || this.#renewal !== undefined) return;
    const missing = snapshot.missing(this.#range);
    const wanted = new Set(missing.map(keyOf));
    for (const [key, stop] of this.#asked) {
      if (wanted.has(key)) continue;
      stop.abort();
      this.#asked.delete(key);
    }
    for (const corner of missing) {
      if (this.#asked.size >= mostAsked) return;
      if (!this.#asked.has(keyOf(corner))) void this.#read(snapshot, corner);
    }
  }

  async #read(snapshot: Snapshot, corner: { readonly r0: number; readonly c0: number }): Promise<void> {
    const stop = new AbortController();
    this.#asked.set(keyOf(corner), stop);
    const asked = Date.now();
    const answer = await this.#ask({ ...corner, rn: snapshot.size.rows, cn: snapshot.size.cols }, stop);
    if (this.#asked.get(keyOf(corner)) === stop) this.#asked.delete(keyOf(corner));
    if (answer === undefined || this.snapshot !== snapshot) return;
    if (answer.rev !== snapshot.rev) return this.#renew(this.#options.anchor());
    snapshot.add(answer);
    this.#patchAgain(asked);
    if (answer.colHead.some(({ isReading }) => isReading)) this.#checkSoon(fillMs);
    this.#options.changed();
    this.#pump();
  }

  /** Reads what will be on the screen of the matrix as it is now, and then shows that in one step. */
  async #renew(anchor: Anchor): Promise<void> {
    this.#renewal?.abort();
    const stop = new AbortController();
    this.#renewal = stop;
    const [before, question] = [this.snapshot, this.#question];
    for (let turn = 0; turn < 5 && question !== undefined; turn++) {
      const asked = Date.now();
      const found = await this.#readAnew(question, anchor, stop);
      if (stop !== this.#renewal || found === "failed") break;
      if (found === "changed") continue;
      this.#renewal = undefined;
      this.#giveUp();
      this.snapshot = found.snapshot;
      this.isWaiting = false;
      this.#patchAgain(asked);
      this.#options.moved({ ...found.shift, newRuns: newRuns(before, found.snapshot, found.shift.cols) });
      this.#options.changed();
      if ([...found.snapshot.blocks].some((block) => block.isReading)) this.#checkSoon(fillMs);
      this.#pump();
      return;
    }
    if (stop === this.#renewal) this.#renewal = undefined;
  }

  async #readAnew({ size }: Question, { row, col }: Anchor, stop: AbortController) {
    const { rn, cn, r0, c0 } = this.#options.view();
    const names = { ...(row && { row: row.name }), ...(col && { col: col.id }) };
    const place = await this.#ask({ ...names, rn: size.rows, cn: size.cols }, stop);
    if (place === undefined) return "failed";
    const toStart = Number.NEGATIVE_INFINITY;
    const shift = { rows: row === undefined ? toStart : place.r0 - row.index, cols: col === undefined ? toStart : place.c0 - col.index };
    const snapshot = new Snapshot(place, size, this.looks);
    const range = { r0: Math.max(0, r0 + shift.rows), rn, c0: Math.max(0, c0 + shift.cols), cn };
    // Most often this one answer is the first block.
    if (place.r0 % size.rows === 0 && place.c0 % size.cols === 0) snapshot.add(place);
    const corners = snapshot.missing(range).slice(0, 2 * mostAsked);
    const answers = await Promise.all(corners.map((corner) => this.#ask({ ...corner, rn: size.rows, cn: size.cols }, stop)));
    for (const answer of answers) {
      if (answer === undefined) return "failed";
      if (answer.rev !== snapshot.rev) return "changed";
      snapshot.add(answer);
    }
    return { snapshot, shift };
  }

  /** Undefined when it failed, which is told, or was given up. */
  async #ask(part: Readonly<Record<string, string | number>>, stop: AbortController): Promise<MatrixWindow | undefined> {
    if (this.#question === undefined) return undefined;
    try {
      return await this.#options.ask({ ...this.#question.params, ...part }, stop.signal);
    } catch (error) {
      if (!stop.signal.aborted) this.#options.failed(error);
      return undefined;
    }
  }

  #giveUp(): void {
    for (const stop of this.#asked.values()) stop.abort();
    this.#asked.clear();
  }
}

const keyOf = ({ r0, c0 }: { readonly r0: number; readonly c0: number }) => `${r0} ${c0}`;

/** Runs that were not there before and have come to stand before what is shown. */
function newRuns(before: Snapshot | undefined, now: Snapshot, shift: number): number {
  if (before === undefined) return 0;
  let count = 0;
  for (let col = 0; col < shift; col++) {
    const head = now.colHead(col);
    if (head === undefined || before.colOf({ t: head.target.join("/"), r: head.runname }) === undefined) count++;
  }
  return count;
}
