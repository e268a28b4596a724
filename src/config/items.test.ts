import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { expandItems, hasLateItems, itemInfo, itemPath } from "./items.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => scratch.remove());

const paths = (text: string) => expandItems(scratch.read(text), scratch.log)?.map(itemPath);

describe("expansion of items", () => {
  it.each([
    ["01-51: product, the first variable slowest", "[items]\nA 1 2\nB x y", "1/x 1/y 2/x 2/y"],
    ["01-52: table, a missing word is -", "[itemstable]\nA 1 2 3\nB x", "1/x 2/- 3/-"],
    ["01-53: product rows come first", "[itemstable]\nA 1\nB x\n[items]\nA 3 4", "3 4 1/x"],
    ["order of the last definition, continued values", "[items]\nA old\nB x   y\nA 1\n  2\n", "x/1 x/2 y/1 y/2"],
    ["values with slashes", "[items]\nP a/b c\n[itemstable]\nP t1 t2 t3\nQ u1", "a/b c t1/u1 t2/- t3/-"],
    ["duplicate paths once", "[items]\nA 1 1 2\n[itemstable]\nB 2 3", "1 2 3"],
    ["01-54: a variable without values leaves nothing", "[items]\nA 1 2\nB", ""],
    ["a table of empty lines", "[itemstable]\nA\nB", ""],
    ["an empty product and a table", "[items]\nA\n[itemstable]\nB 1", "1"],
  ])("%s", (_, text, expected) => {
    expect(paths(text)?.join(" ")).toBe(expected);
  });

  it("01-55: sections without lines make a plain test, with a warning", () => {
    expect(paths("[ezsteps]\ns true")).toBeUndefined();
    expect(scratch.logged).toEqual([]);
    expect(paths("[items]\n[itemstable]\n")).toBeUndefined();
    expect(scratch.logged).toEqual([
      "WARNING:[items] section in testconfig but no entries defined",
      "WARNNG:[itemstable] section in testconfig but no entries defined",
    ]);
  });

  it("01-56: values of commands are those at the time of the expansion", () => {
    scratch.write("list", "old\n");
    const config = scratch.read("[items]\nI [system cat list]\n", { system: "deferred" });
    expect(hasLateItems(config)).toBe(true);
    scratch.write("list", "b1\nb2\n");
    expect(expandItems(config, scratch.log)?.map(itemPath)).toEqual(["b1", "b2"]);
    expect(hasLateItems(scratch.read("[items]\nI 1\n", { system: "deferred" }))).toBe(false);
  });

  it("describes an item as MT_ITEM_INFO does", () => {
    const [item = []] = expandItems(scratch.read("[items]\nBOARD r1\nTEMP cold\n"), scratch.log) ?? [];
    expect(itemInfo(item)).toBe("((BOARD r1) (TEMP cold))");
  });

  it("01-57: step names and commands see the item's variables", () => {
    scratch.env["BOARD"] = "r1";
    expect(scratch.read("[ezsteps]\n#{getenv BOARD}step run #{getenv BOARD}\n").lookup("ezsteps", "r1step")).toBe("run r1");
  });
});
