import { display } from "../scheme/index.js";
import { operatorText } from "./messages.js";
import { labelOf, type Rule } from "./rules.js";
import type { SectionResult, Summary, TriggerResult } from "./summary.js";
import type { Tally } from "./tally.js";

export const summaryTitle = "==========================LOGPRO SUMMARY==========================";

/** The line of a trigger, without its end. */
export function triggerText({ trigger, status, hits }: TriggerResult): string {
  return `Trigger: ${trigger.name.padEnd(13)} ${status.padStart(15)}, count=${hits}`;
}

export function sectionTitle({ section }: SectionResult): string {
  return `Expects for ${section} section: `;
}

/** The parts of the text summary before the rules; spec 08 § 6. */
export function summaryHead({ triggers }: Summary): string {
  return [summaryTitle, ...triggers.map(triggerText), ""].join("\n");
}

/** The line of a rule. */
export function ruleText(tally: Tally): string {
  const { rule } = tally;
  const status = tally.isOk ? "OK" : "FAIL";
  const columns = [
    `rule-${rule.number}`.padEnd(6),
    labelOf(rule.type).padEnd(8),
    rule.where.word.padStart(2),
    rule.section.padEnd(12),
    status.padStart(4),
  ];
  return `Expect: ${columns.join(" ")}, ${expectation(tally)}rx=${patternsText(rule)}`;
}

function expectation(tally: Tally): string {
  const { test, name } = tally.rule;
  if (test.kind === "count") return `expected ${operatorText(test.operator)} ${display(test.count)} of ${name}, got ${tally.count}, `;
  const bounds = valueBounds(tally.rule).join(" ");
  return `expected ${bounds} got ${measuredText(tally)}, ${tally.passes} pass, ${tally.fails} fail, `;
}

/** Three cells: what is expected, how, and how exactly; or how, nothing, and what. */
export function valueBounds({ test }: Rule): readonly [string, string, string] {
  if (test.kind === "count") return [operatorText(test.operator), display(test.count), ""];
  const { expected, tolerance } = test;
  return typeof tolerance === "string" ? [tolerance, "", display(expected)] : [display(expected), "+/-", display(tolerance)];
}

/** The last value, as messages show it. */
export function measuredText({ measured }: Tally): string {
  return measured?.shown ?? "-";
}

export function patternsText({ patterns }: Rule): string {
  return patterns.map((pattern) => pattern.text).join(", ");
}
