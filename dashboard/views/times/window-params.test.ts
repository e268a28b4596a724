import { describe, expect, it } from "vitest";
import { windowOf, windowParams } from "./window-params.js";

const bounds = { from: 1000, until: 2000 };

describe("06 § 28: zoom in the address", () => {
  it.each([
    [{}, bounds],
    [
      { from: "1200", to: "1300.5" },
      { from: 1200, until: 1300.5 },
    ],
    [{ from: "1200" }, { from: 1200, until: 2000 }],
    [{ from: "1", to: "9999" }, bounds],
    [{ from: "1500", to: "1400" }, bounds],
    [{ from: "3000" }, bounds],
    [{ from: "x", to: "-1" }, bounds],
  ])("%j", (params, window) => {
    expect(windowOf(params, bounds)).toEqual(window);
  });

  it("is left out where the window ends with everything", () => {
    expect(windowParams(bounds, bounds)).toEqual({ from: undefined, to: undefined });
    expect(windowParams({ from: 1200.04, until: 2000 }, bounds)).toEqual({ from: "1200", to: undefined });
  });
});
