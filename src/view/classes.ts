import type { Verdict } from "../model/index.js";

interface ClassTraits {
  readonly glyph: string;
  /** As a screen reader says it and a legend shows it. */
  readonly title: string;
  readonly hatched?: true;
  /** Archived: the glyph stands in a box. */
  readonly boxed?: true;
}

/** What a record looks like, worst first, so that bars begin with what needs attention; spec 06 § 21. */
const verdicts = {
  fail: { glyph: "✗", title: "failed" },
  abort: { glyph: "⊘", title: "aborted" },
  check: { glyph: "?", title: "to be checked" },
  killed: { glyph: "☠", title: "killed" },
  preq: { glyph: "⇤", title: "prerequisite failed" },
  "arch-fail": { glyph: "✗", title: "failed, archived", boxed: true },
  blocked: { glyph: "∅", title: "blocked", hatched: true },
  killreq: { glyph: "◼", title: "to be killed" },
  other: { glyph: "¿", title: "unknown state" },
  running: { glyph: "▶", title: "running" },
  starting: { glyph: "▸", title: "starting" },
  launched: { glyph: "▹", title: "launched" },
  partial: { glyph: "◐", title: "partly started", hatched: true },
  waiting: { glyph: "·", title: "not started" },
  removing: { glyph: "␡", title: "being removed" },
  waived: { glyph: "w", title: "waived", hatched: true },
  warn: { glyph: "!", title: "warning" },
  "arch-warn": { glyph: "!", title: "warning, archived", boxed: true },
  skip: { glyph: "↷", title: "skipped" },
  pass: { glyph: "✓", title: "passed" },
  "arch-pass": { glyph: "✓", title: "passed, archived", boxed: true },
  none: { glyph: "", title: "no record" },
} satisfies Record<string, ClassTraits>;

/** How a test differs between two runs. */
const differences = {
  better: { glyph: "↑", title: "better" },
  worse: { glyph: "↓", title: "worse" },
  same: { glyph: "=", title: "same" },
  "both-bad": { glyph: "‖", title: "both bad" },
  missing: { glyph: "−", title: "missing in destination" },
  new: { glyph: "+", title: "new in destination" },
} satisfies Record<string, ClassTraits>;

export type VerdictClass = keyof typeof verdicts;
export type DifferenceClass = keyof typeof differences;
export type ColourClass = VerdictClass | DifferenceClass;

export const classTraits: Readonly<Record<ColourClass, ClassTraits>> = { ...verdicts, ...differences };

/** Every class of a record, worst first. */
export const verdictClasses = Object.keys(verdicts) as readonly VerdictClass[];

const completed: Readonly<Record<string, VerdictClass>> = {
  PASS: "pass",
  WARN: "warn",
  WAIVED: "waived",
  SKIP: "skip",
  STARTED: "partial",
  CHECK: "check",
  PREQ_FAIL: "preq",
  PREQ_DISCARDED: "preq",
  ABORT: "abort",
};

const archived: Readonly<Record<string, VerdictClass>> = { PASS: "arch-pass", WARN: "arch-warn", WAIVED: "arch-warn", SKIP: "skip" };

const notStarted: Readonly<Record<string, VerdictClass>> = {
  STARTED: "partial",
  CHECK: "partial",
  PREQ_FAIL: "preq",
  PREQ_DISCARDED: "preq",
  ZERO_ITEMS: "blocked",
  TIMED_OUT: "blocked",
  BLOCKED: "blocked",
  TEN_STRIKES: "blocked",
  KEEP_TRYING: "blocked",
};

const byState: Readonly<Record<string, VerdictClass>> = {
  LAUNCHED: "launched",
  REMOTEHOSTSTART: "starting",
  RUNNING: "running",
  KILLREQ: "killreq",
  FAILEDKILL: "killreq",
  KILLED: "killed",
  INCOMPLETE: "killed",
  STUCK: "killed",
  REMOVING: "removing",
  CLEANING: "removing",
  ARCHIVE_REMOVING: "removing",
};

/** @see spec 06 § 21 */
export function classOf(verdict: Verdict | undefined): VerdictClass {
  if (verdict === undefined) return "none";
  const { state, status } = verdict;
  switch (state) {
    case "COMPLETED":
      return named(completed, status) ?? "fail";
    case "ARCHIVED":
      return named(archived, status) ?? "arch-fail";
    case "NOT_STARTED":
      return named(notStarted, status) ?? "waiting";
    default:
      return named(byState, state) ?? "other";
  }
}

/** What a cell says: the status of what has ended or cannot start, otherwise the state; spec 06 § 4. */
export function cellText({ state, status }: Verdict): string {
  const tellsMore = state === "COMPLETED" || state === "ARCHIVED" || ["preq", "blocked"].includes(classOf({ state, status }));
  return tellsMore ? status : state;
}

/** Names come from the records: `constructor` must not find Object's own. */
function named(table: Readonly<Record<string, VerdictClass>>, name: string): VerdictClass | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
