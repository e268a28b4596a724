import { SchemeError } from "./error.js";
import { escapedSets, type LetterSet, type PatternNode } from "./pattern-syntax.js";
import type { TextCursor } from "./text-cursor.js";

const controls: Readonly<Record<string, number>> = { a: 7, e: 27, f: 12, n: 10, r: 13, t: 9 };
const edges: Readonly<Record<string, "start" | "end" | "word" | "not-word">> = {
  A: "start",
  Z: "end",
  z: "end",
  b: "word",
  B: "not-word",
  "<": "word",
  ">": "word",
};

export function letterSet(code: number): LetterSet {
  return { kind: "set", ranges: [{ from: code, to: code }], negated: false };
}

/** What follows a backslash outside a letter class. */
export function readEscape(cursor: TextCursor): PatternNode {
  const named = cursor.match(/k(?:<(\w+)>|\{(\w+)\}|'(\w+)')/y);
  if (named) return { kind: "reference", to: named.slice(1).find((name) => name !== undefined) ?? "", ignoreCase: false };
  const numbered = cursor.match(/([1-9])(?![0-7]{2})|g\{?([1-9])\}?/y);
  if (numbered) return { kind: "reference", to: Number(numbered[1] ?? numbered[2]), ignoreCase: false };
  const at = edges[cursor.next];
  if (at !== undefined) {
    cursor.advance();
    return { kind: "edge", at };
  }
  if (cursor.take("N")) return { kind: "set", ranges: [{ from: 10, to: 10 }], negated: true };
  return readLetterEscape(cursor);
}

/** What follows a backslash and stands for one letter, inside or outside a letter class. */
export function readLetterEscape(cursor: TextCursor): LetterSet {
  if (cursor.atEnd) throw new SchemeError("nothing after \\ in regular expression");
  const coded = cursor.match(/x\{([\da-fA-F]+)\}|x([\da-fA-F]{0,2})|u([\da-fA-F]{4})|(0[0-7]{0,2}|[1-3][0-7]{2})/y);
  if (coded) return letterSet(codeOf(coded[1] ?? coded[2] ?? coded[3], coded[4]));
  const control = cursor.match(/c([@-_a-z])/y)?.[1];
  if (control !== undefined) return letterSet(control.toUpperCase().charCodeAt(0) ^ 0x40);
  const letter = cursor.advance();
  const ranges = escapedSets[letter.toLowerCase()];
  if (ranges !== undefined) return { kind: "set", ranges, negated: letter !== letter.toLowerCase() };
  return letterSet(controls[letter] ?? letter.codePointAt(0) ?? 0);
}

function codeOf(hex: string | undefined, octal: string | undefined): number {
  const code = hex === undefined ? Number.parseInt(octal ?? "0", 8) : Number.parseInt(hex || "0", 16);
  if (code > 0x10ffff) throw new SchemeError("no such letter in regular expression");
  return code;
}
