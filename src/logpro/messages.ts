import { display } from "../scheme/index.js";
import { labelOf, type Operator, type ValueTest } from "./rules.js";
import type { Tally } from "./tally.js";

/** The line before a credited line; spec 08 § 4. */
export function messageLine({ rule, measured }: Tally, lineNumber: number): string {
  const { test } = rule;
  const finding =
    test.kind === "count"
      ? `${operatorText(test.operator)} ${display(test.count)}`
      : `${bounds(test)} got ${measured?.shown} which is ${measured?.isGood ? "PASS" : "FAIL"} ${display(test.expected)}`;
  return `LOGPRO ${labelOf(rule.type)}: ${rule.name} ${finding} in section ${rule.section} on line ${lineNumber}\n`;
}

function bounds({ expected, tolerance }: ValueTest): string {
  return typeof tolerance === "string" ? ` ${tolerance} ${display(expected)}` : `${display(expected)} +/-`;
}

/** A comparison of the rule file's own has no name. */
export function operatorText(operator: Operator | undefined): string {
  return operator ?? "unk";
}
