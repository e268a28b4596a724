import { escapeAttribute, escapeText } from "./escape.js";
import { keyOf } from "./page-lines.js";
import { failed, labelOf, type Verdict } from "./rules.js";
import type { SectionResult, Summary, TriggerResult } from "./summary.js";
import { measuredText, patternsText, summaryTitle, triggerText, valueBounds } from "./summary-text.js";
import type { Tally } from "./tally.js";

/** The version of logpro whose rule language this is. */
const version = "1.19";

export const styleSheetName = "logpro_style.css";

/** The page up to the first line of the log; spec 08 § 7. */
export const pageHead = `<html>
<meta charset="utf-8">
<link rel="stylesheet" type="text/css" href="${styleSheetName}">
<header>LOGPRO RESULTS</header><body>
Summary is <a href="#summary">here</a>
<br>(processed by logpro version ${version})
<hr><pre>
`;

/** The page after the last line of the log. */
export function pageTail(summary: Summary): string {
  const rowKeys = new Set<number>();
  const sections = summary.sections.map((section) => sectionRows(section, summary, rowKeys)).join("");
  return `<a name="summary"></a>
${summaryTitle}
${summary.triggers.map(triggerLine).join("")}</pre><p><table>
${row("th", ["RuleNum", "RuleType", "Status", "Comp", "Count/Val", "Desc", "Count", "Rx"])}${sections}</table>
${pageEnd(summary)}`;
}

/** The rest of the page when the rules could not be loaded. */
export function loadErrorTail(message: string): string {
  return `${escapeText(message)}</pre>\n${pageEnd(failed)}`;
}

function pageEnd({ exit_code, exit_status }: Verdict): string {
  return `<h1 class="exitcode">EXIT CODE: ${exit_code} (${exit_status})</h1></body></html>\n`;
}

function triggerLine(result: TriggerResult): string {
  const name = escapeAttribute(result.trigger.name);
  return `<a name="${name}_table" href="#${name}">${escapeText(triggerText(result))} </a>\n`;
}

function row(cell: "th" | "td", cells: readonly string[]): string {
  return `<tr>${cells.map((content) => `<${cell}>${content}</${cell}>`).join("")}</tr>\n`;
}

/** @param rowKeys numbers of rules that have an anchor in the table already */
function sectionRows({ section, tallies }: SectionResult, summary: Summary, rowKeys: Set<number>): string {
  const rows = tallies.map((tally) => {
    const { number } = tally.rule;
    const name = rowKeys.has(number) ? "" : ` name="${keyOf(number, creditedTo(number, summary) + 1)}"`;
    rowKeys.add(number);
    return ruleRow(tally, `<a${name} href="#${keyOf(number, 1)}">rule-${number}</a>`);
  });
  return `<tr><td colspan="8">Expects for <b>${escapeText(section)}</b> section:</td></tr>\n${rows.join("")}`;
}

function creditedTo(number: number, { sections }: Summary): number {
  return sections.flatMap(({ tallies }) => tallies).reduce((sum, { rule, count }) => (rule.number === number ? sum + count : sum), 0);
}

function ruleRow(tally: Tally, link: string): string {
  const { rule } = tally;
  const [comparison, value, rest] = valueBounds(rule);
  const isValue = rule.test.kind === "value";
  const cells = [comparison, value, isValue ? rest : rule.name, isValue ? measuredText(tally) : String(tally.count), patternsText(rule)];
  const status = tally.isOk ? '<td class="ok">OK</td>' : '<td class="fail">FAIL</td>';
  const label = `<td class="${rule.type}">${labelOf(rule.type)}</td>`;
  return `<tr><td>${link}</td>${label}${status}${cells.map((cell) => `<td>${escapeText(cell)}</td>`).join("")}</tr>\n`;
}
