import type { Pattern, SchemeNumber } from "../scheme/index.js";

/** What a rule is called in messages, in the .dat file and in the page. */
export type RuleType = "error" | "required" | "value" | "warning" | "required-warn" | "check" | "abort" | "skip" | "waive" | "ignore" | "note";

export type Operator = "=" | "<" | ">" | "<=" | ">=";

/** Where a rule looks: inside its section, outside of it; `nowhere` for the other words, whose rules are never hit. */
export interface Where {
  /** As written: `in`, `not-in`, `before`, `after` or a mistake. */
  readonly word: string;
  readonly looks: "inside" | "outside" | "nowhere";
}

/** The number of lines credited to the rule must compare so; no operator: it never does. */
export interface CountTest {
  readonly kind: "count";
  readonly operator: Operator | undefined;
  readonly count: SchemeNumber;
}

/** The number in a group of each credited line must compare so. */
export interface ValueTest {
  readonly kind: "value";
  readonly expected: SchemeNumber;
  /** A number: how far off the value may be. */
  readonly tolerance: SchemeNumber | Operator;
  readonly group: number;
}

/** A rule in one section; a rule with several sections is several of these with one number. Spec 08 § 3.1. */
export interface Rule {
  readonly number: number;
  readonly type: RuleType;
  readonly where: Where;
  readonly section: string;
  readonly name: string;
  readonly test: CountTest | ValueTest;
  readonly patterns: readonly Pattern[];
  readonly hook: string | undefined;
  readonly class: string | undefined;
}

export interface Trigger {
  readonly name: string;
  /** How often it may fire. */
  readonly limit: number;
  readonly required: boolean;
  readonly patterns: readonly Pattern[];
}

export interface Section {
  /** Name of the trigger that starts it. */
  readonly start: string;
  readonly end: string;
  /** Its lines are left out of the annotated log and the page. */
  readonly discards: boolean;
}

export interface Hook {
  readonly command: string;
  readonly oneTime: boolean;
}

/** What rule files say. */
export interface RuleSet {
  /** By number, then by place in the list of sections. */
  readonly rules: readonly Rule[];
  /** Oldest first. */
  readonly triggers: readonly Trigger[];
  readonly sections: ReadonlyMap<string, Section>;
  readonly hooks: ReadonlyMap<string, Hook>;
  /** Mistakes in the arguments of rules, as printed. */
  readonly mistakes: readonly string[];
}

/** The section that is there without being defined. */
export const wholeLog = "LogFileBody";

/** The forms of the rule language and the type of rule they make; `expect:value` apart. */
export const countForms: Readonly<Record<string, RuleType>> = {
  expect: "error",
  "expect:error": "error",
  "expect:required": "required",
  "expect:warning": "warning",
  "expect:warn": "warning",
  "expect:required-warn": "required-warn",
  "expect:check": "check",
  "expect:abort": "abort",
  "expect:skip": "skip",
  "expect:waive": "waive",
  "expect:waived": "waive",
  "expect:waiver": "waive",
  "expect:ignore": "ignore",
  "expect:note": "note",
};

export interface Verdict {
  readonly exit_code: number;
  readonly exit_status: string;
}

/** How logpro ends when a rule of one of these types fails, the strongest first; spec 08 § 2. */
export const verdicts: readonly (Verdict & { readonly types: readonly RuleType[] })[] = [
  { exit_code: 6, exit_status: "SKIP", types: ["skip"] },
  { exit_code: 5, exit_status: "ABORT", types: ["abort"] },
  { exit_code: 3, exit_status: "CHECK", types: ["check"] },
  { exit_code: 1, exit_status: "FAIL", types: ["error", "required", "value"] },
  { exit_code: 2, exit_status: "WARN", types: ["warning", "required-warn"] },
  { exit_code: 4, exit_status: "WAIVE", types: ["waive"] },
];

export const passed: Verdict = { exit_code: 0, exit_status: "PASS" };
export const failed: Verdict = { exit_code: 1, exit_status: "FAIL" };

const types = new Set<string>([...Object.values(countForms), "value"]);

export function isRuleType(name: string): name is RuleType {
  return types.has(name);
}

/** The type with a capital. */
export function labelOf(type: RuleType): string {
  return type.charAt(0).toUpperCase() + type.slice(1);
}

const comparisons: Readonly<Record<Operator, (a: number, b: number) => boolean>> = {
  "=": (a, b) => a === b,
  "<": (a, b) => a < b,
  ">": (a, b) => a > b,
  "<=": (a, b) => a <= b,
  ">=": (a, b) => a >= b,
};

export function isOperator(name: string): name is Operator {
  return name in comparisons;
}

export function compare(a: number, operator: Operator, b: number): boolean {
  return comparisons[operator](a, b);
}
