import { stateRank, statusRank, type Verdict, worst } from "./states.js";

const runningStates = new Set(["RUNNING", "REMOTEHOSTSTART", "LAUNCHED", "STARTED"]);
const settledStates = new Set(["COMPLETED", "DELETED", "REMOVING", "CLEANING", "ARCHIVE_REMOVING"]);
const startableStatuses = new Set(["n/a", "na", "PASS", "FAIL", "WARN", "CHECK", "WAIVED", "DEAD", "SKIP"]);

/**
 * The top-level record that a test's items add up to.
 *
 * @param items the distinct verdicts of all items of one test in one run, DELETED ones included; at least one
 * @throws RangeError when `items` is empty: a test without items has no roll-up
 * @see spec 02 § 20, ranks § 19
 */
export function rollUp(items: readonly Verdict[]): Verdict {
  if (items.length === 0) throw new RangeError("a roll-up needs at least one item");
  const running = items.some((item) => runningStates.has(item.state));
  const prerequisiteFailed = items.some((item) => item.status === "PREQ_FAIL");
  const stranded = items.some((item) => item.state === "NOT_STARTED" && !startableStatuses.has(item.status));
  const states = items.map((item) => item.state);
  const unsettled = states.filter((state) => !settledStates.has(state));

  // A failed prerequisite outranks everything but life: the test must not look finished.
  const state = running
    ? "RUNNING"
    : prerequisiteFailed
      ? "NOT_STARTED"
      : stranded
        ? "COMPLETED"
        : worst(unsettled.length > 0 ? unsettled : states, stateRank);
  const waiting = stranded || (state === "NOT_STARTED" && unsettled.length > 0);
  const status = prerequisiteFailed
    ? "PREQ_FAIL"
    : waiting
      ? "STARTED"
      : worst(
          items.map((item) => item.status),
          statusRank,
        );
  return { state, status };
}
