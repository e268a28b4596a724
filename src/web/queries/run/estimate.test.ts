import { describe, expect, it } from "vitest";
import { endOf } from "./estimate.js";

const now = 1000;
const test = (testname: string, state: string, event_time = 0, status = "n/a") => ({ testname, item_path: "", state, status, event_time });
const usual = ({ testname }: { testname: string }) => ({ a: 100, b: 40, c: 60 })[testname];

describe("06 § 23: the estimated end of a run", () => {
  it("is that of the longest test when all run at once", () => {
    expect(endOf([test("a", "RUNNING", 950), test("b", "RUNNING", 990)], usual, now)).toBe(1050);
  });

  it("counts what waits, as many at once as now", () => {
    expect(endOf([test("a", "RUNNING", 1000), test("b", "NOT_STARTED"), test("c", "NOT_STARTED")], usual, now)).toBe(1200);
  });

  it("is now for a test that takes longer than usual", () => {
    expect(endOf([test("a", "RUNNING", 100)], usual, now)).toBe(1000);
  });

  it("does not wait for tests that cannot start", () => {
    expect(endOf([test("b", "RUNNING", 1000), test("a", "NOT_STARTED", 0, "PREQ_FAIL")], usual, now)).toBe(1040);
  });

  it("is unknown without history, and when all have ended", () => {
    expect(endOf([test("x", "RUNNING", 900)], usual, now)).toBeUndefined();
    expect(endOf([test("a", "COMPLETED", 900, "PASS")], usual, now)).toBeUndefined();
  });
});
