import { isOk, type TestName, type TestRecord } from "../model/index.js";
import type { Plan, PlanNode } from "../plan/index.js";
import type { Records } from "../store/index.js";

/** The selected tests of a run as they are at the end. */
export interface RunResults {
  /** Records of plain tests and items, by test name and item path; of an itemized test without items its top-level record. */
  readonly tests: readonly TestRecord[];
  /** Those that did not pass: PASS, WARN, WAIVED, CHECK and SKIP count as passed. */
  readonly failed: readonly TestRecord[];
}

/** The records that a plan is about; top-level records only where they stand for the test. */
export async function resultsOf(records: Records, runId: number, plan: Plan): Promise<RunResults> {
  const nodes = new Map(plan.nodes.map((node) => [node.test.testname, node]));
  const all = (await records.tests(runId, {})).filter((test) => nodes.has(test.testname));
  const withItems = new Set(all.filter((test) => test.item_path !== "").map((test) => test.testname));
  const tests = all
    .filter((test) => isSelected(nodes.get(test.testname), test, withItems))
    .sort((a, b) => compare(a.testname, b.testname) || compare(a.item_path, b.item_path));
  return { tests, failed: tests.filter((test) => test.state !== "COMPLETED" || !isOk(test.status)) };
}

/** Tells the plain tests and items of a plan from other records. */
export function selectionOf(plan: Plan): (test: TestName) => boolean {
  const nodes = new Map(plan.nodes.map((node) => [node.test.testname, node]));
  return ({ testname, item_path }) => {
    const node = nodes.get(testname);
    if (node === undefined) return false;
    return node.test.items.kind === "plain" ? item_path === "" : item_path !== "" && node.selection.has(item_path);
  };
}

function isSelected(node: PlanNode | undefined, test: TestRecord, withItems: ReadonlySet<string>): boolean {
  if (node === undefined) return false;
  return test.item_path === "" ? !withItems.has(test.testname) : node.selection.has(test.item_path);
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Statuses with which a COMPLETED test is tried once more by itself; spec 02 § 14.2. */
export const retriedStatuses: readonly string[] = ["STUCK/DEAD", "n/a", "ZERO_ITEMS"];

/** Whether another pass could launch something: spec 02 § 14.2. */
export function needsAnotherPass({ tests }: RunResults, plan: Plan): boolean {
  const isKnownEmpty = (test: TestRecord) =>
    test.status === "ZERO_ITEMS" && plan.nodes.some((node) => node.test.testname === test.testname && node.test.items.kind !== "late");
  return tests.some(
    (test) =>
      !isKnownEmpty(test) &&
      (test.state === "NOT_STARTED" || test.state === "INCOMPLETE" || (test.state === "COMPLETED" && retriedStatuses.includes(test.status))),
  );
}
