import { SchemeError } from "./error.js";
import { letterSet, readLetterEscape } from "./pattern-escape.js";
import { complement, type LetterRange, type LetterSet, namedSets } from "./pattern-syntax.js";
import type { TextCursor } from "./text-cursor.js";

/** A letter class, from behind its `[` to its `]`. */
export function readLetterClass(cursor: TextCursor): LetterSet {
  const negated = cursor.take("^");
  const ranges: LetterRange[] = [];
  let first = true;
  while (first || !cursor.take("]")) {
    if (cursor.atEnd) throw new SchemeError("missing ] in regular expression");
    first = false;
    ranges.push(...readMember(cursor));
  }
  return { kind: "set", ranges, negated };
}

function readMember(cursor: TextCursor): readonly LetterRange[] {
  const named = cursor.match(/\[:(\^?)(\w+):\]/y);
  if (named) return namedRanges(named[2] ?? "", named[1] === "^");
  const from = readClassLetter(cursor);
  const start = singleLetter(from);
  if (start === undefined || !cursor.match(/-(?=[^\]])/y)) return from.negated ? complement(from.ranges) : from.ranges;
  const to = readClassLetter(cursor);
  const end = singleLetter(to);
  // A set cannot end a range: the dash is one of the letters.
  if (end === undefined) return [...from.ranges, ...letterSet(0x2d).ranges, ...(to.negated ? complement(to.ranges) : to.ranges)];
  if (end < start) throw new SchemeError("range out of order in regular expression");
  return [{ from: start, to: end }];
}

function namedRanges(name: string, negated: boolean): readonly LetterRange[] {
  const ranges = namedSets[name];
  if (ranges === undefined) throw new SchemeError(`unknown class [:${name}:] in regular expression`);
  return negated ? complement(ranges) : ranges;
}

function readClassLetter(cursor: TextCursor): LetterSet {
  if (!cursor.take("\\")) return letterSet(cursor.advance().codePointAt(0) ?? 0);
  return cursor.take("b") ? letterSet(8) : readLetterEscape(cursor);
}

function singleLetter(set: LetterSet): number | undefined {
  const [only, ...others] = set.ranges;
  return only !== undefined && others.length === 0 && only.from === only.to && !set.negated ? only.from : undefined;
}
