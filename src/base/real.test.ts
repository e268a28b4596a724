import fc from "fast-check";
import { expect, it } from "vitest";
import { realText } from "./real.js";

it.each([
  [-1, "-1.0"],
  [0, "0.0"],
  [0.5, "0.5"],
  [0.1 + 0.2, "0.3"],
  [2 / 3, "0.666666666666667"],
  [1234567.890123457, "1234567.89012346"],
  [110000000000, "110000000000.0"],
  [999999999999999, "999999999999999.0"],
  [1e15, "1e+15"],
  [1e21, "1e+21"],
  [0.0001, "0.0001"],
  [0.00001, "1e-05"],
  [-1.5e-7, "-1.5e-07"],
  [1e100, "1e+100"],
])("%d is shown as %s", (value, text) => {
  expect(realText(value)).toBe(text);
});

it("keeps 15 significant digits of any number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(Number(realText(value))).toBe(Number(value.toPrecision(15)));
    }),
  );
});
