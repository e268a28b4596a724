import type { Payload } from "../launch/index.js";
import type { TestRecord } from "../model/index.js";
import type { ProcessIdentity } from "../store/index.js";
import { hostName, isAlive } from "../sys/index.js";
import type { ExecutorHost } from "./host.js";
import { fireTriggers } from "./triggers.js";
import { writeVerdict } from "./verdict.js";

const removalStates = new Set(["REMOVING", "CLEANING", "ARCHIVE_REMOVING", "DELETED"]);

/**
 * Makes this process answer for the test and sets it REMOTEHOSTSTART, unless somebody else executes it or it shall not run.
 *
 * @param claimant the process that launched it, when that is known: a test that was launched again meanwhile is not ours
 * @returns why it is not run, undefined when it is
 * @see spec 03 § 8 step 4
 */
export async function takeOver(host: ExecutorHost, payload: Payload, claimant: ProcessIdentity | undefined): Promise<string | undefined> {
  const { records } = host;
  const test = await records.test(payload.testId);
  if (test === undefined) return `there is no test with id ${payload.testId} in the records of ${payload.toppath}`;
  if (removalStates.has(test.state)) return `it is ${test.state}`;
  if (test.state === "KILLREQ") {
    await writeVerdict(host, test.id, { state: "KILLED", status: "KILLED", comment: "killed before it began" });
    return "somebody asked to kill it";
  }
  if ((test.state === "RUNNING" || test.state === "REMOTEHOSTSTART") && (await isExecuted(host, test))) {
    return `process ${test.attemptnum} on ${test.host} runs it`;
  }
  const changed = await records.startTest(test.id, { state: test.state, ...(claimant !== undefined && { owner: claimant }) }, host.identity);
  if (changed.length === 0) return "somebody else has taken it";
  await fireTriggers(host, test.id, changed, false);
  return undefined;
}

/** Whether the process on record still lives; one on another host that cannot be asked is taken for dead. */
async function isExecuted(host: ExecutorHost, test: TestRecord): Promise<boolean> {
  const live = await host.records.liveTests(test.run_id);
  const owner = live.find((entry) => entry.test.id === test.id)?.owner;
  if (owner !== undefined) return owner.host === hostName() && isAlive(owner.pid, owner.started);
  return test.host === hostName() && test.attemptnum > 0 && isAlive(test.attemptnum, 0);
}
