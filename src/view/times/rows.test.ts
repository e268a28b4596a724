import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timedTest as test } from "../../../tests/kit/timed-test.js";
import { barsOf, endOfBar } from "./bars.js";
import { rowings, rowsOfBars } from "./rows.js";

const rows = (tests: readonly ReturnType<typeof test>[], ...[rowing, critical]: [Parameters<typeof rowsOfBars>[1], number[]?]) => {
  const { bars } = barsOf(tests, (testname) => (testname === "c" ? "slow" : ""));
  const { rowOf, bands, count } = rowsOfBars(bars, rowing, critical);
  return { rows: bars.map(({ testname }, at) => `${testname}${rowOf[at]}`).join(" "), bands: bands.map(({ title }) => title), count };
};

describe("06 § 28: rows of the chart of times", () => {
  const three = [test("a", 100, 10), test("b", 105, 10), test("c", 110, 5), test("d", 115, 1)];

  it("takes the first row that is free", () => {
    expect(rows(three, "packed")).toEqual({ rows: "a0 b1 c0 d0", bands: [""], count: 2 });
  });

  it("keeps the row of a live bar free for it", () => {
    expect(rows([test("a", 100, 1, { state: "RUNNING" }), test("b", 200, 1)], "packed").rows).toBe("a0 b1");
  });

  it("puts tests, hosts and job groups into bands of their own", () => {
    expect(rows(three, "test")).toEqual({ rows: "a0 b1 c2 d3", bands: ["a", "b", "c", "d"], count: 4 });
    expect(rows(three, "group")).toEqual({ rows: "a0 b1 c2 d0", bands: ["no job group", "slow"], count: 3 });
    expect(rows([test("a", 1, 9, { host: "h2" }), test("b", 2, 9, { host: "h10" })], "host").bands).toEqual(["h2", "h10"]);
  });

  it("gives each test of the critical path a row, in the order of the path", () => {
    const ids = [three[0], three[2]].map((one) => one?.id ?? 0);
    expect(rows(three, "critical", ids)).toEqual({ rows: "a0 b2 c1 d2", bands: ["Critical path", "Other tests"], count: 3 });
  });

  it("never lets two bars of a row overlap, and loses none", async () => {
    const times = fc.array(
      fc.record({ start: fc.integer({ min: 1, max: 300 }), length: fc.nat(60), live: fc.boolean(), name: fc.constantFrom("a", "b", "c") }),
    );
    await fc.assert(
      fc.property(times, fc.constantFrom(...rowings), (drawn, rowing) => {
        const tests = drawn.map(({ name, start, length, live }, at) =>
          test(name, start, length, { id: at + 1, item_path: `${at}`, state: live ? "RUNNING" : "COMPLETED" }),
        );
        const { bars } = barsOf(tests, () => "");
        const { rowOf, count, bands } = rowsOfBars(bars, rowing, [1, 2]);
        expect(bands.reduce((sum, band) => sum + band.count, 0)).toBe(count);
        bars.forEach((bar, at) => {
          expect(rowOf[at]).toBeLessThan(count);
          const after = rowOf.findIndex((row, place) => place > at && row === rowOf[at]);
          const next = bars[after];
          if (next !== undefined) expect(endOfBar(bar, 1000)).toBeLessThanOrEqual(next.from);
        });
      }),
    );
  });
});
