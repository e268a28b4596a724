import { signal } from "@preact/signals";
import type { CutLine, LogLine, LogRef, LogState, LogWindow } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { blockLines, blocksOf, type LineRange } from "./window.js";

const keptBlocks = 60;
/** Last lines that are shown while nobody knows their numbers. */
const tailLines = 500;
const followMs = 1000;
const idleMs = 5000;
/** Between requests while the server still counts lines: it works between them. */
const countingMs = 50;

/** The lines of one log that were read so far, in blocks; reads what is needed and follows the file. Spec 06 § 25 */
export class LogSource {
  /** Undefined before the first answer. */
  readonly state = signal<LogState | undefined>(undefined);
  readonly isBinary = signal(false);
  /** Why it cannot be read (any more). */
  readonly problem = signal<ApiError | undefined>(undefined);
  /** Counts what came: lines may be other than before. */
  readonly turn = signal(0);
  /** Counts how often the file was replaced by another. */
  readonly replaced = signal(0);
  /** The last lines, while their numbers are not known. */
  readonly tail = signal<readonly LogLine[] | undefined>(undefined);
  readonly #blocks = new Map<number, LogLine[]>();
  readonly #loading = new Set<number>();
  readonly #closing = new AbortController();
  /** A last line that may have got longer since it was read. */
  #unfinished = Number.POSITIVE_INFINITY;
  #needed: LineRange = { first: 1, last: 1 };
  #isFollowed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly ref: LogRef,
    readonly raw: boolean,
  ) {}

  /** Lines known so far. */
  get lines(): number {
    return this.state.value?.lines ?? 0;
  }

  /** A line by number, from 1; undefined while it is not there. */
  line(number: number): LogLine | undefined {
    return this.#blocks.get(Math.floor((number - 1) / blockLines))?.[(number - 1) % blockLines];
  }

  /** Begins to read. */
  open(where: LineRange | "end"): void {
    if (where === "end") void this.#readTail();
    else this.need(where);
    this.#pollIn(0);
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
  }

  /** The file is looked at more often while it is followed. */
  follow(isFollowed: boolean): void {
    if (this.#isFollowed === isFollowed) return;
    this.#isFollowed = isFollowed;
    this.#pollIn(0);
  }

  /** Reads the lines that are not here yet. */
  need(range: LineRange): void {
    this.#needed = range;
    for (const block of blocksOf(range)) if (this.#isMissing(block)) void this.#load(block);
    this.#forget(range);
  }

  /** Brings the next part of a line that was cut. */
  async more(number: number): Promise<void> {
    const line = this.line(number);
    if (typeof line !== "object") return;
    const window = await this.#ask({ line: number, skip: line.shown });
    const next = window?.lines[0];
    const block = this.#blocks.get(Math.floor((number - 1) / blockLines));
    if (next === undefined || block === undefined || this.line(number) !== line) return;
    block[(number - 1) % blockLines] = joined(line, next);
    this.turn.value++;
  }

  /** Lines as they are, also those that are not shown; at most so many. */
  async text({ first, last }: LineRange): Promise<string[]> {
    const lines: string[] = [];
    while (first + lines.length <= last) {
      const window = await this.#ask({ from: first + lines.length, count: Math.min(5000, last - first - lines.length + 1) });
      if (window === undefined || window.lines.length === 0) break;
      lines.push(...window.lines.map((line) => (typeof line === "string" ? line : line.text)));
    }
    return lines;
  }

  #isMissing(block: number): boolean {
    if (this.#loading.has(block)) return false;
    const there = this.#blocks.get(block)?.length ?? 0;
    const start = block * blockLines;
    const expected = this.state.peek() === undefined ? 1 : Math.min(blockLines, this.lines - start);
    return there < expected || (this.#unfinished > start && this.#unfinished <= start + there);
  }

  async #load(block: number): Promise<void> {
    this.#loading.add(block);
    const start = block * blockLines;
    const there = Math.min(this.#blocks.get(block)?.length ?? 0, Math.max(0, this.#unfinished - start - 1));
    const window = await this.#ask({ from: start + there + 1, count: blockLines - there });
    this.#loading.delete(block);
    if (window === undefined || window.lines.length === 0) return;
    const lines = this.#blocks.get(block) ?? [];
    lines.splice(there, lines.length, ...window.lines);
    this.#blocks.set(block, lines);
    if (this.#unfinished > start && this.#unfinished <= start + blockLines) this.#unfinished = Number.POSITIVE_INFINITY;
    this.turn.value++;
    this.need(this.#needed);
  }

  async #readTail(): Promise<void> {
    const window = await this.#ask({ tail: tailLines });
    if (window === undefined) return;
    if (window.from === undefined) this.tail.value = window.lines;
    else this.need({ first: window.from, last: window.from + window.lines.length - 1 });
  }

  async #ask(more: Readonly<Record<string, number>>): Promise<LogWindow | undefined> {
    try {
      const window = await ask("test/lines", { ...this.ref, raw: this.raw ? 1 : 0, ...more }, { signal: this.#closing.signal });
      this.problem.value = undefined;
      this.#adopt(window);
      return window;
    } catch (error) {
      if (this.#closing.signal.aborted) return undefined;
      if (!(error instanceof ApiError)) throw error;
      this.problem.value = error;
      return undefined;
    }
  }

  #adopt({ state, binary }: LogWindow): void {
    const before = this.state.peek();
    if (before !== undefined && before.version !== state.version) this.#startAnew();
    else if (before !== undefined && state.counted < before.counted) return;
    else if (before !== undefined && state.bytes !== before.bytes) this.#unfinished = Math.min(this.#unfinished, before.lines);
    this.isBinary.value = binary;
    if (JSON.stringify(before) !== JSON.stringify(state)) this.state.value = state;
    if (state.complete && this.tail.peek() !== undefined) this.tail.value = undefined;
  }

  #startAnew(): void {
    this.#blocks.clear();
    this.#unfinished = Number.POSITIVE_INFINITY;
    this.tail.value = undefined;
    this.replaced.value++;
    this.turn.value++;
  }

  #pollIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#poll(), milliseconds);
  }

  async #poll(): Promise<void> {
    const isSeen = !document.hidden;
    if (isSeen) await this.#ask({ tail: 0 });
    if (this.#closing.signal.aborted) return;
    if (isSeen) this.need(this.#needed);
    const isCounting = isSeen && this.state.peek()?.complete === false && this.problem.peek() === undefined;
    this.#pollIn(isCounting ? countingMs : this.#isFollowed && isSeen ? followMs : idleMs);
  }

  /** Drops blocks far from what is looked at. */
  #forget({ first }: LineRange): void {
    const distance = (block: number) => Math.abs(block - first / blockLines);
    if (this.#blocks.size <= keptBlocks) return;
    const farthest = [...this.#blocks.keys()].toSorted((a, b) => distance(b) - distance(a)).slice(0, this.#blocks.size - keptBlocks);
    for (const block of farthest) this.#blocks.delete(block);
  }
}

function joined(line: CutLine, next: LogLine): LogLine {
  if (typeof next === "string") return line.text + next;
  return next.shown >= next.bytes ? line.text + next.text : { ...next, text: line.text + next.text };
}
