import { describe, expect, it } from "vitest";
import type { TestDatum } from "./records.js";
import { datumStatus, numberOrText } from "./testdata.js";

const text = (field: string | undefined) => (field === undefined || field === "" ? null : numberOrText(field));

function datum(line: string): TestDatum {
  const [value, expected, tol, status] = line.split(",");
  const unset = { category: "", variable: "", units: null, comment: "", type: null };
  return { ...unset, value: text(value), expected: text(expected), tol: text(tol), status: status ?? null };
}

describe("03 § 17.2: status of a row of test data", () => {
  it.each([
    ["5,4,1", "pass"],
    ["3,4,1", "pass"],
    ["5.1,4,1", "fail"],
    ["2.9,4,1", "fail"],
    ["4,4,-1", "fail"],
    ["1.1e3,1000,2e2", "pass"],
    ["6,5,>", "pass"],
    ["5,5,>", "fail"],
    ["4,5,<", "pass"],
    ["5,5,<", "fail"],
    ["5,5,>=", "pass"],
    ["4.999,5,>=", "fail"],
    ["5,5,<=", "pass"],
    ["5.001,5,<=", "fail"],
    ["5,4,~", "ERROR: bad tol comparator ~"],
    ["5,4,toString", "ERROR: bad tol comparator toString"],
    ["5,4,", "ERROR: bad tol comparator "],
    ["5,4,n/a", "ERROR: bad tol comparator n/a"],
    ["abc,5,1", null],
    ["5,,1", null],
    ["8mA,8,1", null],
    ["99,1,0,waived", "waived"],
    ["99,1,0,n/a", "fail"],
    ["99,1,0, ", "fail"],
  ])("%s: %s", (line, status) => {
    expect(datumStatus(datum(line))).toBe(status);
  });
});

it.each([
  ["12", 12],
  ["-1.5", -1.5],
  ["+.5", 0.5],
  ["1.", 1],
  ["1e-3", 0.001],
  ["8mA", "8mA"],
  ["", ""],
  [".", "."],
  ["0x10", "0x10"],
  ["Infinity", "Infinity"],
])("03 § 17.1: %s is %s", (field, value) => {
  expect(numberOrText(field)).toBe(value);
});
