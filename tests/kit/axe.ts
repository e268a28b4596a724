import axe from "axe-core";
import type { Page } from "playwright-core";

/** WCAG 2.2 AA, and what axe holds for good practice. */
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly target: readonly unknown[]; readonly html: string; readonly failureSummary?: string }[];
}

/**
 * What an automated accessibility check finds wrong with a page, one line for each element.
 *
 * @param rules only these; otherwise all of WCAG 2.2 AA
 */
export async function accessibilityProblems(page: Page, rules?: readonly string[]): Promise<string[]> {
  const runOnly = rules === undefined ? { type: "tag", values: tags } : { type: "rule", values: rules };
  // Evaluated, not added as a script: the page's own policy allows none.
  const violations = await page.evaluate<Violation[]>(
    `${axe.source}; axe.run({ runOnly: ${JSON.stringify(runOnly)} }).then(({ violations }) => violations)`,
  );
  // A cell is spoken as a sentence that says more than the word in it: @see spec 06 § 21
  const isSpokenCell = (id: string, html: string) => id === "label-content-name-mismatch" && /^<[^>]* role="gridcell"/.test(html);
  return violations.flatMap(({ id, nodes }) =>
    nodes
      .filter(({ html }) => !isSpokenCell(id, html))
      .map(({ target, failureSummary = "" }) => `${id}: ${target.join(" ")}: ${failureSummary.split("\n").slice(1, 2).join("").trim()}`),
  );
}
