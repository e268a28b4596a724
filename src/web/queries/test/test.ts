import * as z from "zod/mini";
import type { RunRecord, TestRecord } from "../../../model/index.js";
import { isDirectory } from "../../../sys/index.js";
import { countClasses, type Missing, type TestView } from "../../../view/index.js";
import { orMissing } from "../missing.js";
import { testRef } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { resultsIn, runsOfTarget } from "../results.js";
import { failureOf } from "./failure.js";
import { itemsOf } from "./items.js";
import { relatedTests } from "./related.js";
import { subrunOf } from "./subrun.js";
import { usageOf } from "./usage.js";

/** What head and overview of a test's page show. Spec 06 § 24 */
export const test = query(z.object(testRef), async (reader, ref): Promise<TestView> => viewOf(reader, await reader.test(ref)));

/** The same, or what became of it. */
export const testPage = query(z.object(testRef), (reader, ref): Promise<TestView | Missing> => {
  return orMissing(reader, ref, async () => viewOf(reader, await reader.test(ref)));
});

async function viewOf(reader: Reader, { run, test }: { readonly run: RunRecord; readonly test: TestRecord }): Promise<TestView> {
  const items = test.item_path === "" ? await itemsOf(reader, run, test.testname) : [];
  const related = await relatedTests(reader, run, test);
  const meta = (await reader.records.testMeta()).find(({ testname }) => testname === test.testname);
  const failure = await failureOf(reader, test, related, items);
  const waiver = await waiverOf(reader, run, test);
  const subrun = await subrunOf(reader, run, test);
  return {
    run,
    test,
    hasFiles: isDirectory(test.rundir),
    usage: await usageOf(reader, test),
    ...related,
    ...(meta !== undefined && { meta }),
    ...(items.length > 0 && { items: countClasses(items) }),
    ...(failure !== undefined && { failure }),
    ...(waiver !== undefined && { waiver }),
    ...(subrun !== undefined && { subrun }),
  };
}

/** The waived record that a waived one follows; a first waiver has none. Spec 03 § 19 */
async function waiverOf(reader: Reader, run: RunRecord, test: TestRecord): Promise<TestView["waiver"]> {
  if (test.status !== "WAIVED") return undefined;
  const target = run.target.join("/");
  const results = await resultsIn(reader, test, await runsOfTarget(reader, target));
  const previous = results[results.findIndex((result) => result.run.id === run.id) - 1];
  return previous?.test.status === "WAIVED" ? { t: target, r: previous.run.runname, comment: previous.test.comment } : undefined;
}
