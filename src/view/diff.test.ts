import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { differenceOf, groupOfDifference, isOtherDuration, pairTests } from "./diff.js";

const verdict = (text: string) => {
  const [state = "", ...status] = text.split(" ");
  return text === "" ? undefined : { state, status: status.join(" ") };
};
const done = (status: string) => ({ state: "COMPLETED", status });

describe("05 § 9: how a test differs between two runs", () => {
  it.each([
    ["COMPLETED PASS", "COMPLETED PASS", "CLEAN", "CLEAN-PASS", "clean"],
    ["COMPLETED WAIVED", "COMPLETED WAIVED", "CLEAN", "CLEAN-WAIVED", "clean"],
    ["COMPLETED FAIL", "COMPLETED FAIL", "BOTH-BAD", "CLEAN-FAIL", "still-failing"],
    ["COMPLETED CHECK", "COMPLETED CHECK", "BOTH-BAD", "CLEAN-CHECK", "still-failing"],
    ["COMPLETED PASS", "COMPLETED FAIL", "WORSE", "PASS->FAIL", "worse"],
    ["COMPLETED WARN", "COMPLETED WAIVED", "WORSE", "WARN->WAIVED", "worse"],
    ["COMPLETED FAIL", "COMPLETED CHECK", "WORSE", "FAIL->CHECK", "worse"],
    ["COMPLETED ABORT", "COMPLETED SKIP", "BETTER", "ABORT->SKIP", "better"],
    ["COMPLETED CHECK", "COMPLETED PREQ_FAIL", "BETTER", "CHECK->PREQ_FAIL", "better"],
    ["COMPLETED PASS", "", "NOT-IN-DEST", "DEST-INCOMPLETE", "not-in-dest"],
    ["COMPLETED PASS", "RUNNING n/a", "NOT-IN-DEST", "DEST-INCOMPLETE", "not-in-dest"],
    ["COMPLETED INCOMPLETE", "COMPLETED FAIL", "NOT-IN-SRC", "SRC-INCOMPLETE", "not-in-src"],
    ["", "COMPLETED PASS", "NOT-IN-SRC", "SRC-INCOMPLETE", "not-in-src"],
    ["COMPLETED STUCK/DEAD", "", "BOTH-BAD", "BOTH-INCOMPLETE", "incomplete"],
    ["NOT_STARTED n/a", "KILLED KILLED", "BOTH-BAD", "BOTH-INCOMPLETE", "incomplete"],
  ])("%s against %s is %s, %s, shown as %s", (src, dst, name, note, group) => {
    const difference = differenceOf(verdict(src), verdict(dst));
    expect(difference).toEqual({ class: name, note });
    expect(groupOfDifference(difference)).toBe(group);
  });

  it("exchanging two sides with known statuses exchanges better and worse", () => {
    const status = fc.constantFrom("PASS", "WARN", "WAIVED", "SKIP", "FAIL", "ABORT");
    const mirror = { BETTER: "WORSE", WORSE: "BETTER" } as const;
    fc.assert(
      fc.property(status, status, (a, b) => {
        const there = differenceOf(done(a), done(b)).class;
        const back = differenceOf(done(b), done(a)).class;
        expect(back).toBe(there === "BETTER" || there === "WORSE" ? mirror[there] : there);
      }),
    );
  });
});

describe("06 § 27: the tests of two runs", () => {
  it("are matched by test and item, sorted", () => {
    const test = (testname: string, item_path: string, id: number) => ({ testname, item_path, id });
    expect(pairTests([test("b", "", 1), test("a", "2", 2)], [test("a", "10", 3), test("b", "", 4)])).toEqual([
      { testname: "a", item_path: "10", src: undefined, dst: test("a", "10", 3) },
      { testname: "a", item_path: "2", src: test("a", "2", 2), dst: undefined },
      { testname: "b", item_path: "", src: test("b", "", 1), dst: test("b", "", 4) },
    ]);
  });

  it("a duration differs when it does by more than 25 % and 10 s", () => {
    expect([isOtherDuration(40, 51), isOtherDuration(40, 50), isOtherDuration(100, 124), isOtherDuration(100, 60), isOtherDuration(0, 11)]).toEqual([
      true,
      false,
      false,
      true,
      true,
    ]);
  });
});
