import { describe, expect, it } from "vitest";
import { chainedMaps, definitions, product, type TestText, workedExample } from "../../tests/kit/definitions.js";
import { type Script, Simulator } from "../../tests/kit/queue-simulator.js";
import { fullName } from "../model/index.js";
import { planRun } from "../plan/index.js";

type Texts = Readonly<Record<string, TestText>>;

const simulate = (texts: Texts, patterns: string, script: Script = {}) => new Simulator(planRun(definitions(texts), { patterns }), script);

/** Groups of launches, each a blank-separated list. */
function play(texts: Texts, patterns: string, script: Script = {}) {
  const simulator = simulate(texts, patterns, script);
  const groups = simulator.play().map((group) => group.join(" "));
  return { simulator, groups, verdicts: simulator.verdicts(), done: simulator.done };
}

const named = (testname: string, paths: readonly string[]) => paths.map((path) => `${testname}/${path}`).join(" ");
const builds = named("build", product("lin win", "arm x86"));
const units = named("unit", product("lin win", "arm x86", "s1 s2"));
const signs = "sign/r-lin-arm-s1 sign/r-win-x86-s2";

describe("02-16: worked examples, launch order", () => {
  it.each([
    ["unit/lin/arm/s1", ["fetch", "build/lin/arm", "unit/lin/arm/s1"]],
    ["sign/r-win-x86-s2", ["fetch", "build/win/x86", "unit/win/x86/s2", "sign/r-win-x86-s2"]],
    ["sign/r-win-%", ["fetch", "build/win/x86", "unit/win/x86/s2", "sign/r-win-x86-s2"]],
    ["unit/%/s2,build/lin/x86", ["fetch", "build/lin/x86", "unit/lin/arm/s2 unit/lin/x86/s2 unit/win/arm/s2 unit/win/x86/s2"]],
    ["report", ["fetch", builds, units, "report"]],
    ["other,fetch", ["other fetch"]],
    ["~other", ["fetch", builds, units, `${signs} report`]],
    ["unit/", []],
    ["%/s1", []],
    ["unit/lin%", ["fetch", "build/lin/arm build/lin/x86", "unit/lin/arm/s1 unit/lin/arm/s2 unit/lin/x86/s1 unit/lin/x86/s2"]],
  ])("%s", (patterns, groups) => {
    const played = play(workedExample, patterns);
    expect(played.groups).toEqual(groups);
    expect(played.done).toBe(true);
  });

  it("a test none of whose items is selected is NOT_STARTED/ZERO_ITEMS", () => {
    expect(play(workedExample, "unit/").verdicts).toEqual({ unit: "NOT_STARTED/ZERO_ITEMS" });
    const { verdicts, simulator } = play(workedExample, "%/s1");
    expect(verdicts).toEqual({ build: "NOT_STARTED/ZERO_ITEMS", unit: "NOT_STARTED/ZERO_ITEMS", sign: "NOT_STARTED/ZERO_ITEMS" });
    expect(simulator.marks.map((mark) => mark.comment)).toEqual(Array(3).fill("This test has no items which match test pattern."));
  });

  it("items flow one by one: each unit as soon as its build is OK", () => {
    const simulator = simulate(workedExample, "report");
    expect(simulator.play("one by one").slice(0, 3)).toEqual([["fetch"], builds.split(" "), ["unit/lin/arm/s1", "unit/lin/arm/s2"]]);
  });

  it.each([
    ["D/1/res", ["A/aa/1", "C/1/aa", "D/1/res"]],
    ["E/2/res,D/1/res", ["B/bb/2 A/aa/1", "C/1/aa C/2/bb", "E/2/res D/1/res"]],
  ])("chained maps: %s", (patterns, groups) => {
    expect(play(chainedMaps, patterns).groups).toEqual(groups);
  });
});

describe("two waitons with maps of their own", () => {
  const texts: Texts = {
    lib: { items: ["lin", "win"] },
    tool: { items: ["gcc", "msvc"] },
    use: {
      waiton: "lib tool",
      mode: "itemwait",
      items: ["lin-gcc", "win-msvc"],
      itemmaps: { lib: "^(\\w+)-.* \\1", tool: "^.*-(\\w+)$ \\1" },
    },
  };
  const start = () => {
    const simulator = simulate(texts, "%");
    simulator.start();
    simulator.performAll();
    const end = (...names: string[]) => {
      const ended = simulator.running.filter((test) => names.includes(fullName(test)));
      simulator.tell({ kind: "changed", records: ended.flatMap((test) => simulator.finish(test)) });
      simulator.performAll();
    };
    return { simulator, end };
  };

  it.each([
    [["lib/lin", "tool/gcc"], ["use/lin-gcc"]],
    [["tool/msvc", "lib/win"], ["use/win-msvc"]],
    [["lib/lin", "tool/msvc"], []],
    [["lib/lin", "lib/win"], []],
    [["tool/gcc", "tool/msvc"], []],
  ])("02-15: each item waits for exactly the two mapped items: after %j %j", (ended, launched) => {
    const { simulator, end } = start();
    const before = simulator.launched.length;
    for (const name of ended) end(name);
    expect(simulator.launched.slice(before)).toEqual(launched);
  });

  it("02-15: only what the selected item maps to is pulled in", () => {
    expect(play(texts, "use/win-msvc").groups.map((group) => group.split(" ").sort())).toEqual([["lib/win", "tool/msvc"], ["use/win-msvc"]]);
  });

  it("02-15: a failure of one of the two fails just this item", () => {
    const { verdicts } = play(texts, "%", { results: { "tool/gcc": "COMPLETED/FAIL" } });
    expect(verdicts).toMatchObject({ "use/lin-gcc": "COMPLETED/PREQ_FAIL", "use/win-msvc": "COMPLETED/PASS" });
  });
});

