import { realText } from "../base/index.js";
import { Flonum, type SchemeValue } from "./values.js";

export type SchemeNumber = number | Flonum;

export function isNumber(value: SchemeValue): value is SchemeNumber {
  return typeof value === "number" || value instanceof Flonum;
}

/** The JavaScript number. */
export function realOf(value: SchemeNumber): number {
  return value instanceof Flonum ? value.value : value;
}

export function isExact(value: SchemeNumber): value is number {
  return typeof value === "number" && Number.isInteger(value);
}

/** The inexact number of this size. */
export function inexact(value: number): SchemeNumber {
  return Number.isInteger(value) ? new Flonum(value) : value;
}

/** Exact while it can be; integers beyond 2^53 become inexact, as there are no big ones. */
export function numberLike(value: number, exact: boolean): SchemeNumber {
  return exact && Number.isSafeInteger(value) ? value + 0 : inexact(value);
}

const digitsOf: Readonly<Record<number, RegExp>> = { 2: /^[+-]?[01]+$/, 8: /^[+-]?[0-7]+$/, 10: /^[+-]?\d+$/, 16: /^[+-]?[\da-f]+$/i };
const radixOf: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16 };
const special: Readonly<Record<string, number>> = {
  "+inf.0": Number.POSITIVE_INFINITY,
  "-inf.0": Number.NEGATIVE_INFINITY,
  "+nan.0": Number.NaN,
  "-nan.0": Number.NaN,
};

/**
 * The number that a text spells in Scheme syntax: `5`, `-1.2`, `.5`, `1e3`, `1/2`, `#x10`; undefined for any other
 * text, such as `1,000` or `0x10`.
 *
 * @see spec 08 § 3.1
 */
export function parseNumber(text: string, radix = 10): SchemeNumber | undefined {
  const prefixed = /^#([bodx])(.*)$/is.exec(text);
  if (prefixed) return parseNumber(prefixed[2] ?? "", radixOf[(prefixed[1] ?? "").toLowerCase()] ?? 10);
  const digits = digitsOf[radix];
  if (digits === undefined) return undefined;
  if (digits.test(text)) return wholeNumber(text, radix);
  const [, above, below] = /^([^/]+)\/([^/+-]+)$/.exec(text) ?? [];
  if (above !== undefined && below !== undefined) return digits.test(above) && digits.test(below) ? fraction(above, below, radix) : undefined;
  if (radix === 10 && /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return inexact(Number(text));
  return special[text];
}

function wholeNumber(text: string, radix: number): SchemeNumber {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = text.replace(/^[+-]/, "");
  return numberLike(sign * (radix === 10 ? Number(digits) : Number.parseInt(digits, radix)), true);
}

function fraction(above: string, below: string, radix: number): SchemeNumber | undefined {
  const divisor = realOf(wholeNumber(below, radix));
  if (divisor === 0) return undefined;
  const value = realOf(wholeNumber(above, radix)) / divisor;
  return numberLike(value, Number.isInteger(value));
}

/** A number as 1.65 prints it; see `realText`. */
export function formatNumber(number: SchemeNumber, radix = 10): string {
  return isExact(number) ? number.toString(radix) : realText(realOf(number));
}
