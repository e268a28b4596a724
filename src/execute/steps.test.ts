import { describe, expect, it } from "vitest";
import { Config } from "../config/index.js";
import { runscriptStatus, stepsOf, stepVerdict } from "./steps.js";

function stepOf(line: string) {
  const config = new Config();
  config.set("ezsteps", "s", line, "testconfig");
  const [step] = stepsOf(config);
  return step === undefined ? undefined : { params: Object.fromEntries(step.params), command: step.command };
}

describe("03 § 11.1: a line of [ezsteps]", () => {
  it.each([
    ["make all", {}, "make all"],
    ["{subrun=yes} env", { subrun: "yes" }, "env"],
    ["{a=1; b=x y} run it", { a: "1", b: "x y" }, "run it"],
    ["{} run", {}, "run"],
    ["{ echo a; echo b; }", {}, "{ echo a; echo b; }"],
    ["{ echo a=1; }", {}, "{ echo a=1; }"],
    ["echo ${HOME}", {}, "echo ${HOME}"],
  ])("%s", (line, params, command) => {
    expect(stepOf(line)).toEqual({ params, command });
  });
});

describe("03 § 11.5: exit codes", () => {
  it.each([
    [0, "PASS", undefined, true],
    [1, "FAIL", "Failed at step s", false],
    [2, "WARN", "Logpro warning found", true],
    [3, "CHECK", "Logpro check found", false],
    [4, "WAIVED", "Logpro waived found", false],
    [5, "ABORT", "Logpro abort found", false],
    [6, "SKIP", "Logpro skip found", false],
    [7, "FAIL", "Failed at step s", false],
    [undefined, "FAIL", "Failed at step s", false],
  ])("03-31, 03-32: %s of logpro is %s", (code, status, comment, goOn) => {
    expect(stepVerdict("s", code, true)).toEqual({ status, comment, goOn });
  });

  it.each([1, 2, 3, 6, 77, undefined])("03-30: %s without logpro is FAIL", (code) => {
    expect(stepVerdict("s", code, false)).toEqual({ status: "FAIL", comment: "Failed at step s", goOn: false });
  });

  it("03-26: of a run script", () => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, undefined].map(runscriptStatus)).toEqual([
      "PASS",
      "FAIL",
      "WARN",
      "CHECK",
      "WAIVED",
      "ABORT",
      "SKIP",
      "FAIL",
      "FAIL",
    ]);
  });
});
