import { describe, expect, it } from "vitest";
import type { RunRow } from "../../src/view/index.js";
import { keyOf, linesOf, treeOf } from "./tree-model.js";

function run(target: string, runname: string, fail: number): RunRow {
  const rest = { id: 1, contour: "", state: "", status: "", owner: "", event_time: 0, comment: "", fail_count: 0, pass_count: 0, last_update: 0 };
  return { ...rest, target: target.split("/"), runname, counts: { fail, pass: 3 } };
}

const runs = [run("b/1", "r9", 0), run("a/2", "r8", 2), run("a/10", "r7", 0), run("a/2", "r6", 1)];
const tree = treeOf(runs, ({ counts }) => counts.fail ?? 0);
const shown = (isOpen: (key: string) => boolean, words = "") =>
  linesOf(tree, isOpen, words).map(({ node, depth }) => `${"  ".repeat(depth)}${node.path.at(-1)} ${node.runs}/${node.bad}`);

describe("06 § 17: the tree of targets", () => {
  it("has a level per key, runs as leaves, the newest on top, with counts of runs and failed tests", () => {
    expect(shown(() => true)).toEqual(["a 3/3", "  2 2/3", "    r8 1/2", "    r6 1/1", "  10 1/0", "    r7 1/0", "b 1/0", "  1 1/0", "    r9 1/0"]);
  });

  it("shows what is open", () => {
    expect(shown((key) => key === "target a")).toEqual(["a 3/3", "  2 2/3", "  10 1/0", "b 1/0"]);
  });

  it.each([
    ["r7", ["a 3/3", "  10 1/0", "    r7 1/0"]],
    ["A/2", ["a 3/3", "  2 2/3", "    r8 1/2", "    r6 1/1"]],
    ["nothing", []],
  ])("narrows to %s and what leads there", (words, lines) => {
    expect(shown(() => false, words)).toEqual(lines);
  });

  it("tells a target value and a run of the same name apart", () => {
    const [node] = treeOf([run("a", "a", 0)], () => 0);
    expect(new Set([node, ...(node?.children ?? [])].map((each) => each && keyOf(each))).size).toBe(2);
  });
});
