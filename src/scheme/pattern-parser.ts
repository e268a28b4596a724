import { SchemeError } from "./error.js";
import { readLetterClass } from "./pattern-class.js";
import { readEscape } from "./pattern-escape.js";
import { type LetterSet, lineEnd, type PatternNode, withBothCases } from "./pattern-syntax.js";
import { TextCursor } from "./text-cursor.js";

/** Perl's `i`, `x`, `s` and `m`. */
export interface Modifiers {
  ignoreCase: boolean;
  extended: boolean;
  dotMatchesAll: boolean;
  manyLines: boolean;
}

const modifierNames: Readonly<Record<string, keyof Modifiers>> = { i: "ignoreCase", x: "extended", s: "dotMatchesAll", m: "manyLines" };
const maximumDepth = 200;

/**
 * Reads a Perl-like regular expression.
 *
 * @param source with whole letters
 * @throws SchemeError when it is malformed
 * @see spec 08 § 3.2
 */
export function parsePattern(source: string, modifiers: Readonly<Modifiers>): PatternNode {
  return new PatternParser(source, modifiers).parse();
}

class PatternParser {
  readonly #cursor: TextCursor;
  #modifiers: Modifiers;
  #depth = 0;

  constructor(source: string, modifiers: Readonly<Modifiers>) {
    this.#cursor = new TextCursor(source);
    this.#modifiers = { ...modifiers };
  }

  parse(): PatternNode {
    const node = this.#choice();
    if (!this.#cursor.atEnd) throw new SchemeError("unmatched ) in regular expression");
    return node;
  }

  #choice(): PatternNode {
    if (++this.#depth > maximumDepth) throw new SchemeError("regular expression is nested too deeply");
    const outer = { ...this.#modifiers };
    const options = [this.#sequence()];
    while (this.#cursor.take("|")) options.push(this.#sequence());
    this.#modifiers = outer;
    this.#depth--;
    return options.length === 1 && options[0] !== undefined ? options[0] : { kind: "choice", options };
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = [];
    for (;;) {
      if (this.#modifiers.extended) this.#skipBlanks();
      if (this.#cursor.atEnd || this.#cursor.next === "|" || this.#cursor.next === ")") return { kind: "sequence", parts };
      for (const atom of this.#atoms()) parts.push(atom);
      const last = parts.pop();
      if (last !== undefined) parts.push(this.#repeated(last));
    }
  }

  #skipBlanks(): void {
    while (this.#cursor.match(/[ \t\n\v\f\r]+|#[^\n]*\n?/y)) {}
  }

  /** One atom, or the letters of a quotation, or nothing for a comment or a modifier. */
  #atoms(): readonly PatternNode[] {
    const cursor = this.#cursor;
    if (cursor.take("\\Q")) return [...(cursor.match(/(.*?)(?:\\E|$)/sy)?.[1] ?? "")].map((character) => this.#letter(character));
    if (cursor.take("\\E")) return [];
    if (cursor.take("(")) return this.#group();
    if (cursor.take("[")) return [this.#cased(readLetterClass(cursor))];
    if (cursor.take("\\")) return [this.#escaped(readEscape(cursor))];
    if (cursor.take(".")) return [{ kind: "set", ranges: this.#modifiers.dotMatchesAll ? [] : lineEnd, negated: true }];
    if (cursor.take("^")) return [{ kind: "edge", at: this.#modifiers.manyLines ? "line-start" : "start" }];
    if (cursor.take("$")) return [{ kind: "edge", at: this.#modifiers.manyLines ? "line-end" : "end" }];
    if (cursor.next === "*" || cursor.next === "+" || cursor.next === "?")
      throw new SchemeError(`nothing to repeat before ${cursor.next} in regular expression`);
    return [this.#letter(cursor.advance())];
  }

  #letter(character: string): LetterSet {
    const code = character.codePointAt(0) ?? 0;
    return this.#cased({ kind: "set", ranges: [{ from: code, to: code }], negated: false });
  }

  #cased(set: LetterSet): LetterSet {
    return this.#modifiers.ignoreCase ? { ...set, ranges: withBothCases(set.ranges) } : set;
  }

  #escaped(node: PatternNode): PatternNode {
    if (node.kind === "set") return this.#cased(node);
    return node.kind === "reference" ? { ...node, ignoreCase: this.#modifiers.ignoreCase } : node;
  }

  #group(): readonly PatternNode[] {
    const cursor = this.#cursor;
    if (!cursor.take("?")) return [{ kind: "capture", body: this.#groupBody(), name: undefined }];
    if (cursor.match(/#[^)]*\)/y)) return [];
    const [, name] = cursor.match(/P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)'/y)?.filter((part) => part !== undefined) ?? [];
    if (name !== undefined) return [{ kind: "capture", body: this.#groupBody(), name }];
    const look = cursor.match(/(<?)([=!])/y);
    if (look) return [{ kind: "look", body: this.#groupBody(), behind: look[1] === "<", negated: look[2] === "!" }];
    if (cursor.take(">")) return [this.#groupBody()];
    const [, on = "", off = "", end] = cursor.match(/([a-z]*)(?:-([a-z]*))?([:)])/y) ?? [];
    if (end === undefined) throw new SchemeError("unknown kind of group in regular expression");
    const outer = { ...this.#modifiers };
    for (const letter of on) this.#modifiers[modifierNamed(letter)] = true;
    for (const letter of off) this.#modifiers[modifierNamed(letter)] = false;
    if (end === ")") return [];
    const body = this.#groupBody();
    this.#modifiers = outer;
    return [body];
  }

  #groupBody(): PatternNode {
    const body = this.#choice();
    if (!this.#cursor.take(")")) throw new SchemeError("missing ) in regular expression");
    return body;
  }

  #repeated(body: PatternNode): PatternNode {
    if (this.#modifiers.extended) this.#skipBlanks();
    const bounds = this.#cursor.match(/([*+?])|\{(\d+)(,?)(\d*)\}/y);
    if (!bounds) return body;
    const [, sign, from, comma, to] = bounds;
    const least = from === undefined ? (sign === "+" ? 1 : 0) : Number(from);
    const most = from === undefined ? (sign === "?" ? 1 : Number.POSITIVE_INFINITY) : boundOf(least, comma, to);
    if (most < least) throw new SchemeError("bounds of a repetition are out of order in regular expression");
    const lazy = this.#cursor.take("?");
    // A possessive repetition is read as a greedy one: JavaScript has none.
    if (!lazy) this.#cursor.take("+");
    return { kind: "repeat", body, least, most, lazy };
  }
}

function boundOf(least: number, comma: string | undefined, to: string | undefined): number {
  if (comma !== ",") return least;
  return to === undefined || to === "" ? Number.POSITIVE_INFINITY : Number(to);
}

function modifierNamed(letter: string): keyof Modifiers {
  const name = modifierNames[letter];
  if (name === undefined) throw new SchemeError(`unknown modifier ${letter} in regular expression`);
  return name;
}
