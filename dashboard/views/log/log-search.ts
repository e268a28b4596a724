import { signal } from "@preact/signals";
import type { LogHit, LogRef, SearchEnd } from "../../../src/view/index.js";
import { ApiError, ask } from "../../app/api.js";
import { uniqueName } from "../../app/unique.js";

/** What is searched for, as the address has it. */
export interface SearchWish {
  readonly text: string;
  readonly isRegex: boolean;
  readonly matchCase: boolean;
  /** Lines to show before and after each hit. */
  readonly context: number;
}

/** Before a search is tried again that the server had no room for. */
const busyMs = 1000;

/** A search through a log, done by the server; a new one ends the one before. Spec 06 § 25.4 */
export class LogSearch {
  readonly wish = signal<SearchWish | undefined>(undefined);
  readonly hits = signal<readonly LogHit[]>([]);
  /** Lines with a hit, of all hits that are told. */
  readonly lines = signal<readonly number[]>([]);
  readonly count = signal(0);
  readonly end = signal<SearchEnd | undefined>(undefined);
  /** From 0 to 1. */
  readonly progress = signal(0);
  readonly problem = signal<string | undefined>(undefined);
  readonly #name = uniqueName();
  #running = new AbortController();

  constructor(readonly ref: LogRef) {}

  /** Searches for something else; undefined for nothing. */
  start(wish: SearchWish | undefined): void {
    this.#running.abort();
    this.#running = new AbortController();
    this.wish.value = wish;
    this.hits.value = [];
    this.lines.value = [];
    this.count.value = 0;
    this.progress.value = 0;
    this.problem.value = undefined;
    this.end.value = wish && { kind: "searching" };
    if (wish !== undefined) void this.#run(wish, this.#running.signal);
  }

  close(): void {
    this.#running.abort();
  }

  /** The hit after or before a line, around the end. */
  step(from: number, direction: 1 | -1): number | undefined {
    const lines = this.lines.peek();
    return direction === 1 ? (lines.find((line) => line > from) ?? lines[0]) : (lines.findLast((line) => line < from) ?? lines.at(-1));
  }

  async #run({ text, isRegex, matchCase, context }: SearchWish, running: AbortSignal): Promise<void> {
    const wish = { q: text, regex: isRegex ? 1 : 0, case: matchCase ? 1 : 0, context, search: this.#name };
    try {
      for (let since = 0; ; ) {
        const news = await ask("test/grep", { ...this.ref, ...wish, since }, { signal: running });
        if (news.hits.length > 0) this.hits.value = [...this.hits.value, ...news.hits];
        if (news.next > since) this.lines.value = [...this.lines.value, ...news.hits.map(({ line }) => line), ...news.lines];
        this.count.value = news.count;
        this.progress.value = news.bytes === 0 ? 1 : news.searched / news.bytes;
        this.end.value = news.end;
        since = news.next;
        if (news.end.kind !== "searching") return;
      }
    } catch (error) {
      if (running.aborted) return;
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "busy") {
        this.problem.value = "waiting for other searches";
        setTimeout(() => running.aborted || this.start(this.wish.peek()), busyMs);
        return;
      }
      this.problem.value = error.message;
      this.end.value = { kind: "complete" };
    }
  }
}
