import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { GraphEdge, GraphNode } from "../api/graph.js";
import { circlesIn, circularPairs } from "./circles.js";
import { dependenciesOf, neighbourhood, reachable, wayBetween } from "./dependencies.js";
import { dotOf } from "./dot.js";
import { layOut, nodeSize } from "./layout.js";

/** Tests with what they wait for: `report: build unit`. */
function graph(...lines: readonly string[]) {
  const nodes = lines.map((line): GraphNode => {
    const [testname = "", waitons = ""] = line.split(": ");
    const edges = waitons
      .split(" ")
      .filter(Boolean)
      .map((from): GraphEdge => ({ from, to: testname, kind: "waiton", mode: "", byItem: false, place: "" }));
    return { testname, jobgroup: "", tags: [], edges };
  });
  return dependenciesOf(nodes);
}

const regression = graph("build", "lint", "unit: build", "search: build", "bench: build unit", "report: build unit search bench lint");

describe("06 § 29: what waits for what", () => {
  it("leads upstream and downstream", () => {
    expect([...reachable(["bench"], regression.waitsOn)].sort()).toEqual(["build", "unit"]);
    expect([...reachable(["unit"], regression.neededBy)].sort()).toEqual(["bench", "report"]);
  });

  it("finds a shortest way between two tests", () => {
    expect(wayBetween(regression, "build", "bench")).toEqual(["build", "bench"]);
    expect(wayBetween(graph("a", "b: a", "c: b"), "a", "c")).toEqual(["a", "b", "c"]);
    expect(wayBetween(regression, "lint", "bench")).toBeUndefined();
  });

  it("knows the tests nearest to one", () => {
    expect(neighbourhood(graph("a", "b: a", "c: b", "d: c", "z"), "b", 3)).toEqual(["b", "a", "c"]);
    expect(neighbourhood(regression, "lint", 99)).toHaveLength(6);
  });

  it("tells names that are no test, and one line for a waiton that is a waitor too", () => {
    const both: GraphNode = {
      testname: "a",
      jobgroup: "",
      tags: [],
      edges: [{ from: "a", to: "b", kind: "waitor", mode: "", byItem: false, place: "" }],
    };
    const b: GraphNode = {
      testname: "b",
      jobgroup: "",
      tags: [],
      edges: [{ from: "a", to: "b", kind: "waiton", mode: "", byItem: true, place: "" }],
    };
    expect(dependenciesOf([both, b]).edges).toEqual(b.edges);
    expect([...graph("a: typo").unknown]).toEqual(["typo"]);
  });

  it("leaves out tests that are not shown, with what leads to them", () => {
    const nodes: GraphNode[] = ["a", "b"].map((testname) => ({ testname, jobgroup: "", tags: [], edges: [] }));
    const shown = dependenciesOf(nodes, (testname) => testname === "a");
    expect(shown.names).toEqual(["a"]);
  });
});

describe("06 § 29: circles", () => {
  it("are told once, from the first name on", () => {
    expect(circlesIn(graph("c: b", "a: c", "b: a", "d: a", "self: self"))).toEqual([["a", "b", "c"], ["self"]]);
    expect(circularPairs(graph("a: b", "b: a c", "c"))).toEqual(new Set(['["b","a"]', '["a","b"]']));
  });

  it("are none where every test waits for earlier ones", async () => {
    await fc.assert(
      fc.property(earlierOnly, (lines) => {
        expect(circlesIn(graph(...lines))).toEqual([]);
      }),
    );
  });
});

const name = (at: number) => `t${at}`;
const earlierOnly: fc.Arbitrary<string[]> = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 }).map((waits) =>
  waits.map(
    (list, at) =>
      `${name(at)}: ${list
        .filter((other) => other < at)
        .map(name)
        .join(" ")}`,
  ),
);
const anything: fc.Arbitrary<string[]> = fc
  .array(fc.array(fc.nat(25), { maxLength: 4 }), { maxLength: 25 })
  .map((waits) => waits.map((list, at) => `${name(at)}: ${list.map(name).join(" ")}`));

const pairsOf = ({ edges }: ReturnType<typeof graph>) => edges.map(({ from, to }) => [from, to] as const);

describe("06 § 29: the layout", () => {
  it("places what waits at the right of what it waits for", () => {
    const { nodes } = layOut(regression.names, pairsOf(regression));
    const x = new Map(nodes.map((node) => [node.name, node.x]));
    for (const { from, to } of regression.edges) expect(x.get(from)).toBeLessThan(x.get(to) ?? 0);
  });

  it("draws no two nodes over each other, all of them, and a line for every pair, whatever the circles", async () => {
    await fc.assert(
      fc.property(anything, (lines) => {
        const drawn = graph(...lines);
        const { nodes, lines: drawnLines, width, height } = layOut(drawn.names, pairsOf(drawn));
        expect(nodes.map((node) => node.name).sort()).toEqual(drawn.names);
        for (const [at, a] of nodes.entries()) {
          expect(a.x).toBeGreaterThanOrEqual(0);
          expect(a.x + nodeSize.width).toBeLessThanOrEqual(width + 0.01);
          expect(a.y + nodeSize.height).toBeLessThanOrEqual(height + 0.01);
          for (const b of nodes.slice(at + 1)) {
            const apart = Math.abs(a.x - b.x) >= nodeSize.width - 0.01 || Math.abs(a.y - b.y) >= nodeSize.height - 0.01;
            expect(apart).toBe(true);
          }
        }
        for (const { from, to } of drawn.edges) {
          if (from !== to) expect(drawnLines.some((line) => line.from.includes(from) && line.to.includes(to))).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("makes blocks of tests that stand alike, with one line for all", () => {
    const fan = graph("build", ...Array.from({ length: 40 }, (_, at) => `unit${at}: build`));
    const { blocks, lines } = layOut(fan.names, pairsOf(fan));
    expect([blocks.length, lines.length]).toEqual([1, 1]);
  });

  it("has a path without numbers that are none", async () => {
    await fc.assert(
      fc.property(anything, (lines) => {
        const drawn = graph(...lines);
        for (const { path } of layOut(drawn.names, pairsOf(drawn)).lines) expect(path).not.toMatch(/NaN|Infinity/);
      }),
    );
  });
});

describe("06 § 29: export as DOT", () => {
  it("quotes names", () => {
    expect(dotOf(graph('a"b\\', 'c: a"b\\'))).toContain('  "a\\"b\\\\" -> "c" [style=solid];');
  });
});
