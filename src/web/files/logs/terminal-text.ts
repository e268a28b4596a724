import { Pen, withSemicolons } from "./pen.js";

// Control sequences, strings for the terminal (titles, links), other escapes; then what moves within the line, then text.
const part =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
  /\u001b\[([0-?]*)([ -/]*[@-~])|\u001b[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[ -/]*[0-~]?|([\r\b])|([^\u001b\r\b]+)/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const decoration = /[\u001b\r\b]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const moves = /[\r\b]|\u001b\[[0-2]?K/;
/** Stands where a letter was erased; shown as a blank unless nothing follows. */
const erased = "";

/** Whether text may be shown otherwise than it is written. */
export function isDecorated(text: string): boolean {
  return decoration.test(text);
}

/**
 * A line as a terminal shows it after all of it was written: overwritten text (carriage return, backspace) and erased text is gone. Of the escape
 * sequences only colours remain (`ESC [ … m`). Spec 06 § 25.5
 *
 * @param line without its newline
 */
export function shownLine(line: string): string {
  const text = withoutReturns(line);
  if (!decoration.test(text)) return text;
  return moves.test(text) ? written(text) : text.replace(part, shownPart);
}

/** Text and colours stay. */
function shownPart(
  _: string,
  parameters: string | undefined,
  final: string | undefined,
  _move: string | undefined,
  plain: string | undefined,
): string {
  return plain ?? (isColour(parameters, final) ? `\u001b[${withSemicolons(parameters ?? "")}m` : "");
}

/** A line as it is shown, without its colours: what is searched and compared. */
export function plainLine(line: string): string {
  const text = withoutReturns(line);
  if (!decoration.test(text)) return text;
  return shownLine(text).replace(part, (_all, _parameters, _final, _move, plain: string | undefined) => plain ?? "");
}

/** At the end of a line they have nothing to overwrite. */
function withoutReturns(line: string): string {
  let end = line.length;
  while (end > 0 && line.charCodeAt(end - 1) === 13) end--;
  return end === line.length ? line : line.slice(0, end);
}

function isColour(parameters: string | undefined, final: string | undefined): boolean {
  return final === "m" && parameters !== undefined && /^[\d;:]*$/.test(parameters);
}

/** What is left on the terminal, character by character. */
function written(line: string): string {
  const letters: string[] = [];
  const pens: string[] = [];
  const pen = new Pen();
  let column = 0;
  for (const [, parameters, final, move, plain] of line.matchAll(part)) {
    if (plain !== undefined) {
      for (const letter of plain) {
        letters[column] = letter;
        pens[column++] = pen.text;
      }
    } else if (move === "\r") column = 0;
    else if (move === "\b") column = Math.max(0, column - 1);
    else if (isColour(parameters, final)) pen.apply(parameters ?? "");
    else if (final === "K") erase(letters, pens, parameters, column);
  }
  return joined(letters, pens, pen.text);
}

function erase(letters: string[], pens: string[], parameters: string | undefined, column: number): void {
  if (parameters === "1" || parameters === "2") {
    letters.fill(erased, 0, column + 1);
    pens.fill("", 0, column + 1);
  }
  if (parameters !== "1") letters.length = pens.length = Math.min(letters.length, column);
}

/** @param last the pen that goes on to the next line */
function joined(letters: readonly string[], pens: readonly string[], last: string): string {
  let text = "";
  let current = "";
  const end = letters.findLastIndex((letter) => letter !== erased) + 1;
  for (const [column, letter] of letters.slice(0, end).entries()) {
    const pen = pens[column] ?? "";
    text += change(current, pen) + (letter === erased ? " " : letter);
    current = pen;
  }
  return text + change(current, last);
}

/** The sequence that makes one pen another. */
const change = (from: string, to: string) => (from === to ? "" : from === "" ? to : `\u001b[0m${to}`);
