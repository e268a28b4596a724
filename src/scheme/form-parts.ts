import { excerpt } from "./display.js";
import { SchemeError } from "./error.js";
import { itemsOf, listOf, Pair, type SchemeValue } from "./values.js";

/**
 * The items of a form, or of a part of one.
 *
 * @param name of the form, for the message
 * @throws SchemeError when there are fewer or more, or it is no list
 */
export function partsOf(name: string, form: SchemeValue, least = 0, most = Number.POSITIVE_INFINITY): SchemeValue[] {
  const { items, tail } = itemsOf(form);
  if (tail !== null || items.length < least || items.length > most) throw new SchemeError(`malformed ${name}: ${excerpt(form)}`);
  return items;
}

/** Several expressions as one. */
export function bodyOf(expressions: readonly SchemeValue[]): SchemeValue {
  return expressions.length === 1 ? expressions[0] : new Pair(Symbol.for("begin"), listOf(expressions));
}

/** @throws SchemeError when the value is no symbol */
export function symbolOf(value: SchemeValue): symbol {
  if (typeof value !== "symbol") throw new SchemeError(`not a name: ${excerpt(value)}`);
  return value;
}
