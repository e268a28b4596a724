import { SchemeError } from "./error.js";
import { formatNumber, isNumber } from "./numbers.js";
import { Pattern } from "./pattern.js";
import {
  Char,
  Closure,
  endOfFile,
  Foreign,
  HashTable,
  Keyword,
  MultipleValues,
  Pair,
  Procedure,
  type SchemeValue,
  symbolName,
  Vector,
} from "./values.js";

/** Bounds of what is printed for one value: characters, parts, nesting. */
const maximumLength = 16 * 1024 * 1024;
const maximumParts = 500_000;
const maximumDepth = 500;

/**
 * A value as Scheme's `display` shows it: strings as they are, `#<unspecified>` for no value.
 *
 * @throws SchemeError when the result would be too large
 * @see spec 01 § 4.2
 */
export function display(value: SchemeValue): string {
  return new Printer(false).print(value);
}

/** As `display`, but strings and characters in the form a program would have them. */
export function write(value: SchemeValue): string {
  return new Printer(true).print(value);
}

/** A value for an error message. */
export function excerpt(value: SchemeValue): string {
  const text = write(value);
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

class Printer {
  #length = 0;
  #parts = 0;

  constructor(readonly quoted: boolean) {}

  print(value: SchemeValue, depth = 0): string {
    if (depth > maximumDepth) throw new SchemeError("value is nested too deeply to be printed");
    if (value instanceof Pair) return this.#list(value, depth);
    return value instanceof Vector ? this.#vector(value, depth) : this.#atom(value);
  }

  #count(text: string): string {
    this.#length += text.length;
    if (this.#length > maximumLength || ++this.#parts > maximumParts) throw new SchemeError("value is too large to be printed");
    return text;
  }

  #atom(value: Exclude<SchemeValue, Pair | Vector>): string {
    if (typeof value === "string") return this.#count(this.quoted ? quote(value) : value);
    return this.#count(simpleText(value, this.quoted));
  }

  #list(list: Pair, depth: number): string {
    const parts: string[] = [];
    let rest: SchemeValue = list;
    for (; rest instanceof Pair; rest = rest.cdr) parts.push(this.print(rest.car, depth + 1));
    if (rest !== null) parts.push(".", this.print(rest, depth + 1));
    return `(${parts.join(" ")})`;
  }

  #vector(vector: Vector, depth: number): string {
    return `#(${vector.items.map((item) => this.print(item, depth + 1)).join(" ")})`;
  }
}

function simpleText(value: Exclude<SchemeValue, Pair | Vector | string>, quoted: boolean): string {
  if (isNumber(value)) return formatNumber(value);
  if (value === undefined) return "#<unspecified>";
  if (value === null) return "()";
  if (value === endOfFile) return "#!eof";
  if (typeof value === "boolean") return value ? "#t" : "#f";
  if (typeof value === "symbol") return symbolName(value);
  if (value instanceof Char) return quoted ? `#\\${value.text}` : value.text;
  if (value instanceof Keyword) return `${value.name}:`;
  if (value instanceof Pattern) return `#${value.text}`;
  if (value instanceof HashTable) return `#<hash-table (${value.size})>`;
  if (value instanceof Procedure || value instanceof Closure) return `#<procedure${value.name === "" ? "" : ` ${value.name}`}>`;
  if (value instanceof MultipleValues) return "#<values>";
  if (value instanceof Foreign) return `#<${value.name}>`;
  return value satisfies never;
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&").replaceAll("\n", "\\n").replaceAll("\t", "\\t").replaceAll("\r", "\\r")}"`;
}
