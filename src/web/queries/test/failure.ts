import type { TestRecord } from "../../../model/index.js";
import { classOf, type FailedStep, judge, type RelatedTest, type StepRow, type TestFailure } from "../../../view/index.js";
import type { Reader } from "../reader.js";
import { isBad } from "./data.js";
import type { Related } from "./related.js";
import { stepsOf } from "./steps.js";

/** As many rows of a kind are told; the tabs have all. */
const most = 20;

/**
 * What the records tell about a test that is not good.
 *
 * @param items of the test
 * @see spec 06 § 24
 */
export async function failureOf(reader: Reader, test: TestRecord, related: Related, items: readonly TestRecord[]): Promise<TestFailure | undefined> {
  const isBlocked = ["preq", "blocked"].includes(classOf(test));
  if (judge(test) !== "bad" && !isBlocked) return undefined;
  const step = firstFailed(await stepsOf(reader, test));
  const data = (await reader.records.data(test.id)).filter((row) => isBad(row) && !isByRules(row.variable));
  return {
    ...(step !== undefined && { step }),
    data: data.slice(0, most),
    items: items
      .filter((item) => judge(item) === "bad")
      .map(relatedOf)
      .slice(0, most),
    prerequisites: isBlocked
      ? related.waitons.filter(({ verdict }) => verdict === undefined || judge(verdict) === "bad" || classOf(verdict) === "preq")
      : [],
  };
}

function firstFailed(steps: readonly StepRow[]): FailedStep | undefined {
  const failed = steps.find(({ verdict }) => judge(verdict) === "bad");
  if (failed === undefined) return undefined;
  const { stepname, status, comment, log } = failed;
  return { stepname, status, comment, ...(log !== undefined && { log }) };
}

/** Told with the log of their step. Spec 03 § 17.5 */
const isByRules = (variable: string) => /^(rule-\d+|final)$/.test(variable);

function relatedOf({ testname, item_path, state, status }: TestRecord): RelatedTest {
  return { testname, item_path, verdict: { state, status } };
}
