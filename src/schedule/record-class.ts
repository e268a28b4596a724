import { isEnded, isOk, type Verdict } from "../model/index.js";

/**
 * What a record means to a test that waits for it: it may still change; it ended well; it ended otherwise; it was
 * never run and will not be; it does not exist.
 */
export type RecordClass = "pending" | "ok" | "failed" | "discarded" | "absent";

const pendingStates = new Set(["LAUNCHED", "REMOTEHOSTSTART", "RUNNING", "STARTED", "KILLREQ", "REMOVING", "CLEANING", "ARCHIVE_REMOVING"]);
const discardedStatuses = new Set(["PREQ_FAIL", "PREQ_DISCARDED", "ZERO_ITEMS", "TIMED_OUT", "TEN_STRIKES", "BLOCKED"]);

/**
 * The class of a record that is not to be launched in this pass. KILLREQ is pending, not ended: the test still runs.
 * States that nothing leads out of (FAILEDKILL, UNKNOWN, …) count as failed, so that nobody waits for them.
 *
 * @see spec 02 § 11.2
 */
export function classify(record: Verdict | undefined): RecordClass {
  if (record === undefined || record.state === "DELETED") return "absent";
  if (pendingStates.has(record.state)) return "pending";
  if (record.state === "NOT_STARTED") return discardedStatuses.has(record.status) ? "discarded" : "pending";
  return isEnded(record.state) && isOk(record.status) ? "ok" : "failed";
}
