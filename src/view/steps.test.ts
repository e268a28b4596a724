import { describe, expect, it } from "vitest";
import { stepVerdict } from "./steps.js";

describe("03 § 11.5: what the end of a step means", () => {
  it.each([
    ["end", "0", "", "", "COMPLETED/PASS"],
    ["end", "1", "", "", "COMPLETED/FAIL"],
    ["end", "2", "", "", "COMPLETED/FAIL"],
    ["end", "2", "a.html", "WARN: warning: One warning", "COMPLETED/WARN"],
    ["end", "3", "a.html", "", "COMPLETED/CHECK"],
    ["end", "4", "a.log", "WAIVE: waive: Known", "COMPLETED/WAIVED"],
    ["end", "5", "a.html", "", "COMPLETED/ABORT"],
    ["end", "6", "a.html", "", "COMPLETED/SKIP"],
    ["end", "139", "a.html", "", "COMPLETED/FAIL"],
    ["end", "WARN", "", "", "COMPLETED/WARN"],
    ["end", "nonsense", "", "", "COMPLETED/FAIL"],
    ["start", "-", "", "", "RUNNING/n/a"],
    ["half way", "42 of 100", "", "", "COMPLETED/n/a"],
  ])("%s with status %s, log %j, comment %j: %s", (state, status, logfile, comment, verdict) => {
    const { state: ended, status: as } = stepVerdict({ state, status, logfile, comment });
    expect(`${ended}/${as}`).toBe(verdict);
  });
});
