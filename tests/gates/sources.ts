import { readFileSync } from "node:fs";
import ts from "typescript";

/** What is wrong with the lengths of files, given as lines by path; see the size budget of the design. */
export function sizeProblems(lines: ReadonlyMap<string, number>): string[] {
  const sorted = [...lines.values()].sort((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  const problems = [...lines].filter(([, count]) => count > 600).map(([path, count]) => `${path} has ${count} lines, more than 600`);
  if (quantile(0.5) > 150) problems.push(`the median file has ${quantile(0.5)} lines, more than 150`);
  if (quantile(0.95) > 400) problems.push(`the 95th percentile is ${quantile(0.95)} lines, more than 400`);
  return problems;
}

export function lineCount(path: string): number {
  return readFileSync(path, "utf8").split("\n").length - 1;
}

const sqlStart = /^\s*(select|insert|update|delete|create|drop|alter|with|pragma|replace|attach)\s/i;

/**
 * Double-quoted words in SQL texts. Our SQLite takes them for names of columns, never for strings, so a string must
 * stand in single quotes. A quoted name that is put in (`"${column}"`) is fine.
 *
 * @returns `line: text` of each
 */
export function doubleQuotedSql(path: string, text: string): string[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const problems: string[] = [];
  const visit = (node: ts.Node): void => {
    const sql = literalText(node);
    const word = sql !== undefined && sqlStart.test(sql) ? /"[^"\0]*"/.exec(sql)?.[0] : undefined;
    if (word !== undefined) problems.push(`${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${word}`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return problems;
}

/** The text of a string or template, with NUL for what is put in. */
function literalText(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node)) return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join("\0");
  return undefined;
}
