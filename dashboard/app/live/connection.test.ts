import { describe, expect, it } from "vitest";
import { connectionAfter, retryDelay } from "./connection.js";

describe("06-23: a lost stream", () => {
  it.each([
    [1, 500],
    [2, 1000],
    [6, 16_000],
    [7, 30_000],
    [50, 30_000],
  ])("after %i failures is tried again in about %i ms", (failures, ms) => {
    expect(retryDelay(failures, () => 0.5)).toBeCloseTo(ms);
    expect(retryDelay(failures, () => 0)).toBeCloseTo(0.7 * ms);
    expect(retryDelay(failures, () => 1)).toBeCloseTo(1.3 * ms);
  });

  it("is reconnecting at first, from the third failure on stale since the last sign of life, or live while asking helps", () => {
    expect([1, 2, 3, 4].map((failures) => connectionAfter(failures, 100, 120).kind)).toEqual(["reconnecting", "reconnecting", "stale", "stale"]);
    expect(connectionAfter(3, 100, 120)).toEqual({ kind: "stale", since: 100 });
    expect(connectionAfter(3, 100, 105)).toEqual({ kind: "live" });
  });
});
