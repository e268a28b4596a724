import { describe, expect, it } from "vitest";
import { makeLog } from "../base/index.js";
import { applyItemmap, itemmapFor } from "../model/index.js";
import { type RequirementTexts, requirementsOf } from "./requirements.js";

const nothing: RequirementTexts = {
  waiton: undefined,
  waitor: undefined,
  mode: undefined,
  priority: undefined,
  itemmap: undefined,
  itemmaps: [],
};

function read(texts: Partial<RequirementTexts>) {
  const lines: string[] = [];
  const log = makeLog(
    (_, line) => lines.push(line),
    () => true,
  );
  return { ...requirementsOf("t", { ...nothing, ...texts }, new Set(["t", "a", "b"]), log), lines };
}

describe("waiton and waitor", () => {
  it("02-9: unknown names and the test itself are told and dropped", () => {
    const { waitons, waitors, lines } = read({ waiton: " a  x/y\n t b a ", waitor: "b nosuch" });
    expect(waitons).toEqual(["a", "b"]);
    expect(waitors).toEqual(["b"]);
    expect(lines).toEqual([
      "ERROR: test t has unrecognised waiton testname x/y",
      "ERROR: test t has listed itself as a waiton or waitor, please correct this!",
      "ERROR: test t has unrecognised waitor testname nosuch",
    ]);
  });
});

describe("mode", () => {
  it.each([
    [undefined, "normal"],
    ["toplevel", "toplevel"],
    ["itemwait", "itemwait"],
    ["itemmatch", "itemwait"],
    ["exclusive", "exclusive normal"],
    ["itemwait exclusive", "exclusive itemwait"],
    ["normal", "normal"],
  ])("02-29: %s: %s", (mode, modes) => {
    expect([...read({ mode }).modes].toSorted().join(" ")).toBe(modes);
  });

  it("warns of unknown words and ignores them", () => {
    const { modes, lines } = read({ mode: "fast toplevel" });
    expect([...modes]).toEqual(["toplevel"]);
    expect(lines).toEqual(["WARNING: test t has unknown mode fast, ignoring it"]);
  });
});

describe("priority", () => {
  it.each([
    [undefined, 0, 0],
    ["7", 7, 0],
    [" -1.5 ", -1.5, 0],
    ["high", 0, 1],
    ["", 0, 1],
  ])("%s is %s, with %s error(s)", (priority, value, errors) => {
    const read_ = read({ priority });
    expect(read_.priority).toBe(value);
    expect(read_.lines).toHaveLength(errors);
  });
});

describe("item maps", () => {
  it("02-14: [requirements] itemmap hides the section", () => {
    const { itemmaps } = read({ itemmap: "x y", itemmaps: [{ name: "a", value: "x z" }] });
    expect(applyItemmap(itemmapFor(itemmaps, "a") ?? [], "x")).toBe("y");
  });

  it("one that does not parse is told and left out", () => {
    const { itemmaps, lines } = read({ itemmaps: [{ name: "a", value: "(" }] });
    expect(itemmaps).toEqual([]);
    expect(lines[0]).toContain("ERROR: test t, map for a, ignoring it: itemmap: no regular expression: (");
  });
});
