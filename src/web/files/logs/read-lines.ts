import type { FileHandle } from "node:fs/promises";
import { readAt } from "./indexed-log.js";

const newline = 10;
const blockSize = 1 << 18;

/** As much of a line as is kept of either end of it while it is read. */
const keptBytes = 1 << 16;

/** Longer lines are not read to their end. */
const longestBytes = 64 << 20;

/** A line as it is in the file; of a line longer than {@link keptBytes} only its ends are here. */
export interface FileLine {
  /** Of its first byte. */
  readonly offset: number;
  /** Without the newline; of a line that is not read to its end, what was read. */
  readonly bytes: number;
  readonly head: Buffer;
  /** The last bytes of a line that is longer than `head`. */
  readonly tail?: Buffer;
}

/** Where the line begins that follows `count` newlines after an offset; `end` when there are fewer. */
export async function skipLines(file: FileHandle, offset: number, count: number, end: number): Promise<number> {
  let left = count;
  for (let at = offset; left > 0 && at < end; ) {
    const block = await readAt(file, at, Math.min(blockSize, end - at));
    if (block.length === 0) return end;
    for (let position = block.indexOf(newline); position !== -1; position = block.indexOf(newline, position + 1)) {
      if (--left === 0) return at + position + 1;
    }
    at += block.length;
  }
  return left === 0 ? offset : end;
}

/**
 * The lines from an offset on, the last one even if it does not end with a newline. Ends with a line that is longer than 64 MB.
 *
 * @param offset of the beginning of a line
 * @param end where to stop, a line that began before is read up to here
 */
export async function* readLines(file: FileHandle, offset: number, end: number): AsyncGenerator<FileLine> {
  let line = new LineParts(offset);
  for (let at = offset; at < end; ) {
    const block = await readAt(file, at, Math.min(blockSize, end - at));
    if (block.length === 0) break;
    let begin = 0;
    for (let position = block.indexOf(newline); position !== -1; position = block.indexOf(newline, begin)) {
      line.add(block.subarray(begin, position));
      yield line.finish();
      begin = position + 1;
      line = new LineParts(at + begin);
    }
    line.add(block.subarray(begin));
    at += block.length;
    if (line.bytes > longestBytes) break;
  }
  if (line.bytes > 0) yield line.finish();
}

/** A line that comes in parts. */
class LineParts {
  bytes = 0;
  readonly #head: Buffer[] = [];
  #headBytes = 0;
  #tail: Buffer = Buffer.alloc(0);

  constructor(readonly offset: number) {}

  add(part: Buffer): void {
    const toHead = part.subarray(0, keptBytes - this.#headBytes);
    this.#head.push(toHead);
    this.#headBytes += toHead.length;
    if (toHead.length < part.length) this.#tail = Buffer.concat([this.#tail, part.subarray(-keptBytes)]).subarray(-keptBytes);
    this.bytes += part.length;
  }

  finish(): FileLine {
    const { offset, bytes } = this;
    return { offset, bytes, head: Buffer.concat(this.#head), ...(bytes > this.#headBytes && { tail: this.#tail }) };
  }
}

/**
 * Where the last lines of a file begin.
 *
 * @param count of lines; a newline at the very end does not begin one
 * @param least how far back to look at most
 */
export async function lastLines(file: FileHandle, end: number, count: number, least: number): Promise<number> {
  let left = count;
  for (let at = end; at > least; ) {
    const from = Math.max(least, at - blockSize);
    const block = await readAt(file, from, at - from);
    const last = at === end ? block.length - 2 : block.length - 1;
    for (
      let position = last < 0 ? -1 : block.lastIndexOf(newline, last);
      position !== -1;
      position = position === 0 ? -1 : block.lastIndexOf(newline, position - 1)
    ) {
      if (--left === 0) return from + position + 1;
    }
    at = from;
  }
  return least;
}
