import { blanks } from "./text.js";

/** What a line is, after joining and expansion; spec 01 § 3, the table. */
export type LineKind =
  | { readonly kind: "comment" | "blank" | "unparsable" }
  | { readonly kind: "setting"; readonly name: string; readonly value: string }
  | { readonly kind: "include"; readonly file: string }
  | { readonly kind: "script"; readonly program: string; readonly args: string }
  | { readonly kind: "section"; readonly name: string }
  | { readonly kind: "system"; readonly name: string; readonly command: string }
  | { readonly kind: "variable"; readonly name: string; readonly value: string }
  | { readonly kind: "continued"; readonly indent: string; readonly text: string };

// In the shapes `_` stands for the blanks, inside a character class.
const shape = (pattern: string) => new RegExp(pattern.replaceAll("_", blanks), "s");

const indented = shape("^([_]*)(.*)$");
const setting = shape("^\\[configf:settings[_]+([^_]+)[_]+([^_]+)\\][_]*$");
const include = shape("^\\[include[_]+([^_].*)\\][_]*$");
const script = shape("^\\[scriptinc[_]+([^_\\]]+)([^\\]]*)\\][_]*$");
const section = shape("^\\[(.*)\\][_]*$");
const system = shape("^([^_]+)[_]+\\[system[_]+([^_].*)\\][_]*$");
const variable = shape("^([^_]+)([_]*)(.*)$");

/** First match wins, in the order of the table. */
export function classify(line: string): LineKind {
  if (line.includes("\n")) return { kind: "unparsable" };
  const [, indent = "", text = ""] = indented.exec(line) ?? [];
  if (text === "") return { kind: "blank" };
  if (text.startsWith("#")) return { kind: "comment" };
  if (indent !== "") return { kind: "continued", indent, text };
  return (text.startsWith("[") ? classifyBracket(text) : undefined) ?? classifyVariable(text);
}

/** Whether helpers in the line are left alone. */
export function isComment(line: string): boolean {
  const [, , text = ""] = indented.exec(line) ?? [];
  return text.startsWith("#") && !text.startsWith("#{");
}

function classifyBracket(line: string): LineKind | undefined {
  let [, first, second] = setting.exec(line) ?? [];
  if (first !== undefined && second !== undefined) return { kind: "setting", name: first, value: second };
  [, first] = include.exec(line) ?? [];
  if (first !== undefined) return { kind: "include", file: first };
  [, first, second] = script.exec(line) ?? [];
  if (first !== undefined && second !== undefined) return { kind: "script", program: first, args: second };
  [, first] = section.exec(line) ?? [];
  return first === undefined ? undefined : { kind: "section", name: first };
}

function classifyVariable(line: string): LineKind {
  const [, key, command] = line.includes("[system") ? (system.exec(line) ?? []) : [];
  if (key !== undefined && command !== undefined) return { kind: "system", name: key, command };
  const [, name = "", gap = "", rest = ""] = variable.exec(line) ?? [];
  // A word alone has the blanks after it as value.
  return { kind: "variable", name, value: rest === "" ? gap : rest };
}
