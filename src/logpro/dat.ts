import { display } from "../scheme/index.js";
import { failed, type Rule, type Verdict } from "./rules.js";
import type { Summary } from "./summary.js";
import type { Tally } from "./tally.js";

/** The .dat file of a run: a block per value rule, then `[final]`; spec 08 § 6. */
export function datText(summary: Summary): string {
  const values = summary.sections.flatMap((section) => section.tallies).filter(({ rule }) => rule.test.kind === "value");
  return [...values.map(valueBlock), finalBlock(summary, summary.message)].join("\n");
}

/** The .dat file when the rules could not be loaded; spec 08 § 8. */
export function loadErrorDat(message: string): string {
  return finalBlock(failed, `error: ${message}`);
}

function valueBlock(tally: Tally): string {
  const { rule } = tally;
  return block(`rule-${rule.number}`, [
    ["operator", rule.where.word],
    ["section", rule.section],
    ["desc", rule.name],
    ["status", tally.isOk ? "OK" : "FAIL"],
    ...boundsLines(rule, tally.measured?.stored ?? "-"),
    ["pass", String(tally.passes)],
    ["fail", String(tally.fails)],
  ]);
}

function boundsLines({ test }: Rule, measured: string): (readonly [string, string])[] {
  if (test.kind === "count") return [];
  const { expected, tolerance } = test;
  const lines: (readonly [string, string])[] = [
    ["expected", display(expected)],
    ["measured", measured],
    ["type", typeof tolerance === "string" ? tolerance : "+/-"],
  ];
  return typeof tolerance === "string" ? lines : [...lines, ["tolerance", display(tolerance)]];
}

function finalBlock({ exit_code, exit_status }: Verdict, message: string | undefined): string {
  const lines: (readonly [string, string])[] = [
    ["exit-code", String(exit_code)],
    ["exit-status", exit_status],
  ];
  return block("final", message === undefined ? lines : [...lines, ["message", message]]);
}

function block(name: string, lines: readonly (readonly [string, string])[]): string {
  // A line end in a text of the rule file would begin a line of its own.
  return `[${name}]\n${lines.map(([key, value]) => `${key} ${value.replace(/[\r\n]+/g, " ")}\n`).join("")}`;
}
