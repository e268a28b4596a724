import { freeKiB, normalisedLoad } from "../sys/index.js";
import type { TestContext } from "./context.js";
import type { ExecutorHost } from "./host.js";
import type { TestOutcome } from "./run-test.js";
import { writeSummaryPage } from "./summary-page.js";
import { writeVerdict } from "./verdict.js";

/** States in which the test itself has said nothing final. */
const openStates = ["RUNNING", "REMOTEHOSTSTART"];

/**
 * Writes the final record of a test, unless the test has set a state of its own, its summary page and its last usage sample.
 *
 * @param duration seconds
 * @see spec 03 § 12 to § 14
 */
export async function finishTest(host: ExecutorHost, context: TestContext, outcome: TestOutcome, duration: number): Promise<void> {
  const { records, payload } = context;
  const usage = records.addUsage(payload.testId, { cpuload: normalisedLoad(), diskfree: freeKiB(context.rundir), run_duration: duration });
  if (outcome.kind === "stopped") {
    const { reason } = outcome;
    const change =
      reason.kind === "killed"
        ? { state: "KILLED", status: "KILLED", comment: reason.comment }
        : { state: "INCOMPLETE", status: "KILLED", comment: "the executor was told to end" };
    await writeVerdict(host, payload.testId, change, { ifState: [...openStates, "KILLREQ"] });
  } else {
    const { state = "", status: current = "" } = (await records.test(payload.testId)) ?? {};
    const status =
      current === "AUTO" && outcome.status === "PASS" ? "AUTO" : current === "AUTO" && outcome.status === "WARN" ? "AUTO-WARN" : outcome.status;
    if (openStates.includes(state)) await writeVerdict(host, payload.testId, { state: "COMPLETED", status }, { ifState: openStates });
    // Asked for too late to matter, but nobody else would answer.
    const killed = { state: "KILLED", status: "KILLED", comment: "killed on request" };
    if (state !== "COMPLETED") await writeVerdict(host, payload.testId, killed, { ifState: ["KILLREQ"] });
  }
  await usage;
  await writeSummaryPage(context);
  host.after.testEnded(context);
}
