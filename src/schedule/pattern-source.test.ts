import { describe, expect, it } from "vitest";
import { type PatternSources, testPatternOf } from "./pattern-source.js";

const variables: Record<string, string> = { TESTPATT: "a%", NIGHTLY: "n%" };
const sources = (given: Partial<PatternSources>): PatternSources => ({
  testpatt: undefined,
  runtests: undefined,
  modepatt: undefined,
  forcedModepatt: undefined,
  runconfig: (name) => variables[name],
  ...given,
});

describe("02 § 5.1: the test pattern of a run", () => {
  it.each([
    ["02-4: TESTPATT of runconfigs", {}, "a%"],
    ["02-4: -testpatt beats it", { testpatt: "b" }, "b"],
    ["02-4: -testpatt % does not", { testpatt: "%" }, "a%"],
    ["-runtests", { runtests: "r" }, "r"],
    ["-testpatt beats -runtests", { testpatt: "b", runtests: "r" }, "b"],
    ["-modepatt names another variable", { modepatt: "NIGHTLY" }, "n%"],
    ["02-6: -modepatt of a variable that does not exist: all tests", { modepatt: "NOSUCH" }, "%"],
    ["02-6: --modepatt of a variable that does not exist: none", { forcedModepatt: "NOSUCH" }, undefined],
    ["--modepatt beats -testpatt", { forcedModepatt: "NIGHTLY", testpatt: "b" }, "n%"],
  ])("%s", (_name, given, pattern) => {
    expect(testPatternOf(sources(given))?.pattern).toBe(pattern);
  });

  it("without any variable all tests are meant", () => {
    expect(testPatternOf({ ...sources({}), runconfig: () => undefined })).toEqual({ pattern: "%" });
  });
});
