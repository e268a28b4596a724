import { display } from "../display.js";
import { WrongArgument } from "../error.js";
import { Char, listOf, type SchemeValue } from "../values.js";
import { any, type Builtin, charOf, indexOf, listItems, type Runner, textOf } from "./arguments.js";

function comparison(name: string, holds: (a: string, b: string) => boolean): Builtin {
  return [
    name,
    1,
    any,
    (args) => {
      const texts = args.map(textOf);
      return texts.every((text, index) => index === 0 || holds(texts[index - 1] ?? "", text));
    },
  ];
}

/** Splits at any of the separator characters, without empty parts unless asked for; spec 08 § 9. */
function split([value, separators = " \t\n", keepsEmpty = false]: readonly SchemeValue[], runner: Runner): SchemeValue {
  const cutters = new Set(textOf(separators));
  const text = textOf(value);
  const parts: string[] = [];
  let start = 0;
  for (let end = 0; end <= text.length; end++) {
    if (end < text.length && !cutters.has(text.charAt(end))) continue;
    if (end > start || (keepsEmpty !== false && text !== "")) parts.push(text.slice(start, end));
    start = end + 1;
  }
  runner.spend(parts.length);
  return listOf(parts);
}

function join(list: SchemeValue, separator: SchemeValue, runner: Runner): string {
  return concatenation(listItems(list, runner).map(textOf), textOf(separator));
}

/** Refuses to make a text that JavaScript could not hold. */
function concatenation(parts: readonly string[], separator = ""): string {
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  if (length > 0x1000_0000) throw new WrongArgument("text is too long");
  return parts.join(separator);
}

function substring([value, from, to]: readonly SchemeValue[]): string {
  const text = textOf(value);
  const end = to === undefined ? text.length : indexOf(to, text.length);
  return text.slice(indexOf(from, end), end);
}

function characters(value: SchemeValue, runner: Runner): string[] {
  if (typeof value === "string") return [...value];
  return value instanceof Char ? [value.text] : listItems(value, runner).map(charOf);
}

/** Replaces each character of the first set by the one at its place in the second, or drops it when there is no second. */
function translate([value, from, to]: readonly SchemeValue[], runner: Runner): string {
  const froms = characters(from, runner);
  const tos = to === undefined ? undefined : characters(to, runner);
  const replaced = [...textOf(value)].map((character) => {
    const index = froms.indexOf(character);
    if (index < 0) return character;
    return tos === undefined ? "" : (tos[Math.min(index, tos.length - 1)] ?? "");
  });
  return replaced.join("");
}

function place(needle: SchemeValue, text: SchemeValue): SchemeValue {
  const index = textOf(text).indexOf(textOf(needle));
  return index < 0 ? false : index;
}

function makeString([length, filler]: readonly SchemeValue[]): string {
  return (filler === undefined ? " " : charOf(filler)).repeat(indexOf(length, 0x100_0000));
}

/** The case of ASCII letters only, since one character is one byte. */
const upperCase = (text: string) => text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
const lowerCase = (text: string) => text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
const trimLeft = (text: string) => text.replace(/^[ \t\n\v\f\r]+/, "");

function trimRight(text: string): string {
  let end = text.length;
  while (end > 0 && " \t\n\v\f\r".includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

function mapping(name: string, change: (text: string) => string): Builtin {
  return [name, 1, 1, ([text]) => change(textOf(text))];
}

/** Texts and characters. */
export function stringBuiltins(runner: Runner): readonly Builtin[] {
  return [
    comparison("string=?", (a, b) => a === b),
    comparison("string<?", (a, b) => a < b),
    comparison("string>?", (a, b) => a > b),
    comparison("string-ci=?", (a, b) => lowerCase(a) === lowerCase(b)),
    mapping("string-upcase", upperCase),
    mapping("string-downcase", lowerCase),
    mapping("string-trim", (text) => trimLeft(text)),
    mapping("string-trim-right", trimRight),
    mapping("string-trim-both", (text) => trimRight(trimLeft(text))),
    ["string?", 1, 1, ([value]) => typeof value === "string"],
    ["char?", 1, 1, ([value]) => value instanceof Char],
    ["conc", 0, any, (args) => concatenation(args.map(display))],
    ["string-append", 0, any, (args) => concatenation(args.map(textOf))],
    ["string-length", 1, 1, ([text]) => textOf(text).length],
    ["string-null?", 1, 1, ([text]) => textOf(text) === ""],
    ["substring", 2, 3, substring],
    ["string-ref", 2, 2, ([text, index]) => new Char(textOf(text).charAt(indexOf(index, textOf(text).length - 1)))],
    ["string", 0, any, (args) => args.map(charOf).join("")],
    ["make-string", 1, 2, makeString],
    ["string->list", 1, 1, ([text]) => listOf([...textOf(text)].map((character) => new Char(character)))],
    ["list->string", 1, 1, ([list]) => listItems(list, runner).map(charOf).join("")],
    ["string-split", 1, 3, (args) => split(args, runner)],
    ["string-intersperse", 1, 2, ([list, separator = " "]) => join(list, separator, runner)],
    ["string-join", 1, 2, ([list, separator = " "]) => join(list, separator, runner)],
    ["string-translate", 2, 3, (args) => translate(args, runner)],
    ["string-index", 2, 2, ([text, character]) => place(charOf(character), text)],
    ["substring-index", 2, 2, ([needle, text]) => place(needle, text)],
    ["string-contains", 2, 2, ([text, needle]) => place(needle, text)],
    ["string-prefix?", 2, 2, ([prefix, text]) => textOf(text).startsWith(textOf(prefix))],
    ["string-suffix?", 2, 2, ([suffix, text]) => textOf(text).endsWith(textOf(suffix))],
    ["char=?", 2, 2, ([a, b]) => charOf(a) === charOf(b)],
    ["char->integer", 1, 1, ([character]) => charOf(character).charCodeAt(0)],
    ["integer->char", 1, 1, ([code]) => new Char(String.fromCharCode(indexOf(code, 255)))],
  ];
}
