import { describe, expect, it } from "vitest";
import { formatNumber, inexact, parseNumber } from "./numbers.js";

const shown = (text: string) => {
  const number = parseNumber(text);
  return number === undefined ? undefined : formatNumber(number);
};

describe("08 § 3.1: texts that are numbers", () => {
  it.each([
    ["5", "5"],
    ["-1.2", "-1.2"],
    ["+3", "3"],
    [".5", "0.5"],
    ["5.", "5.0"],
    ["1e3", "1000.0"],
    ["1E3", "1000.0"],
    ["-2.5e-3", "-0.0025"],
    ["1/2", "0.5"],
    ["#x10", "16"],
    ["007", "7"],
    ["110e9", "110000000000.0"],
    ["1e21", "1e+21"],
    ["1e15", "1e+15"],
    ["1e-7", "1e-07"],
    ["2/3", "0.666666666666667"],
    ["1234567.890123456", "1234567.89012346"],
    ["+inf.0", "+inf.0"],
    ["99999999999999999999", "1e+20"],
  ])("%s is %s", (text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each(["1,000", "12abc", "abc", "", "0x10", "1_000", "--5", "1e", "5%", ".", "+", "1/0", "1/-2", "#", "#x", "#xg", " 5", "5 ", "1.2.3", "\xb2"])(
    "%j is none",
    (text) => {
      expect(shown(text)).toBeUndefined();
    },
  );
});

it("inexact whole numbers keep their point", () => {
  expect(formatNumber(inexact(1))).toBe("1.0");
  expect(formatNumber(1)).toBe("1");
  expect(formatNumber(255, 16)).toBe("ff");
});
