import { join } from "node:path";
import * as z from "zod/mini";
import { isLive, type StepSummary, summarizeSteps, type TestRecord } from "../../../model/index.js";
import { isFile } from "../../../sys/index.js";
import { type StepRow, stepVerdict, type TestSteps } from "../../../view/index.js";
import { testRef } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

/** The steps of a test with their files, on one time axis. Spec 06 § 24 */
export const testSteps = query(z.object(testRef), async (reader, ref): Promise<TestSteps> => {
  const { test } = await reader.test(ref);
  const items = await stepsOf(reader, test);
  const starts = items.flatMap(({ start_time }) => start_time ?? []);
  const ends = items.flatMap(({ end_time }) => end_time ?? []);
  const from = Math.min(...starts, ...(test.event_time > 0 ? [test.event_time] : []));
  const until = Math.max(from, ...ends, isLive(test.state) ? Date.now() / 1000 : test.event_time + test.run_duration);
  return { items, from: Number.isFinite(from) ? from : 0, until: Number.isFinite(until) ? until : 0 };
});

/** In the order of their starts. */
export async function stepsOf({ records }: Reader, test: TestRecord): Promise<StepRow[]> {
  return summarizeSteps(await records.steps(test.id)).map((step) => ({ ...step, verdict: stepVerdict(step), ...filesOf(test, step) }));
}

/** What the step has left below the run directory: its log, and the page of logpro. */
function filesOf({ rundir }: TestRecord, { stepname, logfile }: StepSummary): Pick<StepRow, "log" | "page"> {
  const has = (name: string) => name !== "" && !name.includes("\0") && isFile(join(rundir, name));
  const isPage = logfile.endsWith(".html");
  const log = [`${stepname}.log`, isPage ? "" : logfile].find(has);
  const page = [isPage ? logfile : "", `${stepname}.html`].find(has);
  return { ...(log !== undefined && { log }), ...(page !== undefined && { page }) };
}
