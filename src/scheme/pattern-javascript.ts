import type { LetterRange, LetterSet, PatternNode } from "./pattern-syntax.js";

const edges = { start: "^", end: "$", "line-start": "(?<![^\\n])", "line-end": "(?![^\\n])", word: "\\b", "not-word": "\\B" };

/** The pattern in JavaScript's spelling, for a RegExp with the flag `u`. */
export function javascriptSource(node: PatternNode): string {
  switch (node.kind) {
    case "set":
      return setSource(node);
    case "sequence":
      return node.parts.map((part) => (part.kind === "choice" ? `(?:${javascriptSource(part)})` : javascriptSource(part))).join("");
    case "choice":
      return node.options.map(javascriptSource).join("|");
    case "repeat":
      return `${node.body.kind === "set" ? setSource(node.body) : `(?:${javascriptSource(node.body)})`}${bounds(node.least, node.most)}${node.lazy ? "?" : ""}`;
    case "capture":
      return `(${node.name === undefined ? "" : `?<${node.name}>`}${javascriptSource(node.body)})`;
    case "look":
      return `(?${node.behind ? "<" : ""}${node.negated ? "!" : "="}${javascriptSource(node.body)})`;
    case "edge":
      return edges[node.at];
    case "reference":
      // The empty group keeps a digit behind it apart.
      return typeof node.to === "number" ? `\\${node.to}(?:)` : `\\k<${node.to}>`;
    default:
      return node satisfies never;
  }
}

function bounds(least: number, most: number): string {
  if (most === Number.POSITIVE_INFINITY) return least === 0 ? "*" : least === 1 ? "+" : `{${least},}`;
  return least === 0 && most === 1 ? "?" : `{${least},${most}}`;
}

function setSource(set: LetterSet): string {
  const [only] = set.ranges;
  if (only !== undefined && set.ranges.length === 1 && only.from === only.to && !set.negated) return letterSource(only.from);
  return `[${set.negated ? "^" : ""}${set.ranges.map(rangeSource).join("")}]`;
}

function rangeSource({ from, to }: LetterRange): string {
  return from === to ? letterSource(from) : `${letterSource(from)}-${letterSource(to)}`;
}

function letterSource(code: number): string {
  const character = String.fromCodePoint(code);
  return /[A-Za-z0-9 ]/.test(character) ? character : `\\u{${code.toString(16)}}`;
}

/** Whether a part of the pattern asks for the same text again, whatever its case. */
export function refersIgnoringCase(node: PatternNode): boolean {
  switch (node.kind) {
    case "reference":
      return node.ignoreCase;
    case "sequence":
      return node.parts.some(refersIgnoringCase);
    case "choice":
      return node.options.some(refersIgnoringCase);
    case "repeat":
    case "capture":
    case "look":
      return refersIgnoringCase(node.body);
    default:
      return false;
  }
}
