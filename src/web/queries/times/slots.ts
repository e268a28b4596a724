import * as z from "zod/mini";
import { groupBy, silentLog } from "../../../base/index.js";
import { settingNumber } from "../../../config/index.js";
import type { JobGroup, RunSlots } from "../../../view/index.js";
import { query } from "../query.js";

/** How many tests may be live at once. Spec 02 § 12.1 and § 12.2 */
export const slots = query(z.object({ a: z.optional(z.string()) }), async ({ area: { config }, records }): Promise<RunSlots> => {
  const grouped = (await records.testMeta()).filter(({ jobgroup }) => jobgroup !== "");
  const groups = [...groupBy(grouped, ({ jobgroup }) => jobgroup)].map(([name, tests]): JobGroup => {
    const limit = config.number("jobgroups", name, Number.NaN, silentLog);
    return { name, ...(Number.isFinite(limit) && { limit }), testnames: tests.map(({ testname }) => testname) };
  });
  return { max_concurrent_jobs: settingNumber(config, "setup", "max_concurrent_jobs", silentLog), groups };
});
