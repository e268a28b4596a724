import { messageOf } from "../base/index.js";
import { SchemeError } from "./error.js";
import { javascriptSource, refersIgnoringCase } from "./pattern-javascript.js";
import { parsePattern } from "./pattern-parser.js";
import type { PatternNode } from "./pattern-syntax.js";
import { decodeLetters, encodeLetters } from "./utf8.js";

/** The whole match, then the groups; undefined for a group that took no part. */
export type Groups = readonly (string | undefined)[];

/**
 * A regular expression in Perl's manner. Texts in and out have one character per byte; inside, a UTF-8 letter counts as one
 * letter, and a byte that is no UTF-8 as a letter of its own. It is compiled at first use.
 *
 * @see spec 08 § 3.2
 */
export class Pattern {
  #tree: PatternNode | undefined;
  readonly #compiled = new Map<string, RegExp>();

  /** @param flags out of `i` (ignore case), `x` (blanks and comments do not count) and `u` (no effect: letters are UTF-8 anyway) */
  constructor(
    readonly source: string,
    readonly flags = "",
  ) {}

  /** As a literal without its `#`: `/text/flags`. */
  get text(): string {
    return `/${this.source}/${this.flags}`;
  }

  /** @throws SchemeError when the expression is malformed; so do all other methods */
  get tree(): PatternNode {
    this.#tree ??= parsePattern(decodeLetters(this.source), {
      ignoreCase: this.flags.includes("i"),
      extended: this.flags.includes("x"),
      dotMatchesAll: false,
      manyLines: false,
    });
    return this.#tree;
  }

  /** The first match anywhere in the text. */
  search(text: string): Groups | undefined {
    return this.#groups("anywhere", text);
  }

  /** The match of the whole text. */
  searchWhole(text: string): Groups | undefined {
    return this.#groups("whole", text);
  }

  /** @throws SchemeError unless the expression is one that can be used */
  check(): void {
    this.#expression("anywhere");
  }

  /**
   * The text with matches replaced.
   *
   * @param occurrence which match, from 1; undefined: all
   */
  replace(text: string, replacement: (groups: Groups) => string, occurrence: number | undefined): string {
    let seen = 0;
    const replaced = decodeLetters(text).replace(this.#expression("all"), (...found: unknown[]) => {
      seen++;
      const groups = found
        .slice(
          0,
          found.findIndex((part) => typeof part === "number"),
        )
        .map((part) => (typeof part === "string" ? part : undefined));
      return occurrence === undefined || occurrence === seen ? decodeLetters(replacement(groups.map(encoded))) : (groups[0] ?? "");
    });
    return encodeLetters(replaced);
  }

  #groups(where: "anywhere" | "whole", text: string): Groups | undefined {
    const letters = decodeLetters(text);
    const match = this.#expression(where).exec(letters);
    if (match === null) return undefined;
    // Text in ASCII, which most is, is the same either way.
    return letters === text ? match : Array.from(match, encoded);
  }

  #expression(where: "anywhere" | "whole" | "all"): RegExp {
    const compiled = this.#compiled.get(where) ?? this.#compile(where);
    this.#compiled.set(where, compiled);
    return compiled;
  }

  #compile(where: "anywhere" | "whole" | "all"): RegExp {
    const source = javascriptSource(this.tree);
    const flags = `u${refersIgnoringCase(this.tree) ? "i" : ""}${where === "all" ? "g" : ""}`;
    try {
      return new RegExp(where === "whole" ? `^(?:${source})$` : source, flags);
    } catch (error) {
      throw new SchemeError(`bad regular expression ${this.text}: ${messageOf(error)}`);
    }
  }
}

const encoded = (part: string | undefined) => (part === undefined ? undefined : encodeLetters(part));
