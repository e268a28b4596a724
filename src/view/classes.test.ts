import { describe, expect, it } from "vitest";
import { cellText, classOf, classTraits } from "./classes.js";

describe("06 § 21: classes", () => {
  it.each([
    ["COMPLETED PASS", "pass", "PASS"],
    ["COMPLETED WARN", "warn", "WARN"],
    ["COMPLETED WAIVED", "waived", "WAIVED"],
    ["COMPLETED SKIP", "skip", "SKIP"],
    ["ARCHIVED SKIP", "skip", "SKIP"],
    ["NOT_STARTED STARTED", "partial", "NOT_STARTED"],
    ["NOT_STARTED CHECK", "partial", "NOT_STARTED"],
    ["COMPLETED STARTED", "partial", "STARTED"],
    ["COMPLETED CHECK", "check", "CHECK"],
    ["COMPLETED PREQ_DISCARDED", "preq", "PREQ_DISCARDED"],
    ["NOT_STARTED PREQ_FAIL", "preq", "PREQ_FAIL"],
    ["COMPLETED ABORT", "abort", "ABORT"],
    ["COMPLETED FAIL", "fail", "FAIL"],
    ["COMPLETED DEAD", "fail", "DEAD"],
    ["COMPLETED constructor", "fail", "constructor"],
    ["ARCHIVED PASS", "arch-pass", "PASS"],
    ["ARCHIVED WAIVED", "arch-warn", "WAIVED"],
    ["ARCHIVED FAIL", "arch-fail", "FAIL"],
    ["LAUNCHED n/a", "launched", "LAUNCHED"],
    ["REMOTEHOSTSTART n/a", "starting", "REMOTEHOSTSTART"],
    ["RUNNING FAIL", "running", "RUNNING"],
    ["KILLREQ n/a", "killreq", "KILLREQ"],
    ["FAILEDKILL n/a", "killreq", "FAILEDKILL"],
    ["KILLED KILLED", "killed", "KILLED"],
    ["INCOMPLETE FAIL", "killed", "INCOMPLETE"],
    ["STUCK n/a", "killed", "STUCK"],
    ["NOT_STARTED ZERO_ITEMS", "blocked", "ZERO_ITEMS"],
    ["NOT_STARTED KEEP_TRYING", "blocked", "KEEP_TRYING"],
    ["NOT_STARTED n/a", "waiting", "NOT_STARTED"],
    ["REMOVING PASS", "removing", "REMOVING"],
    ["UNKNOWN PASS", "other", "UNKNOWN"],
    ["toString PASS", "other", "toString"],
  ])("06-13, 06-14: %s is %s and reads %s", (verdict, expected, text) => {
    const [state = "", status = ""] = verdict.split(" ");
    expect(classOf({ state, status })).toBe(expected);
    expect(cellText({ state, status })).toBe(text);
  });

  it("no record is none", () => {
    expect(classOf(undefined)).toBe("none");
  });

  it("every class but none has a glyph, so that colour is never alone", () => {
    const withoutGlyph = Object.entries(classTraits).filter(([, { glyph }]) => glyph === "");
    expect(withoutGlyph.map(([name]) => name)).toEqual(["none"]);
  });
});
