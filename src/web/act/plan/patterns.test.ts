import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { databaseTestPattern, TestPattern } from "../../../model/index.js";
import { Refused } from "../../refused.js";
import { literal, patternsOf } from "./patterns.js";

const test = (name: string) => {
  const [n = "", ...items] = name.split("/");
  return { n, i: items.join("/") };
};

describe("06 § 32.3: tests as a test pattern", () => {
  it.each([
    [["a"], ["a/%"]],
    [["a/x", "b/y/z"], ["a/x,b/y/z"]],
    [["a/x", "a/x"], ["a/x"]],
    [["a.b/x+y"], ["a.b/x+y"]],
  ])("%j: %j", (names, patterns) => {
    expect(patternsOf(names.map(test))).toEqual(patterns);
  });

  it.each(["a,b", "a/50%", "x*", "a/~b", "[ab]/x"])("%s is refused", (name) => {
    expect(() => patternsOf([test(name)])).toThrow(Refused);
  });

  it("whatever is not refused means the test, in both dialects", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aB1._-+?[](){}|^$\\'\" ;é"), minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(text, text, (n, i) => {
        try {
          const [pattern = ""] = patternsOf([{ n, i }]);
          expect([databaseTestPattern(pattern)(n, i), new TestPattern(pattern).matches(n, i)]).toEqual([true, true]);
        } catch (error) {
          expect(error).toBeInstanceOf(Refused);
        }
      }),
    );
  });

  it("nothing chosen, and more than a command line takes of one test", () => {
    expect(() => patternsOf([])).toThrow("no test is chosen");
    const items = Array.from({ length: 2000 }, (_, at) => ({ n: "a", i: `${"x".repeat(60)}${at}` }));
    expect(() => patternsOf(items)).toThrow("too many items of a");
    expect(patternsOf([...items.slice(0, 1000), { n: "b", i: "1" }]).length).toBe(1);
    expect(patternsOf([...items.slice(0, 1000), ...items.slice(0, 1000).map(({ i }) => ({ n: "b", i }))]).length).toBe(2);
  });

  it.each(["r%", "a*", "x?", "[a]", "a,b"])("a run called %s could mean others", (name) => {
    expect(() => literal(name)).toThrow(Refused);
  });
});
