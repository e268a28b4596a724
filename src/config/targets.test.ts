import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { exportKeys, parseTarget } from "./targets.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const keys = ["SYS", "RELEASE"];

describe("targets", () => {
  it.each(["x/1", "a%/b.c", "a b/c d"])("%s fits two keys", (target) => {
    expect(parseTarget(target, keys, scratch.log)).toEqual(target.split("/"));
  });

  it.each([
    ["x", "(x)"],
    ["x/", "(x )"],
    ["/1", "( 1)"],
    ["x/1/2", "(x 1 2)"],
    ["", "()"],
  ])("01-40: %j does not", (target, elements) => {
    expect(parseTarget(target, keys, scratch.log)).toBeUndefined();
    expect(scratch.logged).toEqual([
      `ERROR: Invalid target, spaces or blanks not allowed "${target}", target should be: SYS/RELEASE, have ${elements} for elements`,
    ]);
  });

  it("any fits while the keys are unknown", () => {
    expect(parseTarget("x", [], scratch.log)).toEqual(["x"]);
  });
});

describe("export of keys at the end of [fields]", () => {
  const exported = (target: string) => {
    const text = "[before]\nsys #{getenv SYS}\n[fields]\nSYS TEXT\nRELEASE TEXT\n[k]\nrel #{getenv RELEASE}\n";
    const config = scratch.read(text, {
      onSectionEnd: (section, soFar) => {
        if (section === "fields") exportKeys(target, soFar.names("fields"), scratch.env, scratch.log);
      },
    });
    return [config.lookup("before", "sys"), config.lookup("k", "rel")];
  };

  it("01-42: later lines see the values", () => {
    expect(exported("x/1")).toEqual(["#f", "1"]);
    expect(exported("/y//2")).toEqual(["x", "2"]);
  });

  it("a target that does not fit is an error and exports nothing", () => {
    expect(exported("x")).toEqual(["#f", "#f"]);
    expect(scratch.logged).toEqual(["ERROR: wrong number of values in x, should match (SYS RELEASE)"]);
  });
});
