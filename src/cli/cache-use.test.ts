import { describe, expect, it } from "vitest";
import type { Env } from "../sys/index.js";
import { parseArguments } from "./arguments.js";
import { cacheUse } from "./cache-use.js";

const useOf = (line: string, env: Env = {}) => cacheUse(parseArguments(line.split(" ")), env);
const inTest: Env = { MT_TARGET: "x/1", MT_RUNNAME: "r1", MT_TEST_NAME: "t", MT_ITEMPATH: "a/b" };

describe("01 § 10: whose caches a command uses", () => {
  it("those of the run that it names", () => {
    expect(useOf("-list-runs -target x/1 :runname r1")).toMatchObject({ runname: "r1", test: undefined, read: undefined });
  });

  it("those of the test that it belongs to", () => {
    expect(useOf("-show-config", inTest)).toMatchObject({ runname: "r1", test: { testname: "t", item_path: "a/b" }, read: undefined });
    expect(useOf("-show-config -target x/1 -runname r1", inTest)).toEqual(useOf("-show-config", inTest));
  });

  it.each(["-target x/2", "-reqtarg x/2", "-runname r2"])("with %s in a test of another run, it does not read those of that run", (words) => {
    expect(useOf(`-show-config ${words}`, inTest)).toMatchObject({ test: undefined, read: false });
  });

  it("none without a run name", () => {
    expect(useOf("-show-config -target x/1")).toBeUndefined();
  });

  it.each([
    ["-show-config", undefined, undefined],
    ["-show-config -no-cache", undefined, false],
    ["-show-config", "no", false],
    ["-show-config -no-cache", "yes", true],
    ["-show-config", "yes", true],
    ["-show-config -no-cache", "maybe", false],
  ])("01-59: %s with MT_USE_CACHE %s: read %s", (line, said, read) => {
    expect(useOf(line, said === undefined ? inTest : { ...inTest, MT_USE_CACHE: said })).toMatchObject({ read });
  });
});
