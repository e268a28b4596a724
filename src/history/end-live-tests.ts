import { setTimeout as sleep } from "node:timers/promises";
import { liveStates, type TestRecord } from "../model/index.js";
import type { ChangedTest, Records } from "../store/index.js";

/**
 * Asks the executors of live tests of one run to kill them and waits until they did; those that did not react in time become FAILEDKILL.
 *
 * @param waitMs how long they have
 * @see spec 02 § 18.1 step 2
 */
export async function endLiveTests(
  records: Records,
  runId: number,
  tests: readonly TestRecord[],
  onChanged: (changed: readonly ChangedTest[]) => Promise<void>,
  waitMs = 10_000,
): Promise<void> {
  for (const test of tests) await onChanged(await records.setVerdict(test.id, { state: "KILLREQ", status: "n/a" }, liveStates));
  const ids = new Set(tests.map((test) => test.id));
  const stillLive = async () => (await records.liveTests(runId)).filter(({ test }) => ids.has(test.id));
  for (const deadline = Date.now() + waitMs; (await stillLive()).length > 0 && Date.now() < deadline; ) await sleep(200);
  for (const { test } of await stillLive()) {
    await onChanged(await records.setVerdict(test.id, { state: "FAILEDKILL", status: "n/a" }, [...liveStates, "KILLREQ"]));
  }
}
