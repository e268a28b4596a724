import * as z from "zod/mini";
import type { TestRecord } from "../../../model/index.js";
import type { TimedTest, Window } from "../../../view/index.js";
import { part, runRef, windowOf } from "../params.js";
import { query } from "../query.js";

/** When the tests of a run started and ended, by id: the order stays while they run. Spec 06 § 28 */
export const runTimes = query(z.object({ ...runRef, ...windowOf(5000) }), async (reader, { offset, limit, ...ref }): Promise<Window<TimedTest>> => {
  const run = await reader.run(ref);
  const tests = await reader.records.tests(run.id, {});
  const { total, items } = part(
    tests.toSorted((a, b) => a.id - b.id),
    { offset, limit },
  );
  return { total, offset, items: items.map(timedTest) };
});

function timedTest({ id, testname, item_path, state, status, event_time, run_duration, host }: TestRecord): TimedTest {
  return { id, testname, item_path, state, status, event_time, run_duration, host };
}
