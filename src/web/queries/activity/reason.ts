import type { TestName, TestRecord } from "../../../model/index.js";
import type { Prerequisites } from "../../../schedule/index.js";
import { isBlocked, type LaunchGates, type WhyNot } from "../../../view/index.js";

/** What a test that was not started may depend on, besides its prerequisites. */
export interface Situation {
  /** Whether somebody is at the run. */
  readonly hasRunner: boolean;
  readonly gates: LaunchGates;
  /** Of a test; undefined when it is in none. */
  readonly jobgroupOf: (testname: string) => string | undefined;
  /** Whether mode exclusive keeps it back, because it is live in some run. */
  readonly isExcluded: (test: TestName) => boolean;
}

/** An answer that names all of a thousand items is of no use. */
const mostNamed = 8;

/**
 * The one reason why a test was not started.
 *
 * @param test for which `isNotStarted` holds
 * @param prerequisites undefined: the test is not defined any more
 * @see spec 06 § 31.2
 */
export function whyNot(
  test: Pick<TestRecord, "testname" | "item_path" | "state" | "status" | "comment" | "event_time" | "host">,
  prerequisites: Prerequisites | undefined,
  situation: Situation,
): WhyNot {
  const { state, status, comment, event_time, host } = test;
  if (state === "LAUNCHED") return { kind: "launched", since: event_time, host };
  const { standing = "satisfied", unmet = [] } = prerequisites ?? {};
  const named = { unmet: unmet.slice(0, mostNamed), more: Math.max(0, unmet.length - mostNamed) };
  if (isBlocked(test)) return { kind: "prerequisite-failed", ...named };
  if (!mayStillStart.has(status)) return { kind: "dropped", status, comment };
  if (prerequisites === undefined) return { kind: "undefined" };
  if (standing === "failed" || standing === "discarded") return { kind: "prerequisite-failed", ...named };
  if (!situation.hasRunner) return { kind: "no-runner", ...named };
  if (standing === "pending") return { kind: "waits", ...named };
  return closedGate(test, situation) ?? { kind: "ready" };
}

/** Statuses of NOT_STARTED records that a runner still has in its queue. Spec 02 § 11.2 */
const mayStillStart = new Set(["n/a", "na", "KEEP_TRYING", "STARTED"]);

/** In the order of spec 02 § 12, what holds up everybody first. */
function closedGate(test: TestName, { gates, jobgroupOf, isExcluded }: Situation): WhyNot | undefined {
  const { slots, groups, load } = gates;
  if (isExcluded(test)) return { kind: "exclusive" };
  if (slots.used >= slots.limit) return { kind: "no-slot", ...slots };
  const jobgroup = jobgroupOf(test.testname);
  const group = groups.find(({ name }) => name === jobgroup);
  if (group !== undefined && group.used >= group.limit) return { kind: "jobgroup-full", jobgroup: group.name, used: group.used, limit: group.limit };
  return load === undefined ? undefined : { kind: "load", text: load };
}
