import { readSync } from "node:fs";
import type { LogHit } from "../../../../view/index.js";
import { decode } from "../cut-line.js";
import { plainLine } from "../terminal-text.js";

const newline = 10;
/** Read at once; a line longer than this is searched in parts. */
const blockSize = 1 << 20;
/** Matches that are shown in one line, and characters around the first. */
const shownMatches = 50;
const shownCharacters = 400;

/** What is found goes here. */
export interface SearchSink {
  /** Before an expression is tried on a line: the watchdog sees that there is progress. */
  beat(line: number): void;
  /** A line with a match; lines come in order, once each. */
  hit(hit: LogHit): void;
  /** So many bytes are searched. */
  searched(bytes: number): void;
}

/**
 * Searches all lines of a file, as they are shown, in blocks and synchronously: for a thread of its own.
 *
 * @param bytes of the file to search
 * @param context lines to show before and after a hit
 */
export function searchLines(fd: number, bytes: number, expression: RegExp, context: number, sink: SearchSink): void {
  const search = new LineSearch(expression, context, sink);
  const buffer = Buffer.allocUnsafe(2 * blockSize);
  let kept = 0;
  for (let at = 0; at < bytes; ) {
    const read = readSync(fd, buffer, kept, Math.min(blockSize, bytes - at), at);
    if (read === 0) break;
    at += read;
    const filled = kept + read;
    const end = buffer.subarray(0, filled).lastIndexOf(newline) + 1;
    const whole = end > 0 ? end : filled >= blockSize ? filled : 0;
    if (whole > 0) search.take(decode(buffer.subarray(0, whole)));
    buffer.copyWithin(0, whole, filled);
    kept = filled - whole;
    sink.searched(at);
  }
  if (kept > 0) search.take(decode(buffer.subarray(0, kept)));
  search.finish();
}

interface WaitingHit {
  readonly hit: LogHit & { readonly after: string[] };
}

/** Finds hits in blocks of text that each end with a newline, or in the middle of a huge line. */
class LineSearch {
  #line = 1;
  #isHit = false;
  readonly #before: string[] = [];
  #waiting: WaitingHit[] = [];

  constructor(
    readonly expression: RegExp,
    readonly context: number,
    readonly sink: SearchSink,
  ) {}

  take(block: string): void {
    let begin = 0;
    for (let end = block.indexOf("\n"); end !== -1; end = block.indexOf("\n", begin)) {
      this.#lineText(block.slice(begin, end));
      this.#line++;
      this.#isHit = false;
      begin = end + 1;
    }
    if (begin < block.length) this.#lineText(block.slice(begin));
  }

  finish(): void {
    for (const { hit } of this.#waiting) this.sink.hit(hit);
    this.#waiting = [];
  }

  #lineText(written: string): void {
    const text = plainLine(written);
    this.sink.beat(this.#line);
    this.expression.lastIndex = 0;
    const found = this.#isHit ? null : this.expression.exec(text);
    if (this.context > 0) this.#giveContext(text);
    if (found === null) return;
    this.#isHit = true;
    const hit = { ...hitOf(this.#line, text, this.expression, found), before: this.#before.slice(0, -1), after: [] };
    if (this.context > 0) this.#waiting.push({ hit });
    else this.sink.hit(hit);
  }

  /** The lines after a hit are known later: it waits for them. */
  #giveContext(text: string): void {
    const excerpt = text.slice(0, shownCharacters);
    this.#before.push(excerpt);
    if (this.#before.length > this.context + 1) this.#before.shift();
    for (const { hit } of this.#waiting) hit.after.push(excerpt);
    while (this.#waiting[0]?.hit.after.length === this.context) {
      const [ready] = this.#waiting.splice(0, 1);
      if (ready !== undefined) this.sink.hit(ready.hit);
    }
  }
}

/** @param found the first match */
function hitOf(line: number, text: string, expression: RegExp, found: RegExpExecArray): Omit<LogHit, "before" | "after"> {
  const matches: [number, number][] = [];
  for (let match: RegExpExecArray | null = found; match !== null && matches.length < shownMatches; match = expression.exec(text)) {
    const end = match.index + match[0].length;
    matches.push([match.index, end]);
    // A match of nothing would be found again and again.
    if (end === match.index) expression.lastIndex = end + 1;
  }
  const column = Math.max(0, Math.min(found.index - shownCharacters / 4, text.length - shownCharacters));
  return { line, text: text.slice(column, column + shownCharacters), column, matches };
}
