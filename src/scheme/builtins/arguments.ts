import { excerpt } from "../display.js";
import { WrongArgument } from "../error.js";
import { isNumber, realOf, type SchemeNumber } from "../numbers.js";
import { Pattern } from "../pattern.js";
import { Char, HashTable, itemsOf, Pair, type SchemeValue, Vector } from "../values.js";

/** A built-in procedure; `most` may be Infinity. */
export type Builtin = readonly [name: string, least: number, most: number, call: (args: readonly SchemeValue[]) => SchemeValue];

/** What built-ins ask of the machine that runs them. */
export interface Runner {
  apply(procedure: SchemeValue, args: readonly SchemeValue[]): SchemeValue;
  spend(steps: number): void;
}

export const any = Number.POSITIVE_INFINITY;

function wrong(expected: string, value: SchemeValue): WrongArgument {
  return new WrongArgument(`bad argument type - not ${expected}: ${excerpt(value)}`);
}

export function textOf(value: SchemeValue): string {
  if (typeof value !== "string") throw wrong("a string", value);
  return value;
}

export function numberOf(value: SchemeValue): SchemeNumber {
  if (!isNumber(value)) throw wrong("a number", value);
  return value;
}

/** A whole number, exact or not. */
export function integerOf(value: SchemeValue): number {
  const number = realOf(numberOf(value));
  if (!Number.isInteger(number)) throw wrong("an integer", value);
  return number;
}

/** A whole number from 0 to `most`. */
export function indexOf(value: SchemeValue, most: number): number {
  const index = integerOf(value);
  if (index < 0 || index > most) throw new WrongArgument(`out of range: ${index}`);
  return index;
}

export function pairOf(value: SchemeValue): Pair {
  if (!(value instanceof Pair)) throw wrong("a pair", value);
  return value;
}

/** The items of a proper list; counts them as work done. */
export function listItems(value: SchemeValue, runner: Runner): SchemeValue[] {
  const { items, tail } = itemsOf(value);
  if (tail !== null) throw wrong("a list", value);
  runner.spend(items.length);
  return items;
}

export function symbolOf(value: SchemeValue): symbol {
  if (typeof value !== "symbol") throw wrong("a symbol", value);
  return value;
}

export function charOf(value: SchemeValue): string {
  if (!(value instanceof Char)) throw wrong("a character", value);
  return value.text;
}

export function tableOf(value: SchemeValue): HashTable {
  if (!(value instanceof HashTable)) throw wrong("a hash table", value);
  return value;
}

export function vectorOf(value: SchemeValue): SchemeValue[] {
  if (!(value instanceof Vector)) throw wrong("a vector", value);
  return value.items;
}

/** A regular expression, or the text of one. */
export function patternOf(value: SchemeValue): Pattern {
  return value instanceof Pattern ? value : new Pattern(textOf(value));
}
