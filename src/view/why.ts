import type { Verdict } from "../model/index.js";
import type { WhyNot } from "./api/why.js";

/** Statuses of tests that a runner has dropped because of what they wait for. */
const blockedStatuses = new Set(["PREQ_FAIL", "PREQ_DISCARDED"]);

export function isBlocked({ state, status }: Verdict): boolean {
  return (state === "COMPLETED" || state === "NOT_STARTED") && blockedStatuses.has(status);
}

/** Whether there is a reason to be told why the test did not begin. */
export function isNotStarted(verdict: Verdict): boolean {
  return verdict.state === "NOT_STARTED" || verdict.state === "LAUNCHED" || isBlocked(verdict);
}

/** The reasons as heads of lists, what somebody should mend first. */
export const whyTitles: Readonly<Record<WhyNot["kind"], string>> = {
  "prerequisite-failed": "A prerequisite failed",
  dropped: "Given up by the runner",
  undefined: "No testconfig any more",
  "no-runner": "Nobody runs the tests of this run",
  load: "The load is too high",
  "no-slot": "No free slot",
  "jobgroup-full": "The job group is full",
  exclusive: "Runs elsewhere, and only one at a time",
  waits: "Waits for prerequisites",
  launched: "Launched, waits for its host",
  ready: "Next to be launched",
};

export const whyKinds = Object.keys(whyTitles) as readonly WhyNot["kind"][];
