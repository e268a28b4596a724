import { display, type Groups, listOf, parseNumber, realOf, type SchemeNumber, type SchemeValue, write } from "../scheme/index.js";
import { compare, type Rule, type ValueTest } from "./rules.js";

/** What has been credited to a rule so far. */
export class Tally {
  /** Lines credited. */
  count = 0;
  /** Of a value rule: lines whose value was good, and bad. */
  passes = 0;
  fails = 0;
  /** Of a value rule: what the last line had. */
  measured: Measurement | undefined;

  constructor(readonly rule: Rule) {}

  /** Takes note of a credited line. */
  credit(groups: Groups): void {
    this.count++;
    const { test } = this.rule;
    if (test.kind === "count") return;
    this.measured = measure(test, groups);
    if (this.measured.isGood) this.passes++;
    else this.fails++;
  }

  /** Whether the rule is satisfied; spec 08 § 5. */
  get isOk(): boolean {
    const { test } = this.rule;
    if (test.kind === "value") return this.passes > 0 && this.fails === 0;
    return test.operator !== undefined && compare(this.count, test.operator, realOf(test.count));
  }
}

/** The value of one line. */
export interface Measurement {
  /** The number, if the group held one. */
  readonly number: SchemeNumber | undefined;
  /** As messages and the summary show it, and as the .dat file does. */
  readonly shown: string;
  readonly stored: string;
  readonly isGood: boolean;
}

function measure(test: ValueTest, groups: Groups): Measurement {
  const text = groups[test.group];
  if (text === undefined) {
    // Without such a group the groups there are take its place.
    const list = listOf(groups.map((group): SchemeValue => group ?? false));
    return { number: undefined, shown: write(list), stored: display(list), isGood: false };
  }
  const number = parseNumber(text);
  const shown = number === undefined ? text : display(number);
  return { number, shown, stored: shown, isGood: number !== undefined && isWithin(realOf(number), test) };
}

function isWithin(value: number, { expected, tolerance }: ValueTest): boolean {
  if (typeof tolerance === "string") return compare(value, tolerance, realOf(expected));
  return realOf(expected) - realOf(tolerance) <= value && value <= realOf(expected) + realOf(tolerance);
}
