import type { LogLine } from "../../../src/view/index.js";
import { type Ground, LinePainter, type Span } from "./ansi.js";
import type { LogSource } from "./log-source.js";
import { deltaText, stampDelta, timeStamp } from "./time-stamp.js";
import { withoutColours } from "./visible-text.js";
import { blockLines } from "./window.js";

/** A time stamp is looked for in so many lines before. */
const stampSearch = 50;

interface PaintedBlock {
  readonly turn: number;
  readonly lines: readonly (readonly Span[])[];
}

/** The lines of a log in colour; painted in blocks when they are first looked at, since colours go on from line to line. */
export class PaintedLog {
  readonly #blocks = new Map<number, PaintedBlock>();

  constructor(
    readonly source: LogSource,
    readonly ground: Ground,
  ) {}

  /** Undefined while the line is not there. */
  spans(number: number): readonly Span[] | undefined {
    const block = Math.floor((number - 1) / blockLines);
    const turn = this.source.turn.value;
    const known = this.#blocks.get(block);
    if (known?.turn === turn) return known.lines[(number - 1) % blockLines];
    const lines = paint(this.#lines(block), this.source.raw, this.ground);
    for (const [other, painted] of this.#blocks) if (painted.turn !== turn) this.#blocks.delete(other);
    this.#blocks.set(block, { turn, lines });
    return lines[(number - 1) % blockLines];
  }

  /** Without colours; undefined while the line is not there. */
  text(number: number): string | undefined {
    return this.spans(number)
      ?.map(({ text }) => text)
      .join("");
  }

  /** Time from the last stamped line before to this one; undefined without stamps. */
  delta(number: number): string | undefined {
    const own = this.#stamp(number);
    if (own === undefined) return undefined;
    for (let before = number - 1; before >= Math.max(1, number - stampSearch); before--) {
      const stamp = this.#stamp(before);
      if (stamp !== undefined) return deltaText(stampDelta(stamp, own));
    }
    return undefined;
  }

  #stamp(number: number): number | undefined {
    const line = this.source.line(number);
    return line === undefined ? undefined : timeStamp(withoutColours(textOf(line).slice(0, 100)));
  }

  #lines(block: number): LogLine[] {
    const lines: LogLine[] = [];
    for (let number = block * blockLines + 1; number <= (block + 1) * blockLines; number++) {
      const line = this.source.line(number);
      if (line === undefined) break;
      lines.push(line);
    }
    return lines;
  }
}

/** Lines in colour, without numbers. */
export function paint(lines: readonly LogLine[], raw: boolean, ground: Ground): Span[][] {
  const painter = new LinePainter(ground);
  return lines.map((line) => (raw ? [{ text: textOf(line) }] : painter.paint(textOf(line))));
}

function textOf(line: LogLine): string {
  return typeof line === "string" ? line : line.text;
}
