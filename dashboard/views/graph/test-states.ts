import { groupBy } from "../../../src/base/index.js";
import { isLive, type Verdict } from "../../../src/model/index.js";
import { type ClassCounts, classOf, countClasses, judge, leavesOf, type TimedTest, type VerdictClass } from "../../../src/view/index.js";

/** What has become of a test in a run, all items together. */
export interface TestState {
  /** Of the plain test or the top-level record. */
  readonly verdict: Verdict;
  readonly class: VerdictClass;
  /** Of its items; absent for a plain test. */
  readonly counts?: ClassCounts;
  /** Some of it has started. */
  readonly hasRun: boolean;
  readonly isBad: boolean;
  /** From the first start to the last end so far; epoch seconds. */
  readonly from: number;
  readonly until: number;
  /** It goes on to now. */
  readonly live: boolean;
}

/** By test name. */
export function testStates(tests: readonly TimedTest[]): ReadonlyMap<string, TestState> {
  return new Map([...groupBy(tests, ({ testname }) => testname)].map(([testname, records]) => [testname, stateOf(records)]));
}

function stateOf(records: readonly TimedTest[]): TestState {
  const leaves = leavesOf(records);
  const top = records.find(({ item_path }) => item_path === "") ?? records[0];
  const { state, status } = top ?? { state: "", status: "" };
  const started = leaves.filter((test) => test.state !== "NOT_STARTED" && test.event_time > 0);
  const hasItems = leaves.some(({ item_path }) => item_path !== "");
  return {
    verdict: { state, status },
    class: classOf({ state, status }),
    ...(hasItems && { counts: countClasses(leaves) }),
    hasRun: started.length > 0,
    isBad: judge({ state, status }) === "bad" || leaves.some((test) => judge(test) === "bad"),
    from: started.reduce((first, { event_time }) => Math.min(first, event_time), Number.POSITIVE_INFINITY),
    until: started.reduce((last, { event_time, run_duration }) => Math.max(last, event_time + run_duration), 0),
    live: leaves.some((test) => isLive(test.state)),
  };
}
