import type { TestName, Verdict } from "../model/index.js";
import type { DifferenceClass, VerdictClass } from "./classes.js";

export type DiffClass = "CLEAN" | "BETTER" | "WORSE" | "BOTH-BAD" | "NOT-IN-DEST" | "NOT-IN-SRC";

/** How one test differs between two runs. */
export interface Difference {
  readonly class: DiffClass;
  /** What a report says in the last column: `CLEAN-PASS`, `PASS->FAIL`, `DEST-INCOMPLETE`. */
  readonly note: string;
}

const goodStatuses = ["PASS", "SKIP", "WAIVED", "WARN"];
const unfinishedStatuses = ["DELETED", "INCOMPLETE", "STUCK/DEAD", "N/A"];
/** Best first; what is not listed is worse than all of them. */
const ranks = ["PASS", "WARN", "WAIVED", "SKIP", "FAIL", "ABORT"];

/** Has a result that can be compared; a test that is not there has none. */
function isComplete(verdict: Verdict | undefined): verdict is Verdict {
  return verdict?.state === "COMPLETED" && !unfinishedStatuses.includes(verdict.status);
}

/** @see spec 05 § 9 */
export function differenceOf(src: Verdict | undefined, dst: Verdict | undefined): Difference {
  if (!isComplete(src)) return isComplete(dst) ? { class: "NOT-IN-SRC", note: "SRC-INCOMPLETE" } : { class: "BOTH-BAD", note: "BOTH-INCOMPLETE" };
  if (!isComplete(dst)) return { class: "NOT-IN-DEST", note: "DEST-INCOMPLETE" };
  if (src.status === dst.status) return { class: goodStatuses.includes(src.status) ? "CLEAN" : "BOTH-BAD", note: `CLEAN-${src.status}` };
  return { class: rankOf(src) < rankOf(dst) ? "WORSE" : "BETTER", note: `${src.status}->${dst.status}` };
}

function rankOf({ status }: Verdict): number {
  const rank = ranks.indexOf(status);
  return rank < 0 ? ranks.length : rank;
}

/** What the page sorts differences into: tests that are bad on both sides are told apart by whether they have a result. */
export type DiffGroup = "worse" | "not-in-dest" | "still-failing" | "incomplete" | "not-in-src" | "better" | "clean";

interface DiffGroupTraits {
  readonly title: string;
  readonly mark: DifferenceClass | VerdictClass;
  readonly explanation: string;
}

/** What needs attention first. */
export const diffGroupTraits: Readonly<Record<DiffGroup, DiffGroupTraits>> = {
  worse: { title: "worse", mark: "worse", explanation: "a worse status than in the source" },
  "not-in-dest": { title: "not in destination", mark: "missing", explanation: "no result in the destination, or none yet" },
  "still-failing": { title: "still failing", mark: "both-bad", explanation: "the same bad status in both" },
  incomplete: { title: "incomplete", mark: "waiting", explanation: "no result in either run" },
  "not-in-src": { title: "not in source", mark: "new", explanation: "no result in the source" },
  better: { title: "better", mark: "better", explanation: "a better status than in the source" },
  clean: { title: "clean", mark: "same", explanation: "the same good status in both" },
};

export const diffGroups = Object.keys(diffGroupTraits) as readonly DiffGroup[];

const groupOfClass: Readonly<Record<Exclude<DiffClass, "BOTH-BAD">, DiffGroup>> = {
  CLEAN: "clean",
  BETTER: "better",
  WORSE: "worse",
  "NOT-IN-DEST": "not-in-dest",
  "NOT-IN-SRC": "not-in-src",
};

export function groupOfDifference({ class: name, note }: Difference): DiffGroup {
  if (name !== "BOTH-BAD") return groupOfClass[name];
  return note === "BOTH-INCOMPLETE" ? "incomplete" : "still-failing";
}

/** A test and what it is in each of two runs; at least one of them has it. */
export interface Pair<T> extends TestName {
  readonly src: T | undefined;
  readonly dst: T | undefined;
}

/** The tests of two runs by their names, in the order of test and item. */
export function pairTests<T extends TestName>(src: readonly T[], dst: readonly T[]): Pair<T>[] {
  const pairs = new Map<string, { -readonly [Key in keyof Pair<T>]: Pair<T>[Key] }>();
  for (const test of src) pairs.set(keyOf(test), { testname: test.testname, item_path: test.item_path, src: test, dst: undefined });
  for (const test of dst) {
    const pair = pairs.get(keyOf(test));
    if (pair === undefined) pairs.set(keyOf(test), { testname: test.testname, item_path: test.item_path, src: undefined, dst: test });
    else pair.dst = test;
  }
  return [...pairs.values()].toSorted((a, b) => compare(a.testname, b.testname) || compare(a.item_path, b.item_path));
}

const keyOf = ({ testname, item_path }: TestName) => `${testname}\0${item_path}`;

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Differs by more than 25 % and more than 10 s; spec 06 § 27. @param before seconds; the share counts from it */
export function isOtherDuration(before: number, after: number): boolean {
  const change = Math.abs(after - before);
  return change > 10 && change > 0.25 * before;
}
