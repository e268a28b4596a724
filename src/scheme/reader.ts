import { SchemeError } from "./error.js";
import { parseNumber } from "./numbers.js";
import { Pattern } from "./pattern.js";
import { characterNamed, decodeString } from "./string-escapes.js";
import { TextCursor } from "./text-cursor.js";
import { Char, endOfFile, Keyword, listOf, type SchemeValue, Vector } from "./values.js";

const maximumDepth = 400;
const quotations: readonly (readonly [prefix: string, name: string])[] = [
  ["'", "quote"],
  ["`", "quasiquote"],
  [",@", "unquote-splicing"],
  [",", "unquote"],
];
const closers: Readonly<Record<string, string>> = { "{": "}", "(": ")", "[": "]", "<": ">" };
const specials: Readonly<Record<string, SchemeValue>> = {
  "#!eof": endOfFile,
  "#!unspecific": undefined,
  "#t": true,
  "#f": false,
  "#true": true,
  "#false": false,
};

/** A top-level form and the line, from 1, that it begins on. */
export interface TopLevelForm {
  readonly datum: SchemeValue;
  readonly line: number;
}

/**
 * The forms of a program, read one by one, so that what stands before a mistake has been seen when the mistake is thrown.
 *
 * @throws SchemeError with a line at the first mistake
 */
export function* readForms(text: string): Generator<TopLevelForm> {
  const reader = new Reader(text.startsWith("\xef\xbb\xbf") ? text.slice(3) : text);
  for (let form = reader.nextForm(); form !== undefined; form = reader.nextForm()) yield form;
}

class Reader {
  readonly #cursor: TextCursor;
  #depth = 0;
  #formStart = 0;
  #formLine = 1;

  constructor(text: string) {
    this.#cursor = new TextCursor(text);
  }

  nextForm(): TopLevelForm | undefined {
    this.#skipBlanks();
    if (this.#cursor.atEnd) return undefined;
    this.#formLine = this.#lineOf(this.#cursor.position);
    this.#formStart = this.#cursor.position;
    return { line: this.#formLine, datum: this.#datum() };
  }

  #lineOf(position: number): number {
    return this.#formLine + this.#cursor.text.slice(this.#formStart, position).split("\n").length - 1;
  }

  #fail(message: string, position = this.#cursor.position): never {
    throw new SchemeError(message, this.#lineOf(position));
  }

  #skipBlanks(): void {
    const cursor = this.#cursor;
    for (;;) {
      if (cursor.match(/[ \t\n\v\f\r]+|;[^\n]*/y)) continue;
      if (cursor.take("#|")) this.#skipComment();
      else if (cursor.take("#;")) this.#datum();
      else return;
    }
  }

