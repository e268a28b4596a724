import { signal } from "@preact/signals";
import type { LogRef } from "../../../src/view/index.js";
import { recall, remember } from "../../app/memory.js";
import type { Anchor, LineScroller } from "./line-scroller.js";
import { LogSearch } from "./log-search.js";
import { LogSource } from "./log-source.js";
import type { LineRange } from "./window.js";

/** Lines read around the first one that is shown. */
const around = 250;

/** Where a log is opened. */
export type Opening = { readonly kind: "line"; readonly line: number } | { readonly kind: "end" } | { readonly kind: "start" };

/** One log on the screen: where one stands in it, and what moves that. */
export class LogModel {
  readonly source: LogSource;
  readonly search: LogSearch;
  /** The line that one has stepped or jumped to. */
  readonly cursor = signal<number | undefined>(undefined);
  readonly isAtEnd = signal(false);
  /** Lines that came below while one was looking elsewhere. */
  readonly newLines = signal(0);
  /** A line that is to be shown as soon as the lines before it are counted. */
  readonly awaited = signal<number | undefined>(undefined);
  isFollowed = false;
  /** Nothing says where in the log to begin. */
  readonly isFresh: boolean;
  #scroller: LineScroller | undefined;
  #restored: Anchor | undefined;
  /** Goes to the end when lines come. */
  #toEnd: boolean;
  #drawnLines = 0;
  #seenLines = 0;
  readonly #name: string;

  constructor(ref: LogRef, raw: boolean, opening: Opening) {
    this.source = new LogSource(ref, raw);
    this.search = new LogSearch(ref);
    this.#name = `log ${ref.f}`;
    this.#restored = opening.kind === "start" ? placeOf(recall(this.#name)) : undefined;
    this.#toEnd = opening.kind === "end";
    this.isFresh = opening.kind === "start" && this.#restored === undefined;
    const line = opening.kind === "line" ? opening.line : (this.#restored?.line ?? 1);
    if (opening.kind === "line") this.awaited.value = line;
    this.source.open(this.#toEnd ? "end" : { first: Math.max(1, line - around), last: line + around });
  }

  close(): void {
    this.source.close();
    this.search.close();
  }

  /** Of the list that shows the lines. */
  attach(scroller: LineScroller): void {
    this.#scroller = scroller;
  }

  /** Whether somebody has moved, or was led somewhere, since the log was opened. */
  get isUntouched(): boolean {
    const anchor = this.#scroller?.anchor;
    return (
      this.cursor.peek() === undefined && this.awaited.peek() === undefined && (anchor === undefined || (anchor.line === 1 && anchor.offset === 0))
    );
  }

  /** The list was drawn. */
  drawn(range: LineRange, scroller: LineScroller): void {
    const count = scroller.count;
    const grew = count > this.#drawnLines;
    this.#drawnLines = count;
    if (count === 0) return;
    if (this.source.tail.peek() === undefined) this.source.need(range);
    if (this.#moveAwaited(scroller)) return;
    if (grew && this.#toEnd && !scroller.isAtEnd) {
      scroller.showEnd();
      return;
    }
    const isComplete = this.source.state.peek()?.complete === true;
    if (this.#seenLines === 0) this.#seenLines = count;
    // Whoever scrolls up does not want to follow; back at the end he does.
    this.#toEnd = scroller.isAtEnd && (this.isFollowed || this.source.tail.peek() !== undefined || !isComplete);
    this.isAtEnd.value = scroller.isAtEnd;
    if (scroller.isAtEnd || !isComplete) this.#seenLines = count;
    this.newLines.value = Math.max(0, count - this.#seenLines);
    remember(this.#name, [scroller.anchor.line, scroller.anchor.offset]);
  }

  /** Shows a line, now or when it is known. */
  jump(line: number): void {
    this.awaited.value = line;
    if (this.#scroller !== undefined) this.#moveAwaited(this.#scroller);
    this.source.need({ first: Math.max(1, line - around), last: line + around });
  }

  showEnd(): void {
    this.#toEnd = true;
    this.#scroller?.showEnd();
  }

  showStart(): void {
    this.#scroller?.show(1, "top");
  }

  moveBy(lines: number): void {
    if (this.#scroller !== undefined) this.#scroller.moveBy(lines * this.#scroller.rowHeight);
  }

  /** The line from which one goes on: the one stepped to while it is seen, else the first one seen. */
  get place(): number {
    const scroller = this.#scroller;
    const top = scroller?.anchor.line ?? 1;
    const cursor = this.cursor.peek();
    if (scroller === undefined || cursor === undefined) return top - 1;
    return cursor >= top && cursor <= top + scroller.pageLines + 2 ? cursor : top - 1;
  }

  /** @returns whether the list is drawn anew for it */
  #moveAwaited(scroller: LineScroller): boolean {
    if (this.#restored !== undefined && scroller.count >= this.#restored.line) {
      const place = this.#restored;
      this.#restored = undefined;
      scroller.restore(place);
      return true;
    }
    const line = this.awaited.peek();
    const isKnown = line !== undefined && (scroller.count >= line || this.source.state.peek()?.complete === true);
    if (line === undefined || !isKnown || scroller.count === 0) return false;
    this.awaited.value = undefined;
    this.#toEnd = false;
    this.cursor.value = Math.min(line, scroller.count);
    scroller.show(line, "near");
    return true;
  }
}

/** What was kept of a place. */
function placeOf(kept: unknown): Anchor | undefined {
  if (!Array.isArray(kept)) return undefined;
  const [line, offset]: unknown[] = kept;
  return typeof line === "number" && typeof offset === "number" ? { line, offset } : undefined;
}
