import type { LineRange } from "./window.js";

/** Browsers cannot show elements that are much taller; px. */
const tallest = 8_000_000;
/** Lines drawn above and below what is seen. */
const overscan = 40;
/** Selected text is kept in the document up to so many lines. */
const mostSelected = 3000;
/** Lines that stay in sight when a page is turned. */
const pageOverlap = 2;

/** What is at the upper edge: a line, from 1, and how much of it is hidden above; px. */
export interface Anchor {
  readonly line: number;
  readonly offset: number;
}

interface Elements {
  readonly scroller: HTMLElement;
  /** Holds the lines that are drawn. */
  readonly lines: HTMLElement;
}

/**
 * Where a list of lines stands, for any number of lines of any heights. While all have one height and fit, the browser scrolls by itself; else the place is
 * a line, wheel and keys move by what is really drawn, and the scroll bar shows the share of lines above.
 */
export class LineScroller {
  anchor: Anchor = { line: 1, offset: 0 };
  count = 0;
  isWrapped = false;
  isAtEnd = false;
  #elements: Elements | undefined;
  #viewport = 600;
  #expectedTop = 0;
  #selected: LineRange | undefined;
  /** The end was asked for, and nobody has moved since: it stays there when lines turn out to be taller. */
  #keepsEnd = false;
  /** Everything fits: nothing to scroll. */
  #fits = false;

  /**
   * @param rowHeight of a line that is not wrapped; px
   * @param redraw draws the lines of {@link range} anew, then calls {@link place}
   */
  constructor(
    readonly rowHeight: number,
    readonly redraw: () => void,
  ) {}

  attach(elements: Elements): () => void {
    this.#elements = elements;
    this.#viewport = elements.scroller.clientHeight;
    const resized = new ResizeObserver(() => {
      this.#viewport = elements.scroller.clientHeight;
      this.redraw();
    });
    resized.observe(elements.scroller);
    const select = () => this.#keepSelected(elements);
    document.addEventListener("selectionchange", select);
    return () => {
      resized.disconnect();
      document.removeEventListener("selectionchange", select);
    };
  }

