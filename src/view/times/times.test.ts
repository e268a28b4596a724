import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { timedTest as test } from "../../../tests/kit/timed-test.js";
import { barsOf, type Span, spanOfBars } from "./bars.js";
import { criticalPath } from "./critical-path.js";
import { gapsIn, liveCurve, peakOf } from "./live-curve.js";
import { timeTicks } from "./time-ticks.js";
import { panned, revealed, zoomed } from "./time-window.js";

const bars = (...tests: ReturnType<typeof test>[]) => barsOf(tests, () => "").bars;

describe("06 § 28: bars of a run", () => {
  it("leaves out top-level records of tests with items, and what has not started", () => {
    const waiting = test("w", 50, 0, { state: "NOT_STARTED", status: "n/a" });
    const drawn = barsOf([test("t", 100, 20), test("t", 110, 5, { item_path: "a" }), test("p", 90, 1), waiting], () => "");
    expect(drawn.bars.map(({ testname, item_path }) => `${testname}/${item_path}`)).toEqual(["p/", "t/a"]);
    expect(drawn.waiting).toBe(1);
  });

  it("06-42: a live bar reaches the present", () => {
    const live = bars(test("a", 100, 5, { state: "RUNNING" }), test("b", 101, 5));
    expect(spanOfBars(live, 500)).toEqual({ from: 100, until: 500 });
    expect(spanOfBars(live, 600)).toEqual({ from: 100, until: 600 });
  });
});

describe("06 § 28: live tests over time", () => {
  it("steps up and down, once for changes at the same moment", () => {
    const curve = liveCurve(bars(test("a", 100, 10), test("b", 105, 5), test("c", 110, 5)), 0);
    expect(curve.map(({ time, count }) => [time, count])).toEqual([
      [100, 1],
      [105, 2],
      [110, 1],
      [115, 0],
    ]);
    expect(peakOf(curve)).toBe(2);
  });

  it("marks when nothing was live between bars, and after them while tests wait", () => {
    const drawn = bars(test("a", 100, 10), test("b", 105, 50), test("c", 156, 1), test("d", 200, 1));
    expect(gapsIn(drawn, 0, 300)).toEqual([{ from: 157, until: 200 }]);
    expect(gapsIn(drawn, 2, 300).at(-1)).toEqual({ from: 201, until: 300 });
  });
});

describe("06 § 28: the critical path", () => {
  const spans: Record<string, Span> = {
    build: { from: 0, until: 10 },
    lint: { from: 0, until: 4 },
    unit: { from: 10, until: 30 },
    report: { from: 31, until: 40 },
  };
  const waits: Record<string, string[]> = { report: ["build", "unit", "lint"], unit: ["build"], build: ["report"] };
  const named = Object.entries(spans).map(([name, span]) => ({ name, ...span }));
  const prerequisites = ({ name }: { name: string }) => named.filter((other) => waits[name]?.includes(other.name));

  it("leads from the test that ended last back through the prerequisite that ended latest, and not around circles", () => {
    expect(criticalPath(named, prerequisites).map(({ name }) => name)).toEqual(["build", "unit", "report"]);
  });

  it("is empty without tests", () => {
    expect(criticalPath([], () => [])).toEqual([]);
  });
});

describe("06 § 28: the part of time that is shown", () => {
  const bounds = { from: 0, until: 1000 };

  it("zooms around a moment and stays inside", () => {
    expect(zoomed(bounds, bounds, 0.5, 500)).toEqual({ from: 250, until: 750 });
    expect(zoomed({ from: 0, until: 100 }, bounds, 2, 50)).toEqual({ from: 0, until: 200 });
    expect(zoomed({ from: 0, until: 100 }, bounds, 100, 50)).toEqual(bounds);
  });

  it("moves only as far as needed to show a bar", () => {
    const window = { from: 100, until: 200 };
    expect(revealed(window, bounds, { from: 120, until: 130 })).toBe(window);
    expect(revealed(window, bounds, { from: 190, until: 220 })).toEqual({ from: 130, until: 230 });
    expect(revealed(window, bounds, { from: 50, until: 60 })).toEqual({ from: 40, until: 140 });
  });

  it("keeps the window inside its bounds and no shorter than a second", async () => {
    const window = fc.record({ from: fc.integer({ min: 0, max: 900 }), length: fc.integer({ min: 1, max: 100 }) });
    await fc.assert(
      fc.property(window, fc.double({ min: 0.01, max: 100, noNaN: true }), fc.integer({ min: -2000, max: 2000 }), ({ from, length }, factor, by) => {
        for (const shown of [
          zoomed({ from, until: from + length }, bounds, factor, from + length / 2),
          panned({ from, until: from + length }, bounds, by),
        ]) {
          expect(shown.from).toBeGreaterThanOrEqual(0);
          expect(shown.until).toBeLessThanOrEqual(1000);
          expect(shown.until - shown.from).toBeGreaterThanOrEqual(0.999);
        }
      }),
    );
  });
});

describe("06 § 11.3: marks of the time scale", () => {
  it("stand at round times of the zone", () => {
    expect(timeTicks({ from: 95, until: 400 }, 8, 0)).toEqual({ distance: 60, times: [120, 180, 240, 300, 360] });
    expect(timeTicks({ from: 0, until: 86_400 * 2 }, 2, 3600).times).toEqual([82_800, 169_200]);
  });

  it("are never more than asked for", async () => {
    await fc.assert(
      fc.property(fc.integer({ min: 0, max: 2e9 }), fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 30 }), (from, length, most) => {
        expect(timeTicks({ from, until: from + length }, most, 0).times.length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});
