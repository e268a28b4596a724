import { readSync } from "node:fs";
import type { LogHit } from "../../../../view/index.js";
import { decode } from "../cut-line.js";
import { isDecorated, plainLine } from "../terminal-text.js";
import { compileExpression, type Expression } from "./expression.js";

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
  /** Whether hits are to come with their text. */
  readonly wantsText: boolean;
  /** A line with a match; lines come in order, once each. */
  hit(line: number, hit?: LogHit): void;
  /** So many bytes are searched. */
  searched(bytes: number): void;
}

/**
 * Searches all lines of a file, as they are shown, in blocks and synchronously: for a thread of its own.
 *
 * @param bytes of the file to search
 * @param context lines to show before and after a hit
 */
export function searchLines(fd: number, bytes: number, expression: Expression, context: number, sink: SearchSink): void {
  const search = new LineSearch(compileExpression(expression), !expression.isRegex, context, sink);
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
    /** The expression stands for plain text: it cannot match more than one line. */
    readonly isLiteral: boolean,
    readonly context: number,
    readonly sink: SearchSink,
  ) {}

  take(block: string): void {
    if (this.isLiteral && this.context === 0 && !isDecorated(block)) this.#takeQuickly(block);
    else this.#takeLines(block);
  }

  #takeLines(block: string): void {
    let begin = 0;
    for (let end = block.indexOf("\n"); end !== -1; end = block.indexOf("\n", begin)) {
      this.#lineText(block.slice(begin, end));
      this.#nextLine();
      begin = end + 1;
    }
    if (begin < block.length) this.#lineText(block.slice(begin));
  }

  /** Plain text that is shown as it is written is found without cutting all lines out. */
  #takeQuickly(block: string): void {
    let begin = 0;
    for (let found = this.#find(block, 0); found !== null; found = this.#find(block, begin)) {
      for (let end = block.indexOf("\n", begin); end !== -1 && end < found.index; end = block.indexOf("\n", begin)) {
        this.#nextLine();
        begin = end + 1;
      }
      const end = block.indexOf("\n", found.index);
      this.#lineText(block.slice(begin, end === -1 ? block.length : end));
      if (end === -1) return;
      this.#nextLine();
      begin = end + 1;
    }
    for (let end = block.indexOf("\n", begin); end !== -1; end = block.indexOf("\n", end + 1)) this.#nextLine();
  }

  #find(text: string, from: number): RegExpExecArray | null {
    this.expression.lastIndex = from;
    return this.expression.exec(text);
  }

  #nextLine(): void {
    this.#line++;
    this.#isHit = false;
  }

  finish(): void {
    for (const { hit } of this.#waiting) this.sink.hit(hit.line, hit);
    this.#waiting = [];
  }

  #lineText(written: string): void {
    const text = plainLine(written);
    this.sink.beat(this.#line);
    const found = this.#isHit ? null : this.#find(text, 0);
    if (this.context > 0) this.#giveContext(text);
    if (found === null) return;
    this.#isHit = true;
    if (!this.sink.wantsText && this.#waiting.length === 0) {
      this.sink.hit(this.#line);
      return;
    }
    const hit = { ...hitOf(this.#line, text, this.expression, found), before: this.#before.slice(0, -1), after: [] };
    if (this.context > 0) this.#waiting.push({ hit });
    else this.sink.hit(this.#line, hit);
  }

  /** The lines after a hit are known later: it waits for them. */
  #giveContext(text: string): void {
    const excerpt = text.slice(0, shownCharacters);
    this.#before.push(excerpt);
    if (this.#before.length > this.context + 1) this.#before.shift();
    for (const { hit } of this.#waiting) hit.after.push(excerpt);
    while (this.#waiting[0]?.hit.after.length === this.context) {
      const [ready] = this.#waiting.splice(0, 1);
      if (ready !== undefined) this.sink.hit(ready.hit.line, ready.hit);
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
