import { write } from "./display.js";
import { SchemeError } from "./error.js";
import { isExact, isNumber, realOf } from "./numbers.js";
import { Char, Flonum, Keyword, Pair, type SchemeValue, Vector } from "./values.js";

/** `eqv?`: the same thing, or the same number, text or character. */
export function isSame(a: SchemeValue, b: SchemeValue): boolean {
  if (a === b) return true;
  if (isNumber(a) && isNumber(b)) return isExact(a) === isExact(b) && realOf(a) === realOf(b);
  if (a instanceof Char && b instanceof Char) return a.text === b.text;
  return a instanceof Keyword && b instanceof Keyword && a.name === b.name;
}

const maximumComparisons = 1_000_000;

/**
 * `equal?`: the same structure with the same parts.
 *
 * @throws SchemeError when the structures are too large to be compared
 */
export function isEqual(a: SchemeValue, b: SchemeValue): boolean {
  const waiting: [SchemeValue, SchemeValue][] = [[a, b]];
  let comparisons = 0;
  for (let pair = waiting.pop(); pair !== undefined; pair = waiting.pop()) {
    if (++comparisons > maximumComparisons) throw new SchemeError("values are too large to be compared");
    const [left, right] = pair;
    if (isSame(left, right)) continue;
    if (left instanceof Pair && right instanceof Pair) {
      waiting.push([left.cdr, right.cdr], [left.car, right.car]);
    } else if (left instanceof Vector && right instanceof Vector && left.items.length === right.items.length) {
      for (const [index, item] of left.items.entries()) waiting.push([item, right.items[index]]);
    } else return false;
  }
  return true;
}

/** What a hash table looks up: the same JavaScript value for equal keys. */
export function identityOf(key: SchemeValue): unknown {
  if (key instanceof Pair || key instanceof Vector || key instanceof Char || key instanceof Keyword || key instanceof Flonum)
    return `structure ${write(key)}`;
  return typeof key === "string" ? `string ${key}` : key;
}
