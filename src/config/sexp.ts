import { decodeEscapes, quoteString } from "./escapes.js";

export interface SexpSymbol {
  readonly symbol: string;
}

/** A datum of configuration caches (spec 01 § 10) and launch payloads (spec 03 § 7). The dot of a pair is read as the symbol `.`. */
export type Sexp = string | number | boolean | SexpSymbol | readonly Sexp[];

export const symbol = (name: string): SexpSymbol => ({ symbol: name });

export function isSymbol(value: Sexp | undefined): value is SexpSymbol {
  return typeof value === "object" && "symbol" in value;
}

export function isList(value: Sexp | undefined): value is readonly Sexp[] {
  return Array.isArray(value);
}

/** One datum on one line. */
export function writeSexp(value: Sexp): string {
  if (typeof value === "string") return quoteString(value);
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return value ? "#t" : "#f";
  return isSymbol(value) ? value.symbol : `(${value.map(writeSexp).join(" ")})`;
}

const token = /\s*(?:([()])|"([^"\\]*(?:\\.[^"\\]*)*)"|\|([^|]*)\||([^\s()"|]+))/sy;

/** The single datum that a text holds; undefined when it is malformed or there is more than one. */
export function parseSexp(text: string): Sexp | undefined {
  const open: Sexp[][] = [];
  token.lastIndex = 0;
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    if (match[1] === "(") {
      open.push([]);
      continue;
    }
    const datum = match[1] === ")" ? open.pop() : parseAtom(match[2], match[3], match[4]);
    if (datum === undefined) return undefined;
    const outer = open.at(-1);
    if (outer === undefined) return text.slice(token.lastIndex).trim() === "" ? datum : undefined;
    outer.push(datum);
  }
  return undefined;
}

function parseAtom(string: string | undefined, quotedSymbol: string | undefined, atom = ""): Sexp {
  if (string !== undefined) return decodeEscapes(string);
  if (quotedSymbol !== undefined) return symbol(quotedSymbol);
  if (atom === "#t" || atom === "#f") return atom === "#t";
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/.test(atom) ? Number(atom) : symbol(atom);
}
