import type { LogLine } from "../../../view/index.js";
import type { FileLine } from "./read-lines.js";
import { shownLine } from "./terminal-text.js";

/** Characters of a line that are shown before "more"; spec 06 § 25.7. */
const shownCharacters = 5000;
/** Characters that "more" brings. */
const moreCharacters = 100_000;
/** Longer ones are no colours. */
const longestEscape = 40;
/** Bytes to read for them: the longest character has four. */
export const moreBytes = 4 * moreCharacters;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Bytes as text; what is no UTF-8 becomes replacement characters. */
export function decode(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

/**
 * A line as the viewer gets it.
 *
 * @param raw as it is in the file, with its escape sequences and carriage returns
 */
export function logLine(line: FileLine, raw: boolean): LogLine {
  const final = raw ? undefined : finalText(line);
  if (final !== undefined) return final;
  return cutLine(line.head, 0, line.bytes, shownCharacters, raw);
}

/** The part of a long line that begins after `skipped` bytes of it. */
export function moreOfLine(bytes: Buffer, skipped: number, ofLine: number, raw: boolean): LogLine {
  return cutLine(bytes, skipped, ofLine, moreCharacters, raw);
}

function cutLine(bytes: Buffer, skipped: number, ofLine: number, characters: number, raw: boolean): LogLine {
  const end = beforeEscape(bytes, afterCharacters(bytes, characters));
  const text = decode(bytes.subarray(0, end));
  const shown = raw ? text : shownLine(text);
  return skipped + end === ofLine && skipped === 0 ? shown : { text: shown, shown: skipped + end, bytes: ofLine };
}

/** A huge line that is written over itself again and again, such as a progress bar: what follows one of its last carriage returns. */
function finalText({ head, tail }: FileLine): string | undefined {
  const bytes = tail ?? head;
  const last = bytes[bytes.length - 1] === 13 ? bytes.length - 2 : bytes.length - 1;
  const overwritten = last > 0 && bytes.lastIndexOf(13, last) !== -1;
  if (!overwritten) return undefined;
  const from = tail === undefined ? 0 : bytes.indexOf(13) + 1;
  return shownLine(decode(bytes.subarray(from)));
}

/** A sequence is not cut in its middle. */
function beforeEscape(bytes: Buffer, end: number): number {
  if (end === bytes.length) return end;
  const begin = bytes.lastIndexOf(27, end - 1);
  const isWhole = begin <= 0 || end - begin > longestEscape || /^\[[0-?]*[ -/]*[@-~]/.test(bytes.toString("latin1", begin + 1, end));
  return isWhole ? end : begin;
}

/** Offset after so many characters, never in the middle of one. */
function afterCharacters(bytes: Buffer, characters: number): number {
  if (bytes.length <= characters) return bytes.length;
  let count = 0;
  let position = 0;
  // A character begins with each byte that is no continuation (10xxxxxx).
  while (position < bytes.length && (((bytes[position] ?? 0) & 0xc0) === 0x80 || count++ < characters)) position++;
  return position;
}
