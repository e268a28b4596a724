import { describe, expect, it } from "vitest";
import { chainedMaps, definitions, product, type TestText, workedExample } from "../../tests/kit/definitions.js";
import { Failure } from "../base/index.js";
import { missingCounterpartText } from "./counterpart.js";
import { planRun, type Selectors } from "./plan.js";

/** The plan in queue order: `test` for a plain test, else `test: items` with those that are selected. */
function planText(texts: Readonly<Record<string, TestText>>, patterns: string, tagexpr?: string): string[] {
  const selectors: Selectors = tagexpr === undefined ? { patterns } : { patterns, tagexpr };
  return planRun(definitions(texts), selectors).nodes.map(({ test: { testname, items }, selection }) => {
    if (items.kind === "plain") return testname;
    if (items.kind === "late") return `${testname}: ${[...selection.paths, ...[...selection.patterns].map(({ text }) => text)].join(" ")}`;
    return `${testname}: ${[...items.paths].filter((path) => selection.has(path)).join(" ")}`;
  });
}

const allBuilds = product("lin win", "arm x86").join(" ");
const allUnits = product("lin win", "arm x86", "s1 s2").join(" ");

describe("02-16: worked examples, what is in the run", () => {
  it.each([
    ["unit/lin/arm/s1", ["fetch", "build: lin/arm", "unit: lin/arm/s1"]],
    ["sign/r-win-x86-s2", ["fetch", "build: win/x86", "unit: win/x86/s2", "sign: r-win-x86-s2"]],
    ["sign/r-win-%", ["fetch", "build: win/x86", "unit: win/x86/s2", "sign: r-win-x86-s2"]],
    ["unit/%/s2,build/lin/x86", ["fetch", "build: lin/x86", "unit: lin/arm/s2 lin/x86/s2 win/arm/s2 win/x86/s2"]],
    ["report", ["fetch", `build: ${allBuilds}`, `unit: ${allUnits}`, "report"]],
    ["other,fetch", ["other", "fetch"]],
    ["~other", ["fetch", `build: ${allBuilds}`, `unit: ${allUnits}`, "sign: r-lin-arm-s1 r-win-x86-s2", "report"]],
    ["unit/", ["unit: "]],
    ["%/s1", ["build: ", "unit: ", "sign: "]],
    ["unit/lin%", ["fetch", "build: lin/arm lin/x86", "unit: lin/arm/s1 lin/arm/s2 lin/x86/s1 lin/x86/s2"]],
  ])("%s", (patterns, plan) => {
    expect(planText(workedExample, patterns)).toEqual(plan);
  });

  it.each([
    ["D/1/res", ["A: aa/1", "C: 1/aa", "D: 1/res"]],
    ["E/2/res,D/1/res", ["B: bb/2", "A: aa/1", "C: 1/aa 2/bb", "E: 2/res", "D: 1/res"]],
  ])("chained maps: %s", (patterns, plan) => {
    expect(planText(chainedMaps, patterns)).toEqual(plan);
  });

  it("warns of an item that a map leads to nothing, once", () => {
    const { warnings } = planRun(definitions(chainedMaps), { patterns: "D/1/res,C/1/aa" });
    expect(warnings).toEqual([{ testname: "C", item_path: "1/aa", waiton: "B" }]);
    expect(warnings.map(missingCounterpartText)).toEqual(["item 1/aa of test C maps to no item of B and does not wait for it"]);
  });
});

describe("what is named", () => {
  it("leaves out plain tests of which only items are asked for, and says which", () => {
    const plan = planRun(definitions(workedExample), { patterns: "%/s1" });
    expect(plan.named).toEqual(["build", "sign", "unit"]);
    expect(plan.without_items).toEqual(["fetch", "other", "report"]);
  });

  it("02-8: tags restrict the named tests, waitons come in regardless", () => {
    const texts = { a: { waiton: "b", tags: "slow, quick" }, b: { tags: "slow" }, c: { tags: "slow" } };
    expect(planText(texts, "%", "quick")).toEqual(["b", "a"]);
    expect(planText(texts, "%", "none")).toEqual([]);
  });

  it("02-18: a named waiton is not widened, 02-17: an unnamed one gets what all its waiting tests need", () => {
    const texts: Record<string, TestText> = {
      up: { items: ["1", "2", "3"] },
      x: { waiton: "up", mode: "itemwait", items: ["a"], itemmap: "a 1" },
      y: { waiton: "up", mode: "itemmatch", items: ["b"], itemmap: "b 3" },
    };
    expect(planText(texts, "x,y")).toEqual(["up: 1 3", "y: b", "x: a"]);
    expect(planText(texts, "x,y,up/2")).toEqual(["up: 2", "y: b", "x: a"]);
  });
});

