import { describe, expect, it } from "vitest";
import { dependenciesOf, type GraphEdge, type GraphNode, layOut } from "../../../src/view/index.js";
import { graphModel, lineText, nodeAt, type Step, stepFrom } from "./graph-model.js";
import { highlightOf, isLineLit, isLit } from "./highlight.js";

const waits: Readonly<Record<string, string[]>> = { build: [], lint: [], unit: ["build"], bench: ["build", "unit"], report: ["bench", "lint"] };
const edge = (from: string, to: string): GraphEdge => ({ from, to, kind: "waiton", mode: "", byItem: false, place: "" });
const nodes = Object.entries(waits).map(
  ([testname, waitons]): GraphNode => ({ testname, jobgroup: "", tags: [], edges: waitons.map((from) => edge(from, testname)) }),
);
const dependencies = dependenciesOf(nodes);
const layout = layOut(
  dependencies.names,
  dependencies.edges.map(({ from, to }) => [from, to]),
);
const model = graphModel(dependencies, layout, new Set());

describe("06 § 21: keys go along edges", () => {
  it.each<[string, Step, string]>([
    ["unit", "right", "bench"],
    ["unit", "left", "build"],
    ["build", "left", "build"],
    ["report", "right", "report"],
  ])("from %s %s to %s", (from, step, to) => {
    expect(stepFrom(model, from, step)).toBe(to);
  });

  it("up and down lead there and back", () => {
    const below = stepFrom(model, "bench", "down");
    const above = stepFrom(model, "bench", "up");
    expect(new Set([below, above])).not.toEqual(new Set(["bench"]));
  });

  it("finds the node under the pointer", () => {
    const place = model.places.get("unit");
    expect(nodeAt(model, (place?.x ?? 0) + 5, (place?.y ?? 0) + 5)).toBe("unit");
    expect(nodeAt(model, -50, -50)).toBeUndefined();
  });
});

describe("06 § 29: what stands out", () => {
  const lit = (asked: Parameters<typeof highlightOf>[1]) => {
    const highlight = highlightOf(dependencies, asked);
    return highlight && dependencies.names.filter((name) => isLit(highlight, name)).join(" ");
  };

  it("is what the focus waits for and what waits for it", () => {
    expect(lit({ focus: "unit" })).toBe("bench build report unit");
    expect(lit({ focus: "lint" })).toBe("lint report");
    expect(lit({})).toBeUndefined();
  });

  it("is the way between two tests, in either direction", () => {
    expect(lit({ focus: "report", to: "build" })).toBe("bench build report");
  });

  it("is what failed and what it keeps from starting", () => {
    expect(lit({ failed: ["unit"], isBlocked: (name) => name !== "report" })).toBe("bench unit");
  });

  it("has the lines between", () => {
    const highlight = highlightOf(dependencies, { focus: "unit" });
    const isLineOfHighlight = (from: string, to: string) => highlight !== undefined && isLineLit(highlight, { from: [from], to: [to] });
    expect([isLineOfHighlight("build", "unit"), isLineOfHighlight("bench", "report"), isLineOfHighlight("lint", "report")]).toEqual([
      true,
      true,
      false,
    ]);
  });
});

describe("06 § 29: the tooltip of a line", () => {
  it("tells mode, map and place", () => {
    expect(lineText([{ ...edge("unit", "bench"), mode: "itemmatch", itemmap: "a b", place: "tests/bench/testconfig:3" }])).toBe(
      "bench waits for unit\nmode itemmatch\nitemmap a b\ntests/bench/testconfig:3",
    );
    expect(lineText([edge("a", "b"), edge("a", "c")])).toBe("2 tests wait for 1 alike");
  });
});
