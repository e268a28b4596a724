// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const controls = /([\u0000-\u0008\u000b-\u001f\u007f]+)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
const controlsAndDirections = /([\u0000-\u0008\u000b-\u001f\u007f\u200e\u200f\u202a-\u202e\u2066-\u2069]+)/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: escapes begin with one
const colours = /\u001b\[[\d;]*m/g;

/** A piece of text as it is shown. */
export interface Piece {
  readonly text: string;
  /** Stands for characters that cannot be seen. */
  readonly isControl: boolean;
}

/**
 * Text in pieces in which every character can be seen: control characters as `^[`, the way of a terminal.
 *
 * @param raw also what turns the direction of text, by its number
 */
export function visiblePieces(text: string, raw: boolean): readonly Piece[] {
  const parts = text.split(raw ? controlsAndDirections : controls);
  return parts.map((part, index) =>
    index % 2 === 0 ? { text: part, isControl: false } : { text: Array.from(part, nameOf).join(""), isControl: true },
  );
}

function nameOf(control: string): string {
  const code = control.charCodeAt(0);
  if (code > 127) return `<U+${code.toString(16).toUpperCase()}>`;
  return `^${String.fromCharCode(code ^ 64)}`;
}

/** Text without its colour sequences. */
export function withoutColours(text: string): string {
  return text.replace(colours, "");
}