describe("items that are computed late", () => {
  const texts: Record<string, TestText> = {
    plain: {},
    up: { items: ["1", "2"] },
    mapped: { items: ["one", "two"] },
    late: { waiton: "up mapped plain", mode: "itemwait", items: "late", itemmaps: { mapped: "1 one" } },
    down: { waiton: "late", mode: "itemwait", items: ["x1", "x2"], itemmap: "x" },
  };

  it("pass exact paths on through the maps", () => {
    expect(planText(texts, "late/1")).toEqual(["up: 1", "plain", "mapped: one", "late: 1"]);
    expect(planText(texts, "down/x2")).toEqual(["up: 2", "plain", "late: 2", "down: x2"]);
  });

  it("pass patterns on as they are, unless there is a map", () => {
    expect(planText(texts, "late/1%")).toEqual(["up: 1", "plain", "mapped: one two", "late: 1%"]);
    expect(planText(texts, "late")).toEqual(["up: 1 2", "plain", "mapped: one two", "late: %"]);
  });
});

describe("waitors", () => {
  it("come in completely and wait for the test that lists them", () => {
    const texts: Record<string, TestText> = { a: { waitor: "z" }, z: { items: ["1", "2"], waiton: "base" }, base: {} };
    expect(planText(texts, "a")).toEqual(["base", "a", "z: 1 2"]);
    expect(
      planRun(definitions(texts), { patterns: "a" })
        .nodes.at(-1)
        ?.links.map((link) => link.waiton),
    ).toEqual(["base", "a"]);
    expect(planText(texts, "z")).toEqual(["base", "z: 1 2"]);
    expect(planText(texts, "a,z/1")).toEqual(["base", "a", "z: 1"]);
  });

  it("the usual pairing is no cycle", () => {
    const texts: Record<string, TestText> = { a: { waitor: "z" }, z: { waiton: "a" } };
    expect(planText(texts, "a")).toEqual(["a", "z"]);
    expect(planText(texts, "z")).toEqual(["a", "z"]);
  });

  it("of a test that is left out of the run stay out", () => {
    const texts = { ...chainedMaps, B: { ...chainedMaps["B"], waitor: "F" }, F: {} };
    expect(planText(texts, "D/1/res")).toEqual(["A: aa/1", "C: 1/aa", "D: 1/res"]);
    expect(planText(texts, "E/1/res")).toEqual(["B: bb/1", "F", "C: 1/bb", "E: 1/res"]);
  });
});

describe("02-10: cycles", () => {
  const texts: Record<string, TestText> = { b: { waiton: "c" }, a: { waiton: "b" }, c: { waiton: "a" }, d: { waiton: "a" }, e: {} };

  it("are named", () => {
    const plan = () => planRun(definitions(texts), { patterns: "d" });
    expect(plan).toThrow(new Failure("bad-plan", "circular waiton: a -> b -> c -> a"));
  });

  it("count only among tests of the run", () => {
    expect(planText(texts, "e")).toEqual(["e"]);
  });
});

describe("queue order", () => {
  it("02-22: priority, then name descending", () => {
    const texts: Record<string, TestText> = { p: { priority: "1" }, q: { priority: "9" }, r: {}, s: {} };
    expect(planText(texts, "%")).toEqual(["q", "p", "s", "r"]);
  });

  it("02-12: waitons before what waits for them, whatever the priority", () => {
    const texts: Record<string, TestText> = { a: {}, b: { waiton: "a", priority: "7" }, c: { waiton: "b", priority: "9" }, x: { priority: "1" } };
    expect(planText(texts, "%")).toEqual(["x", "a", "b", "c"]);
    expect(planText(texts, "c")).toEqual(["a", "b", "c"]);
  });

  it("does not mind tests that are left out of the run", () => {
    const texts: Record<string, TestText> = { ...chainedMaps, C: { ...chainedMaps["C"], priority: "1" } };
    expect(planText({ ...texts, AA: {} }, "C/1/bb,AA")).toEqual(["B: bb/1", "C: 1/bb", "AA"]);
  });
});

it("plans 20,000 items and as many named ones", () => {
  const items = Array.from({ length: 20_000 }, (_, number) => `a/${number}`);
  const texts: Record<string, TestText> = {
    up: { items },
    mid: { waiton: "up", mode: "itemwait", items },
    down: { waiton: "mid", mode: "itemwait", items: items.map((item) => `${item}/x`), itemmap: "/x$" },
  };
  const plan = planRun(definitions(texts), { patterns: items.map((item) => `down/${item}/x`).join(",") });
  expect(plan.nodes.map(({ selection }) => selection.has("a/19999"))).toEqual([true, true, false]);
});