  /** Of the scrolled content; px. */
  get space(): number {
    if (this.#isExact) return this.count * this.rowHeight;
    return this.#fits ? 0 : Math.min(tallest, Math.max(this.count * this.rowHeight, this.#viewport * 2));
  }

  /** Lines that must be drawn. */
  get range(): LineRange {
    const shown = Math.ceil(this.#viewport / this.rowHeight);
    const first = Math.max(1, this.anchor.line - overscan);
    const last = Math.min(this.count, this.anchor.line + shown + overscan);
    const selected = this.#selected;
    const union = selected && { first: Math.min(first, selected.first), last: Math.min(this.count, Math.max(last, selected.last)) };
    return union !== undefined && union.last - union.first < mostSelected ? union : { first, last };
  }

  /** Lines that fit on the screen. */
  get pageLines(): number {
    return Math.max(1, Math.floor(this.#viewport / this.rowHeight) - pageOverlap);
  }

  get #isExact(): boolean {
    return !this.isWrapped && this.count * this.rowHeight <= tallest;
  }

  /** Puts the drawn lines where they belong; to be called when they are in the document, before they are seen. */
  place(): void {
    if (this.#elements === undefined) return;
    const { scroller, lines } = this.#elements;
    const row = this.#row(this.anchor.line);
    if (this.#isExact) {
      lines.style.transform = `translateY(${(this.range.first - 1) * this.rowHeight}px)`;
      this.isAtEnd = scroller.scrollTop + this.#viewport >= this.space - 2;
      return;
    }
    if (row === undefined) return;
    const last = this.range.last === this.count ? this.#row(this.count) : undefined;
    const below = last === undefined ? Number.POSITIVE_INFINITY : last.offsetTop + last.offsetHeight - row.offsetTop - this.anchor.offset;
    const isFirst = this.anchor.line === 1 && this.anchor.offset <= 0;
    const fits = isFirst && below <= this.#viewport;
    if (fits !== this.#fits) {
      this.#fits = fits;
      this.redraw();
    }
    this.isAtEnd = below <= this.#viewport + 2;
    if (below < this.#viewport - 1 && !isFirst) {
      this.#moveAnchor(below - this.#viewport);
      this.redraw();
      return;
    }
    if (this.#keepsEnd && !this.isAtEnd && last !== undefined) {
      this.#moveAnchor(below - this.#viewport);
      this.redraw();
      return;
    }
    const top = Math.round(this.isAtEnd && !fits ? this.#range : Math.min(1, this.#share) * this.#range);
    if (Math.abs(scroller.scrollTop - top) > 1) scroller.scrollTop = top;
    this.#expectedTop = scroller.scrollTop;
    lines.style.transform = `translateY(${this.#expectedTop - this.anchor.offset - row.offsetTop}px)`;
  }

  /** The browser has scrolled. */
  scrolled(): void {
    const scroller = this.#elements?.scroller;
    if (scroller === undefined) return;
    if (this.#isExact) this.anchor = { line: Math.floor(scroller.scrollTop / this.rowHeight) + 1, offset: scroller.scrollTop % this.rowHeight };
    else if (Math.abs(scroller.scrollTop - this.#expectedTop) > 1) this.#followBar(scroller.scrollTop);
    else return;
    this.redraw();
  }

  /** Whether the wheel was used up here. */
  wheel({ deltaY, deltaMode, ctrlKey, shiftKey }: WheelEvent): boolean {
    if (this.#isExact || ctrlKey || shiftKey || deltaY === 0) return false;
    this.moveBy(deltaY * ([1, this.rowHeight, this.#viewport][deltaMode] ?? 1));
    return true;
  }

  /** Moves by pixels of what is drawn. */
  moveBy(pixels: number): void {
    const scroller = this.#elements?.scroller;
    if (scroller === undefined) return;
    if (this.#isExact) scroller.scrollTop += pixels;
    else {
      if (pixels > 0 && this.isAtEnd) return;
      this.#keepsEnd = false;
      this.#moveAnchor(pixels);
      this.redraw();
    }
  }

  /** Brings a line on the screen. `top`: to the upper edge; `near`: with some lines above, unless it is seen already. */
  show(line: number, where: "top" | "near"): void {
    const target = Math.max(1, Math.min(this.count, line));
    if (where === "near" && this.#isSeen(target)) return;
    const above = where === "near" ? Math.floor(this.#viewport / this.rowHeight / 3) : 0;
    this.restore({ line: Math.max(1, target - above), offset: 0 });
  }

  showEnd(): void {
    this.restore({ line: Math.max(1, this.count), offset: 0 });
    this.#keepsEnd = true;
  }

  /** Goes to a place. */
  restore(anchor: Anchor): void {
    this.#keepsEnd = false;
    this.anchor = { line: Math.max(1, Math.min(this.count, anchor.line)), offset: anchor.offset };
    const scroller = this.#elements?.scroller;
    if (this.#isExact && scroller !== undefined) {
      // The content may have grown in this moment.
      const content = this.#elements?.lines.parentElement;
      if (content) content.style.height = `${this.space}px`;
      scroller.scrollTop = (this.anchor.line - 1) * this.rowHeight + this.anchor.offset;
    }
    this.isAtEnd = false;
    this.redraw();
  }

  get #range(): number {
    return Math.max(0, this.space - this.#viewport);
  }

  /** Of the lines above, from 0 to 1. */
  get #share(): number {
    const above = this.anchor.line - 1 + Math.min(1, this.anchor.offset / this.#heightOf(this.anchor.line));
    return above / Math.max(1, this.count - this.#viewport / this.rowHeight);
  }

  #followBar(top: number): void {
    const share = this.#range === 0 ? 0 : top / this.#range;
    const position = share * Math.max(0, this.count - this.#viewport / this.rowHeight);
    this.#expectedTop = top;
    this.isAtEnd = false;
    this.#keepsEnd = false;
    if (share > 0.9995) this.anchor = { line: this.count, offset: 0 };
    else this.anchor = { line: Math.floor(position) + 1, offset: (position % 1) * this.rowHeight };
  }

  #moveAnchor(pixels: number): void {
    let { line, offset } = this.anchor;
    offset += pixels;
    while (offset < 0 && line > 1) offset += this.#heightOf(--line);
    for (let height = this.#heightOf(line); offset >= height && line < this.count; height = this.#heightOf(line)) {
      offset -= height;
      line++;
    }
    this.anchor = { line, offset: line === this.count ? Math.min(offset, Math.max(0, this.#heightOf(line) - 1)) : Math.max(0, offset) };
  }

  #isSeen(line: number): boolean {
    const row = this.#row(line);
    const scroller = this.#elements?.scroller;
    if (row === undefined || scroller === undefined) return false;
    const [box, frame] = [row.getBoundingClientRect(), scroller.getBoundingClientRect()];
    return box.top >= frame.top && box.bottom <= frame.bottom;
  }

  #row(line: number): HTMLElement | undefined {
    const row = this.#elements?.lines.querySelector(`:scope > [data-line="${line}"]`);
    return row instanceof HTMLElement ? row : undefined;
  }

  /** As drawn; a guess for lines that are not. */
  #heightOf(line: number): number {
    return this.#row(line)?.offsetHeight ?? this.rowHeight;
  }

  /** What somebody selects stays in the document, or the selection would be lost when it is scrolled away. */
  #keepSelected({ lines }: Elements): void {
    const selection = document.getSelection();
    const ends = [selection?.anchorNode, selection?.focusNode].map((node) => lineOf(node, lines));
    const [a, b] = ends;
    this.#selected =
      selection === null || selection.isCollapsed || a === undefined || b === undefined ? undefined : { first: Math.min(a, b), last: Math.max(a, b) };
  }
}

/** Of the line that a node stands in. */
function lineOf(node: Node | null | undefined, lines: HTMLElement): number | undefined {
  const element = node instanceof Element ? node : node?.parentElement;
  const row = element?.closest("[data-line]");
  return row && lines.contains(row) ? Number(row.getAttribute("data-line")) : undefined;
}
