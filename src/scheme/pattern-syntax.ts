/** What a regular expression means, whatever its spelling; letters are code points. */
export type PatternNode =
  | LetterSet
  | { readonly kind: "sequence"; readonly parts: readonly PatternNode[] }
  | { readonly kind: "choice"; readonly options: readonly PatternNode[] }
  /** `most` is Infinity when there is no upper bound. */
  | { readonly kind: "repeat"; readonly body: PatternNode; readonly least: number; readonly most: number; readonly lazy: boolean }
  | { readonly kind: "capture"; readonly body: PatternNode; readonly name: string | undefined }
  | { readonly kind: "look"; readonly body: PatternNode; readonly behind: boolean; readonly negated: boolean }
  | { readonly kind: "edge"; readonly at: Edge }
  | { readonly kind: "reference"; readonly to: number | string; readonly ignoreCase: boolean };

/** One letter out of these ranges; `negated`: out of all others. */
export interface LetterSet {
  readonly kind: "set";
  readonly ranges: readonly LetterRange[];
  readonly negated: boolean;
}

/** Code points `from` to `to`, both included. */
export interface LetterRange {
  readonly from: number;
  readonly to: number;
}

/** `start` and `end` of the text, of a line of it, a word boundary or none. */
export type Edge = "start" | "end" | "line-start" | "line-end" | "word" | "not-word";

const ranges = (...pairs: string[]): LetterRange[] =>
  pairs.map((pair) => ({ from: pair.codePointAt(0) ?? 0, to: pair.codePointAt(pair.length - 1) ?? 0 }));

const lower = ranges("az");
const upper = ranges("AZ");
const digit = ranges("09");
const alpha = [...upper, ...lower];
const wordLetters = [...digit, ...alpha, ...ranges("__")];
const blanks = ranges("\t\r", "  ");
export const lineEnd = ranges("\n\n");

/** The sets behind `\d`, `\w` …; an upper-case letter stands for all other letters. ASCII only, as in Perl without locale. */
export const escapedSets: Readonly<Record<string, readonly LetterRange[]>> = {
  d: digit,
  w: wordLetters,
  s: blanks,
  h: ranges("\t\t", "  "),
  v: ranges("\n\r"),
};

/** The sets behind `[:alpha:]` … */
export const namedSets: Readonly<Record<string, readonly LetterRange[]>> = {
  alpha,
  digit,
  lower,
  upper,
  alnum: [...digit, ...alpha],
  word: wordLetters,
  space: blanks,
  blank: ranges("\t\t", "  "),
  xdigit: [...digit, ...ranges("AF", "af")],
  punct: ranges("!/", ":@", "[`", "{~"),
  cntrl: ranges("\0\x1f", "\x7f\x7f"),
  print: ranges(" ~"),
  graph: ranges("!~"),
};

const lastLetter = 0x10ffff;

/** All letters that are in none of the ranges. */
export function complement(set: readonly LetterRange[]): LetterRange[] {
  const others: LetterRange[] = [];
  let next = 0;
  for (const range of [...set].sort((a, b) => a.from - b.from)) {
    if (range.from > next) others.push({ from: next, to: range.from - 1 });
    next = Math.max(next, range.to + 1);
  }
  if (next <= lastLetter) others.push({ from: next, to: lastLetter });
  return others;
}

/** Ranges longer than this are not searched for letters with case, except in ASCII. */
const longRange = 2000;

/** The ranges with the other case of each letter. */
export function withBothCases(set: readonly LetterRange[]): LetterRange[] {
  const others = new Set<number>();
  for (const { from, to } of set) {
    for (let code = from; code <= Math.min(to, to - from > longRange ? 0x7f : to); code++) {
      const text = String.fromCodePoint(code);
      for (const other of [text.toLowerCase(), text.toUpperCase()]) {
        const otherCode = other.codePointAt(0) ?? code;
        if (otherCode !== code && other.length === String.fromCodePoint(otherCode).length) others.add(otherCode);
      }
    }
  }
  return [...set, ...[...others].map((code) => ({ from: code, to: code }))];
}
