import type { StepSummary, Verdict } from "../model/index.js";

/** What the exit codes of a step mean; logpro's are told apart from those of other programs. Spec 03 § 11.5 */
const ofLogpro: Readonly<Record<string, string>> = { "0": "PASS", "1": "FAIL", "2": "WARN", "3": "CHECK", "4": "WAIVED", "5": "ABORT", "6": "SKIP" };

/** Names that steps have of their own accord, with `-step -status`. */
const words = new Set([...Object.values(ofLogpro), "n/a", "KILLED"]);

/**
 * What a test would be that ends as a step has: steps have colours like tests. A step that somebody records with other states, as milestones,
 * says nothing unless its status is one of a test.
 */
export function stepVerdict(step: Pick<StepSummary, "state" | "status" | "logfile" | "comment">): Verdict {
  const { state, status } = step;
  if (state === "start") return { state: "RUNNING", status: "n/a" };
  if (words.has(status)) return { state: "COMPLETED", status };
  if (!/^\d+$/.test(status)) return { state: "COMPLETED", status: state === "end" ? "FAIL" : "n/a" };
  return { state: "COMPLETED", status: (isByRules(step) ? ofLogpro[status] : undefined) ?? (status === "0" ? "PASS" : "FAIL") };
}

/** The comment then begins with the verdict of the rules. */
function isByRules({ logfile, comment }: Pick<StepSummary, "logfile" | "comment">): boolean {
  return logfile.endsWith(".html") || /^(PASS$|(FAIL|WARN|CHECK|WAIVE|ABORT|SKIP): )/.test(comment);
}
