import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compilePart, compileTagExpression, ItemSelection, parseTags, TestPattern } from "./pattern.js";

describe("02-7: table of the test-pattern language", () => {
  it.each([
    ["a", "a", "", true],
    ["a", "a", "x", true],
    ["a/", "a", "", true],
    ["a/", "a", "x", false],
    ["a/%", "a", "", true],
    ["a/x", "a", "x", true],
    ["a/x", "a", "x/y", false],
    ["a/x", "a", "", false],
    ["a/x%", "a", "x/y", true],
    ["a/%/y", "a", "x/z/y", true],
    ["A%", "abc", "", true],
    ["A*", "abc", "", false],
    ["a*", "abc", "", true],
    ["a.c", "abc", "", true],
    ["[ab]%", "bcd", "", true],
    ["~a", "a", "", false],
    ["~a", "b", "", true],
    ["a/~x", "a", "y", true],
    ["a/~x", "a", "x", false],
    ["a/~x", "a", "", true],
    ["/x", "a", "x", false],
    ["~a,~b", "a", "", true],
    ["~a,~b", "b", "x", true],
    ["~a/b", "c", "b", true],
    ["~a/b", "a", "b", false],
    ["a/lin/x%", "a", "lin/x86", true],
    ["", "a", "", false],
    [",,a,", "a", "", true],
    ["a, b", "b", "", false],
    ["a|b", "b", "", true],
    ["a|b", "bc", "", false],
  ])("%s on %s, '%s': %s", (pattern, testname, itemPath, matches) => {
    expect(new TestPattern(pattern).matches(testname, itemPath)).toBe(matches);
  });

  it.each([
    ["c++", "c++", true],
    ["c++%", "C++/gcc", true],
    ["~c++", "c++", false],
    ["a)|(b", "a", false],
    ["a.c", "a.c", true],
    ["~x", "~x", true],
    ["100%", "1000", true],
    ["toString", "toString", true],
  ])("a part equal to the name matches, no expression compares literally: %s on %s: %s", (pattern, name, matches) => {
    expect(compilePart(pattern).matches(name)).toBe(matches);
  });
});

describe("names only", () => {
  it.each([
    ["a/x", "a", true],
    ["~a/x", "a", false],
    ["~a/x", "b", true],
    ["%/x", "b", true],
  ])("%s names %s: %s", (pattern, testname, names) => {
    expect(new TestPattern(pattern).names(testname)).toBe(names);
  });

  it("02-4: a pattern with % names tests in any case", () => {
    expect(["abc", "ABC", "bc"].filter((name) => new TestPattern("a%").names(name))).toEqual(["abc", "ABC"]);
  });
});

it("takes linear time where an expression would backtrack", () => {
  expect(compilePart(`${"%a".repeat(40)}%b`).matches("a".repeat(20_000))).toBe(false);
});

/** The rules of spec 02 § 5.2 word for word, with an expression for each part and no index. */
function naiveMatch(list: string, testname: string, itemPath: string): boolean {
  const part = (text: string, name: string) => {
    const negated = text.startsWith("~");
    const body = negated ? text.slice(1) : text;
    const regex = body.includes("%") ? new RegExp(`^(?:${body.replaceAll("%", ".*")})$`, "i") : new RegExp(`^(?:${body.replaceAll("*", ".*")})$`);
    return text === name || (body === name || regex.test(name)) !== negated;
  };
  return list.split(",").some((element) => {
    if (element === "") return false;
    const [test = "", ...item] = element.split("/");
    return part(test, testname) && part(item.length === 0 ? "%" : item.join("/"), itemPath);
  });
}

it("agrees with a naive matcher", () => {
  const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 7 }).map((signs) => signs.join(""));
  fc.assert(
    fc.property(text("aAb%~/,."), text("aAb."), text("aAb/"), (pattern, testname, itemPath) => {
      expect(new TestPattern(pattern).matches(testname, itemPath)).toBe(naiveMatch(pattern, testname, itemPath));
    }),
    { numRuns: 2000 },
  );
  fc.assert(
    fc.property(text("ab*/"), text("ab"), text("ab/"), (pattern, testname, itemPath) => {
      expect(new TestPattern(pattern).matches(testname, itemPath)).toBe(naiveMatch(pattern, testname, itemPath));
    }),
  );
});

describe("ItemSelection", () => {
  it("keeps exact paths apart from patterns", () => {
    const selection = new ItemSelection();
    selection.addPath("a.c");
    selection.addPath("50%");
    expect(["a.c", "abc", "50%", "500"].map((path) => selection.has(path))).toEqual([true, false, true, false]);
  });

  it("tells whether it grew", () => {
    const selection = new ItemSelection();
    expect(selection.isEmpty).toBe(true);
    expect([selection.addPath("a"), selection.addPath("a"), selection.add(compilePart("b%")), selection.add(compilePart("b%"))]).toEqual([
      true,
      false,
      true,
      false,
    ]);
    expect([selection.addAll(), selection.addAll(), selection.addPath("c")]).toEqual([true, false, false]);
    expect(selection.isEmpty).toBe(false);
  });

  it("joins the item parts of all elements that name a test", () => {
    const items = new TestPattern("t/a,%/b,u/c").itemsOf("t");
    expect(["a", "b", "c"].map((path) => items.has(path))).toEqual([true, true, false]);
  });
});

describe("02-8: tags", () => {
  it.each([
    ["quick", "slow, quick", true],
    ["qui", "quick", false],
    ["qui%", "quick", true],
    ["QUI%", "quick", false],
    ["q.*k", "quick", true],
    ["none,slow", "quick,slow", true],
    ["c++", "c++", true],
    ["", "quick", false],
    ["%", "", false],
  ])("%s on %s: %s", (expression, tags, allowed) => {
    expect(compileTagExpression(expression)(parseTags(tags))).toBe(allowed);
  });
});
