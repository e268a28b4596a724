import type { Log } from "../base/index.js";
import type { Records } from "../store/index.js";
import type { RunProgress } from "./progress.js";
import type { Waker } from "./waker.js";

const lookEveryMs = 250;
const sayEveryMs = 5000;
const careEveryMs = 10_000;

/** Resolves when no test of the run is live any more, whoever executes it. Spec 02 § 15.3 */
export async function waitForLiveTests(options: {
  readonly records: Records;
  readonly log: Log;
  readonly runId: number;
  readonly progress: RunProgress;
  readonly stop: AbortSignal;
  readonly waker: Waker;
  readonly lookAfterLive: () => Promise<void>;
}): Promise<void> {
  const { records, log, runId, progress, stop, waker, lookAfterLive } = options;
  stop.addEventListener("abort", () => waker.wake());
  let mark = 0;
  let said = { at: Date.now(), count: 0 };
  let careAt = Date.now() + careEveryMs;
  while (!stop.aborted) {
    const changes = await records.changesSince(runId, mark);
    mark = changes.mark;
    progress.changed(changes.tests);
    const count = await records.liveInRun(runId);
    if (count === 0) return;
    const now = Date.now();
    if (count !== said.count && now - said.at >= sayEveryMs) {
      log.print(0, `run-wait specified, waiting on ${count} tests in RUNNING, REMOTEHOSTSTART or LAUNCHED state at ${new Date().toLocaleString()}`);
      said = { at: now, count };
    }
    if (now > careAt) {
      await lookAfterLive();
      careAt = now + careEveryMs;
    }
    await waker.sleep(lookEveryMs);
  }
}
