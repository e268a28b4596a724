import type { RunRecord, TestRecord } from "../../../model/index.js";
import type { Reader } from "../reader.js";

/** The items of a test, by their path. */
export async function itemsOf({ records }: Reader, run: RunRecord, testname: string): Promise<TestRecord[]> {
  // A name with a sign of the pattern language cannot be selected.
  const testpatt = /^[\w.-]+$/.test(testname) ? `${testname}/%` : "%";
  const tests = await records.tests(run.id, { testpatt });
  return tests.filter((test) => test.testname === testname && test.item_path !== "").toSorted((a, b) => (a.item_path < b.item_path ? -1 : 1));
}
