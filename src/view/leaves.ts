import { isLive, type TestName, type Verdict } from "../model/index.js";
import { classOf } from "./classes.js";

/** Items and plain tests: all but the top-level records of tests with items. */
export function leavesOf<T extends TestName>(tests: readonly T[]): T[] {
  const itemized = new Set(tests.filter(({ item_path }) => item_path !== "").map(({ testname }) => testname));
  return tests.filter(({ testname, item_path }) => item_path !== "" || !itemized.has(testname));
}

/** Is at work or waits for it, so that an end is to come. */
export function willEnd(verdict: Verdict): boolean {
  return isLive(verdict.state) || ["waiting", "partial"].includes(classOf(verdict));
}
