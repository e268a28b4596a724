import { escapeAttribute, escapeText } from "./escape.js";
import type { Rule, Trigger } from "./rules.js";

/** What marks a line in the page; `turn` counts the lines credited to rules of this number, from 1. */
export type Mark = { readonly kind: "trigger"; readonly trigger: Trigger } | { readonly kind: "rule"; readonly rule: Rule; readonly turn: number };

/** A line of the log as the page has it; spec 08 § 7. */
export function pageLine(line: string, mark: Mark | undefined): string {
  return mark === undefined ? `${escapeText(line)}\n` : `${anchors(mark)}${escapeText(line)}</a>\n`;
}

function anchors(mark: Mark): string {
  if (mark.kind === "trigger") {
    const name = escapeAttribute(mark.trigger.name);
    return anchor(name, `${name}_table`, `trigger ${name}`);
  }
  const { rule, turn } = mark;
  const classes = rule.class === undefined ? rule.type : `${rule.type} ${escapeAttribute(rule.class)}`;
  // The last one leads to the row of the rule in the table.
  return anchor(keyOf(rule.number, turn), keyOf(rule.number, turn + 1), classes);
}

function anchor(name: string, target: string, classes: string): string {
  return `<a name="${name}"></a><a href="#${target}" class="${classes}">`;
}

/** Name of the anchor of the n-th line credited to a rule. */
export function keyOf(rule: number, turn: number): string {
  return `key_${rule}_${turn}`;
}
