import { isNumber, realOf } from "../numbers.js";
import { type Groups, Pattern } from "../pattern.js";
import { listOf, type SchemeValue } from "../values.js";
import { type Builtin, patternOf, textOf } from "./arguments.js";

/** The match and its groups as a list; #f for a group that took no part, and for no match. */
function found(groups: Groups | undefined): SchemeValue {
  return groups === undefined ? false : listOf(groups.map((group) => group ?? false));
}

/** Replaces the first match, the n-th when the mode is a number n, else all; `\1` in the replacement is the first group. */
function substitute([pattern, replacement, text, mode = 1]: readonly SchemeValue[]): string {
  const template = textOf(replacement);
  const fill = (groups: Groups) =>
    template.replace(/\\(?:(\d)|([\s\S]))/g, (_whole, digit?: string, letter?: string) =>
      digit === undefined ? (letter ?? "") : (groups[Number(digit)] ?? ""),
    );
  return patternOf(pattern).replace(textOf(text), fill, isNumber(mode) ? realOf(mode) : mode === false ? 1 : undefined);
}

/** `(regexp TEXT [ignore-case [extended [utf8]]])`. */
function regexp([text, ...flags]: readonly SchemeValue[]): Pattern {
  return new Pattern(textOf(text), [..."ixu"].filter((_, index) => (flags[index] ?? false) !== false).join(""));
}

/** Regular expressions; spec 01 § 4.3, 08 § 3.2. */
export const patternBuiltins: readonly Builtin[] = [
  ["regexp", 1, 4, regexp],
  ["regexp?", 1, 1, ([value]) => value instanceof Pattern],
  ["string-search", 2, 2, ([pattern, text]) => found(patternOf(pattern).search(textOf(text)))],
  ["string-match", 2, 2, ([pattern, text]) => found(patternOf(pattern).searchWhole(textOf(text)))],
  ["string-substitute", 3, 4, substitute],
];
