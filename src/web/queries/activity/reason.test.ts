import { describe, expect, it } from "vitest";
import type { Prerequisites } from "../../../schedule/index.js";
import { type Situation, whyNot } from "./reason.js";

const free: Situation = {
  hasRunner: true,
  gates: { slots: { used: 1, limit: 4 }, groups: [{ name: "big", used: 2, limit: 2 }], launchDelay: 1 },
  jobgroupOf: () => undefined,
  isExcluded: () => false,
};
const met: Prerequisites = { standing: "satisfied", unmet: [] };
const failed = { testname: "build", item_path: "a", verdict: { state: "COMPLETED", status: "FAIL" }, standing: "failed" } as const;
const running = { testname: "build", item_path: "b", verdict: { state: "RUNNING", status: "n/a" }, standing: "pending" } as const;

function reason(verdict: string, prerequisites: Prerequisites | undefined, situation: Partial<Situation> = {}) {
  const [state = "", status = ""] = verdict.split(/\/(.*)/s);
  const test = { testname: "unit", item_path: "a", state, status, comment: "why", event_time: 1000, host: "bx1" };
  return whyNot(test, prerequisites, { ...free, ...situation });
}

describe("why a test was not started", () => {
  it("06-43: names the failed item and its status", () => {
    const prerequisites: Prerequisites = { standing: "failed", unmet: [failed] };
    const expected = { kind: "prerequisite-failed", unmet: [failed], more: 0 };
    for (const verdict of ["NOT_STARTED/n/a", "COMPLETED/PREQ_FAIL", "COMPLETED/PREQ_DISCARDED"]) {
      expect(reason(verdict, prerequisites)).toEqual(expected);
    }
  });

  it("06 § 31.2: launched and waiting for its host; given up by the runner", () => {
    expect(reason("LAUNCHED/n/a", met)).toEqual({ kind: "launched", since: 1000, host: "bx1" });
    expect(reason("NOT_STARTED/ZERO_ITEMS", met)).toEqual({ kind: "dropped", status: "ZERO_ITEMS", comment: "why" });
    expect(reason("NOT_STARTED/TIMED_OUT", met)).toMatchObject({ kind: "dropped", status: "TIMED_OUT" });
  });

  it("06 § 31.2: waits, as long as somebody is at the run", () => {
    const prerequisites: Prerequisites = { standing: "pending", unmet: [running] };
    expect(reason("NOT_STARTED/n/a", prerequisites)).toEqual({ kind: "waits", unmet: [running], more: 0 });
    expect(reason("NOT_STARTED/n/a", prerequisites, { hasRunner: false })).toEqual({ kind: "no-runner", unmet: [running], more: 0 });
    expect(reason("NOT_STARTED/n/a", undefined)).toEqual({ kind: "undefined" });
  });

  it("06 § 31.2: the gates of a launch, the first that is closed", () => {
    const full = { ...free.gates, slots: { used: 4, limit: 4 }, load: "load 9" };
    expect(reason("NOT_STARTED/n/a", met, { gates: full })).toEqual({ kind: "no-slot", used: 4, limit: 4 });
    expect(reason("NOT_STARTED/n/a", met, { jobgroupOf: () => "big" })).toEqual({ kind: "jobgroup-full", jobgroup: "big", used: 2, limit: 2 });
    expect(reason("NOT_STARTED/n/a", met, { gates: { ...free.gates, load: "load 9" } })).toEqual({ kind: "load", text: "load 9" });
    expect(reason("NOT_STARTED/n/a", met, { isExcluded: () => true })).toEqual({ kind: "exclusive" });
    expect(reason("NOT_STARTED/n/a", met)).toEqual({ kind: "ready" });
  });

  it("06 § 31.2: of many only some are named", () => {
    const unmet = Array.from({ length: 50 }, (_, index) => ({ ...running, item_path: String(index) }));
    const why = reason("NOT_STARTED/n/a", { standing: "pending", unmet });
    expect(why.kind === "waits" && why.unmet.length + why.more).toBe(50);
    expect(why.kind === "waits" && why.unmet.length).toBeLessThan(10);
  });
});
