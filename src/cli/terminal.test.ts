import { describe, expect, it } from "vitest";
import { escapeControls, shownLines, shownText } from "./terminal.js";

describe("escapeControls", () => {
  it.each([
    ["plain/1 (x) é → 🎉", "plain/1 (x) é → 🎉"],
    ["\x1b]0;title\x07", "\\x1b]0;title\\x07"],
    ["two\nlines\r\t", "two\\x0alines\\x0d\\x09"],
    ["\x7f and \x9b", "\\x7f and \\x9b"],
    ["a byte that is no UTF-8: \udcfc", "a byte that is no UTF-8: \\xfc"],
  ])("%j is shown as %j", (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });

  it("is used for terminals only", () => {
    expect(shownText({ isTTY: true })("\x07")).toBe("\\x07");
    expect(shownText({})("\x07")).toBe("\x07");
    expect(shownLines({ isTTY: true })("a\x07\nb\n")).toBe("a\\x07\nb\n");
    expect(shownLines({})("a\x07\n")).toBe("a\x07\n");
  });
});