describe("02-16: worked examples, failures", () => {
  it("a build FAILs: its units are PREQ_FAIL, the others run, report runs", () => {
    const { groups, verdicts } = play(workedExample, "report", { results: { "build/lin/arm": "COMPLETED/FAIL" } });
    expect(groups).toEqual(["fetch", builds, units.replace("unit/lin/arm/s1 unit/lin/arm/s2 ", ""), "report"]);
    expect(verdicts).toMatchObject({
      "unit/lin/arm/s1": "COMPLETED/PREQ_FAIL",
      "unit/lin/arm/s2": "COMPLETED/PREQ_FAIL",
      unit: "NOT_STARTED/PREQ_FAIL",
      report: "COMPLETED/PASS",
    });
  });

  it("fetch FAILs: no items are registered downstream, report runs", () => {
    const { groups, verdicts } = play(workedExample, "report", { results: { fetch: "COMPLETED/FAIL" } });
    expect(groups).toEqual(["fetch", "report"]);
    expect(verdicts).toEqual({
      fetch: "COMPLETED/FAIL",
      build: "COMPLETED/PREQ_FAIL",
      unit: "COMPLETED/PREQ_FAIL",
      report: "COMPLETED/PASS",
    });
  });

  it("a unit FAILs: report runs", () => {
    const { groups, verdicts } = play(workedExample, "report", { results: { "unit/lin/arm/s1": "COMPLETED/FAIL" } });
    expect(groups.at(-1)).toBe("report");
    expect(verdicts).toMatchObject({ unit: "COMPLETED/FAIL", report: "COMPLETED/PASS" });
  });
});

describe("items", () => {
  it("02-19: go in item order", () => {
    expect(play({ t: { items: product("1 2", "x y") } }, "%").groups).toEqual(["t/1/x t/1/y t/2/x t/2/y"]);
  });

  it("02-20: a late list is made when the prerequisites are met, then narrowed by the pattern", () => {
    const texts: Texts = { up: {}, t: { waiton: "up", items: "late" } };
    const { simulator, groups } = play(texts, "t/b,t/a,t/c", { lateItems: { t: ["b", "x", "a", "b"] } });
    expect(groups).toEqual(["up", "t/b t/a"]);
    expect(simulator.verdicts()).not.toHaveProperty("t/x");
  });

  it("02-21: an empty list is NOT_STARTED/ZERO_ITEMS, late or not", () => {
    const texts: Texts = { late: { items: "late" }, known: { items: [] } };
    const { verdicts, done, simulator } = play(texts, "%");
    expect(verdicts).toEqual({ late: "NOT_STARTED/ZERO_ITEMS", known: "NOT_STARTED/ZERO_ITEMS" });
    expect(simulator.marks.map((mark) => mark.comment)).toEqual(["No items", "No items"]);
    expect(done).toBe(true);
  });

  it("02-21: DELETED item records do not count", () => {
    const records = { t: "COMPLETED/PASS", "t/a": "DELETED/n/a" };
    expect(play({ t: { items: [] } }, "%", { records }).verdicts).toMatchObject({ t: "NOT_STARTED/ZERO_ITEMS" });
  });

  it("an empty late list leaves a test with item records as it is", () => {
    const records = { t: "COMPLETED/PASS", "t/a": "COMPLETED/PASS" };
    expect(play({ t: { items: "late" } }, "%", { records }).verdicts).toEqual(records);
  });

  it("says when a map leads an item of a late list to nothing", () => {
    const texts: Texts = { up: { items: ["1"] }, t: { waiton: "up", mode: "itemwait", items: "late", itemmap: "b c" } };
    const { simulator, groups } = play(texts, "%", { lateItems: { t: ["1", "b"] } });
    expect(groups).toEqual(["up/1", "t/1 t/b"]);
    expect(simulator.said).toEqual(["warning: item b of test t maps to no item of up and does not wait for it"]);
  });
});
