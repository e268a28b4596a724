import { textPattern } from "../model/index.js";

/** Fields that a word of a query can name: `status:FAIL`. */
const textFields = ["test", "item", "state", "status", "host", "comment", "run", "target"] as const;

export type TextField = (typeof textFields)[number];

/** One condition of the parameter `q`; all of them must hold. Spec 06 § 18.2 */
export type QueryTerm =
  /** A bare word: test, item or comment holds it. */
  | { readonly kind: "word"; readonly text: string }
  | { readonly kind: "field"; readonly field: TextField; readonly text: string }
  /** Duration in seconds. */
  | { readonly kind: "duration"; readonly operator: Operator; readonly seconds: number };

type Operator = "<" | "<=" | ">" | ">=" | "=";

/** Free words, `field:value` and `dur>600`; blanks separate, double quotes keep them together. What names no field is a word. */
export function parseQuery(text: string): QueryTerm[] {
  const words = text.match(/(?:"[^"]*"?|[^\s"])+/g) ?? [];
  return words.map(termOf).filter((term) => term.kind === "duration" || term.text !== "");
}

function termOf(word: string): QueryTerm {
  const [, operator, number] = /^dur(<=|>=|<|>|=)(\d+(?:\.\d+)?)$/.exec(word) ?? [];
  if (operator !== undefined) return { kind: "duration", operator: operator as Operator, seconds: Number(number) };
  const [, name, value] = /^([a-z]+):(.*)$/s.exec(word) ?? [];
  const field = textFields.find((candidate) => candidate === name);
  return field === undefined ? { kind: "word", text: unquoted(word) } : { kind: "field", field, text: unquoted(value ?? "") };
}

const unquoted = (text: string) => text.replaceAll('"', "");

/** Whether a text fits a term: as a pattern if it holds a `%`; else states and statuses as a whole, other texts in part. Case does not count. */
export function textMatcher(term: Exclude<QueryTerm, { kind: "duration" }>): (text: string) => boolean {
  if (term.text.includes("%")) return textPattern(term.text);
  const wanted = term.text.toLowerCase();
  const isWhole = term.kind === "field" && (term.field === "state" || term.field === "status");
  return isWhole ? (text) => text.toLowerCase() === wanted : (text) => text.toLowerCase().includes(wanted);
}

export function durationMatcher({ operator, seconds }: Extract<QueryTerm, { kind: "duration" }>): (duration: number) => boolean {
  switch (operator) {
    case "<":
      return (duration) => duration < seconds;
    case "<=":
      return (duration) => duration <= seconds;
    case ">":
      return (duration) => duration > seconds;
    case ">=":
      return (duration) => duration >= seconds;
    default:
      return (duration) => duration === seconds;
  }
}
