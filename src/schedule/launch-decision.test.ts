import { describe, expect, it } from "vitest";
import { decideLaunch } from "./launch-decision.js";

const plain = { rerun: [], force: false };
const rerunFail = { rerun: ["FAIL", "n/a"], force: false };
const force = { rerun: [], force: true };

function decide(verdict: string, options: typeof plain | typeof rerunFail): string {
  const [state = "", status = ""] = verdict.split(" ");
  const decision = decideLaunch({ id: 1, testname: "t", item_path: "a/b", state, status }, options);
  if (decision.launch) return "launch";
  return decision.error !== undefined ? "error" : decision.note !== undefined ? "note" : "no";
}

describe("02 § 13.1: by recorded state and status", () => {
  it.each([
    ["NOT_STARTED n/a", "launch", "launch", "launch"],
    ["NOT_STARTED ZERO_ITEMS", "launch", "launch", "launch"],
    ["INCOMPLETE KILLED", "launch", "launch", "launch"],
    ["DELETED n/a", "launch", "launch", "launch"],
    ["COMPLETED PASS", "note", "note", "launch"],
    ["COMPLETED FAIL", "note", "launch", "launch"],
    ["COMPLETED fail", "note", "note", "launch"],
    ["KILLED FAIL", "no", "no", "launch"],
    ["LAUNCHED n/a", "no", "no", "error"],
    ["REMOTEHOSTSTART n/a", "no", "no", "error"],
    ["RUNNING n/a", "no", "no", "error"],
    ["KILLREQ n/a", "error", "error", "launch"],
    ["STUCK n/a", "error", "error", "launch"],
    ["FAILEDKILL n/a", "error", "error", "launch"],
  ])("%s: %s, with -rerun %s, with -force %s", (verdict, normally, withRerun, withForce) => {
    expect([plain, rerunFail, force].map((options) => decide(verdict, options))).toEqual([normally, withRerun, withForce]);
  });

  it("says how to launch a finished test again, and what is wrong with a state", () => {
    const record = { id: 1, testname: "t", item_path: "a/b", state: "COMPLETED", status: "FAIL" };
    expect(decideLaunch(record, plain)).toEqual({
      launch: false,
      note: 'NOTE: Not starting test t/a/b as it is state "COMPLETED" and status "FAIL", use -rerun "FAIL" or -force to override',
    });
    expect(decideLaunch({ ...record, state: "STUCK" }, plain)).toEqual({
      launch: false,
      error: "Failed to launch test t/a/b. Unrecognised state STUCK",
    });
  });
});
