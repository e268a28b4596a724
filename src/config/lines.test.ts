import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Scratch } from "../../tests/kit/config-scratch.js";
import { joinLines, readLines } from "./lines.js";

let scratch: Scratch;
beforeEach(() => {
  scratch = new Scratch();
});
afterEach(() => {
  vi.useRealTimers();
  scratch.remove();
});

describe("joining of lines", () => {
  it.each([
    ["", []],
    ["\n", ["1:"]],
    ["a\nb", ["1:a", "2:b"]],
    ["a\\\nb\\\nc\nd\n", ["1:abc", "4:d"]],
    ["a\\\\\n\nb", ["1:ab"]],
    ["a\r\nb\rc\n", ["1:a", "2:b", "3:c"]],
    ["a\\\\\\", ["1:a"]],
  ])("%j", (text, expected) => {
    expect(joinLines(text).map(({ text, number }) => `${number}:${text}`)).toEqual(expected);
  });
});

describe("remembered files", () => {
  it("are not read again until they change", () => {
    const file = scratch.write("a", "A 1\n");
    expect(readLines(file)).not.toBe(readLines(file));
    vi.useFakeTimers({ now: Date.now() + 10_000, toFake: ["Date"] });
    const lines = readLines(file);
    expect(readLines(file)).toBe(lines);
    scratch.write("a", "A 22\n");
    expect(readLines(file).lines).toEqual([{ text: "A 22", number: 1 }]);
  });
});