  #skipComment(): void {
    const start = this.#cursor.position;
    for (let open = 1; open > 0; ) {
      const [mark] = this.#cursor.match(/[\s\S]*?(#\||\|#|$)/y)?.slice(1) ?? [];
      if (mark === "") this.#fail("comment #| is not closed", start);
      open += mark === "#|" ? 1 : -1;
    }
  }

  #datum(): SchemeValue {
    if (++this.#depth > maximumDepth) this.#fail("lists are nested too deeply");
    this.#skipBlanks();
    const cursor = this.#cursor;
    const start = cursor.position;
    if (cursor.atEnd) this.#fail("unexpected end of the text");
    const quotation = quotations.find(([prefix]) => cursor.take(prefix));
    let datum: SchemeValue;
    if (quotation) datum = listOf([Symbol.for(quotation[1]), this.#datum()]);
    else if (cursor.take("(")) datum = this.#list(")", start);
    else if (cursor.take("[")) datum = this.#list("]", start);
    else if (cursor.take('"')) datum = this.#string(start);
    else if (cursor.next === "#") datum = this.#special(start);
    else datum = this.#atom();
    this.#depth--;
    return datum;
  }

  #list(closer: string, start: number): SchemeValue {
    const cursor = this.#cursor;
    const items: SchemeValue[] = [];
    for (;;) {
      this.#skipBlanks();
      if (cursor.atEnd) this.#fail("list is not closed", start);
      if (cursor.take(closer)) return listOf(items);
      if (items.length > 0 && cursor.match(/\.(?=[ \t\n\v\f\r()[\]";])/y)) {
        const tail = this.#datum();
        this.#skipBlanks();
        if (!cursor.take(closer)) this.#fail("one datum must follow the dot of a list", start);
        return listOf(items, tail);
      }
      items.push(this.#datum());
    }
  }

  #string(start: number): string {
    const body = this.#cursor.match(/([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y)?.[1];
    return body === undefined ? this.#fail("string is not closed", start) : decodeString(body);
  }

  #special(start: number): SchemeValue {
    const cursor = this.#cursor;
    if (cursor.take("#/")) return this.#pattern("/", start);
    if (cursor.take("#(")) return new Vector(this.#items(start));
    if (cursor.take("#<<")) return this.#hereString(start);
    const delimiter = cursor.match(/#r([^ \t\n\v\f\rA-Za-z0-9])/y)?.[1];
    if (delimiter !== undefined) return this.#pattern(closers[delimiter] ?? delimiter, start);
    const character = cursor.match(/#\\((?:[A-Za-z][A-Za-z0-9]*)|[\x80-\xff]+|[\s\S])/y)?.[1];
    if (character !== undefined) return this.#character(character, start);
    const keyword = cursor.match(/#:([^ \t\n\v\f\r()[\]"';`,]+)/y)?.[1];
    if (keyword !== undefined) return new Keyword(keyword);
    const word = cursor.match(/#[^ \t\n\v\f\r()[\]"';`,]*/y)?.[0] ?? "";
    if (word in specials) return specials[word];
    return parseNumber(word) ?? this.#fail(`unknown syntax ${word}`, start);
  }

  #items(start: number): SchemeValue[] {
    const items: SchemeValue[] = [];
    for (this.#skipBlanks(); !this.#cursor.take(")"); this.#skipBlanks()) {
      if (this.#cursor.atEnd) this.#fail("vector is not closed", start);
      items.push(this.#datum());
    }
    return items;
  }

  /** A `\` keeps itself and the next character; spec 08 § 3.2. */
  #pattern(closer: string, start: number): Pattern {
    const cursor = this.#cursor;
    const from = cursor.position;
    while (cursor.next !== closer) {
      if (cursor.atEnd) this.#fail("regular expression is not closed", start);
      if (cursor.advance() === "\\") cursor.advance();
    }
    const source = cursor.text.slice(from, cursor.position);
    cursor.take(closer);
    return new Pattern(source, cursor.match(/[ixu]{0,3}/y)?.[0] ?? "");
  }

  #hereString(start: number): string {
    const tag = this.#cursor.match(/([^\r\n]*)\r?\n/y)?.[1];
    const lines: string[] = [];
    while (tag !== undefined && !this.#cursor.atEnd) {
      const line = this.#cursor.match(/([^\n]*?)\r?(?:\n|$)/y)?.[1] ?? "";
      if (line === tag) return lines.join("\n");
      lines.push(line);
    }
    return this.#fail(`text #<<${tag ?? ""} is not closed`, start);
  }

  #character(name: string, start: number): Char {
    const text = characterNamed(name) ?? this.#fail(`unknown character #\\${name}`, start);
    return new Char(text);
  }

  #atom(): SchemeValue {
    const cursor = this.#cursor;
    const quoted = cursor.match(/\|([^|]*)\|/y)?.[1];
    if (quoted !== undefined) return Symbol.for(quoted);
    const word = cursor.match(/[^ \t\n\v\f\r()[\]"';`,]+/y)?.[0];
    if (word === undefined) return this.#fail(`unexpected ${cursor.next}`);
    if (word.length > 1 && word.endsWith(":")) return new Keyword(word.slice(0, -1));
    return parseNumber(word) ?? Symbol.for(word);
  }
}
