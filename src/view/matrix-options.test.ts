import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  cellKinds,
  defaultMatrixOptions,
  densities,
  formatMatrixOptions,
  type MatrixOptions,
  parseMatrixOptions,
  rowChoices,
  rowOrders,
} from "./matrix-options.js";

describe("06 § 22.1: options of the matrix", () => {
  it("06-3: come back from an address as they were", () => {
    const name = fc.oneof(fc.string({ minLength: 1 }), fc.constantFrom("all", "auto", "a,b", "50%", "%2C"));
    const options = fc.record<MatrixOptions>({
      sort: fc.constantFrom(...rowOrders),
      oldest: fc.boolean(),
      byTarget: fc.boolean(),
      collapse: fc.record({ mode: fc.constantFrom("auto", "all", "none"), except: fc.array(name).map((names) => new Set(names)) }),
      cell: fc.constantFrom(...cellKinds, "data:power/peak" as const),
      only: fc.constantFrom(...rowChoices),
      density: fc.constantFrom(...densities),
      empty: fc.boolean(),
    });
    fc.assert(
      fc.property(options, fc.constantFrom(undefined, "-event_time"), (given, firstSort) => {
        expect(parseMatrixOptions(formatMatrixOptions(given, firstSort), firstSort)).toEqual({ options: given, notices: [] });
      }),
    );
  });

  it("are left out where they have their default", () => {
    expect(formatMatrixOptions(defaultMatrixOptions)).toEqual({});
    expect(formatMatrixOptions({ ...defaultMatrixOptions, sort: "-event_time" }, "-event_time")).toEqual({});
  });

  it("are the default, with a notice, where a value means nothing", () => {
    const { options, notices } = parseMatrixOptions({
      sort: "size,oldest",
      cell: "data:",
      only: "good",
      density: "huge",
      empty: "yes",
      group: "owner",
    });
    expect(options).toEqual({ ...defaultMatrixOptions, oldest: true });
    expect(notices).toHaveLength(6);
    expect(notices[0]).toBe(
      "sort=size is none of +testname -testname +event_time -event_time +statestatus -statestatus failures flaky duration waiton oldest",
    );
  });

  it("06-10: every value of testsort is an order, and the first one when the address has none", () => {
    for (const sort of rowOrders.slice(0, 6)) expect(parseMatrixOptions({}, sort).options.sort).toBe(sort);
    expect(parseMatrixOptions({}, "anything").options.sort).toBe("+testname");
  });
});
