import { failed, passed, type RuleSet, type RuleType, type Trigger, type Verdict, verdicts } from "./rules.js";
import type { Tally } from "./tally.js";

export type TriggerStatus = "OK" | "FAIL" | "OPTIONAL";

export interface TriggerResult {
  readonly trigger: Trigger;
  readonly status: TriggerStatus;
  readonly hits: number;
}

export interface SectionResult {
  readonly section: string;
  /** By rule number. */
  readonly tallies: readonly Tally[];
}

/** The outcome of a scan. */
export interface Summary extends Verdict {
  /** Newest first. */
  readonly triggers: readonly TriggerResult[];
  /** Sections that have rules, in descending order of their names. */
  readonly sections: readonly SectionResult[];
  /** `TYPE: NAME` of the rule that decided, if one did. */
  readonly message: string | undefined;
}

/** @see spec 08 § 2, § 5, § 6 */
export function summarize(rules: RuleSet, tallies: readonly Tally[], hits: ReadonlyMap<Trigger, number>): Summary {
  const sections = sectionsOf(tallies);
  return {
    triggers: [...rules.triggers].reverse().map((trigger) => triggerResult(trigger, hits.get(trigger) ?? 0)),
    sections,
    ...verdictOf(
      sections.flatMap((section) => section.tallies.filter((tally) => !tally.isOk)),
      rules.mistakes,
    ),
  };
}

function triggerResult(trigger: Trigger, hits: number): TriggerResult {
  return { trigger, hits, status: hits > 0 ? "OK" : trigger.required ? "FAIL" : "OPTIONAL" };
}

function sectionsOf(tallies: readonly Tally[]): SectionResult[] {
  const names = [...new Set(tallies.map(({ rule }) => rule.section))].sort().reverse();
  return names.map((section) => ({ section, tallies: tallies.filter(({ rule }) => rule.section === section) }));
}

/** @param unmet rules that are not satisfied, in the order of the summary */
function verdictOf(unmet: readonly Tally[], mistakes: readonly string[]): Verdict & { readonly message: string | undefined } {
  for (const { exit_code, exit_status, types } of verdicts) {
    const deciding = unmet.find(({ rule }) => isOneOf(types, rule.type));
    if (deciding !== undefined) return { exit_code, exit_status, message: `${deciding.rule.type}: ${deciding.rule.name}` };
  }
  const [mistake] = mistakes;
  return mistake === undefined ? { ...passed, message: undefined } : { ...failed, message: `error: ${mistake}` };
}

function isOneOf(types: readonly RuleType[], type: RuleType): boolean {
  return types.includes(type);
}
