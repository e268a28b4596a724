import { encodeLetters } from "./utf8.js";

const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", a: "\x07", b: "\b", f: "\f", v: "\v", "0": "\0" };
const escapeSequence = /\\(?:x([\da-fA-F]{1,2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|[ \t]*\r?\n[ \t]*|([\s\S]))/g;

/** The text that the inside of a string literal stands for; an unknown escape stands for its character. */
export function decodeString(inside: string): string {
  return inside.replace(escapeSequence, (_whole, hex?: string, short?: string, long?: string, letter?: string) => {
    if (hex !== undefined) return String.fromCharCode(Number.parseInt(hex, 16));
    const code = short ?? long;
    if (code !== undefined) return letterOf(Number.parseInt(code, 16));
    return letter === undefined ? "" : (controls[letter] ?? letter);
  });
}

const names: Readonly<Record<string, string>> = {
  space: " ",
  newline: "\n",
  linefeed: "\n",
  tab: "\t",
  return: "\r",
  nul: "\0",
  null: "\0",
  alarm: "\x07",
  backspace: "\b",
  delete: "\x7f",
  rubout: "\x7f",
  escapeSequence: "\x1b",
  esc: "\x1b",
  page: "\f",
  vtab: "\v",
};

/** The character `#\NAME`, as its bytes; undefined when there is none of that name. */
export function characterNamed(name: string): string | undefined {
  const code = /^[xuU]([\da-fA-F]+)$/.exec(name)?.[1];
  if (code !== undefined) return letterOf(Number.parseInt(code, 16));
  return names[name] ?? (name.length === 1 || !/^[A-Za-z]/.test(name) ? name : undefined);
}

function letterOf(code: number): string {
  return code > 0x10ffff ? "?" : encodeLetters(String.fromCodePoint(code));
}
