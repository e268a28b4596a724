import { describe, expect, it } from "vitest";
import { escapeControls } from "./output.js";

describe("escapeControls", () => {
  it.each([
    ["plain/1 (x)", "plain/1 (x)"],
    ["\x1b]0;title\x07", "\\x1b]0;title\\x07"],
    ["two\nlines\r\t", "two\\x0alines\\x0d\\x09"],
    ["\x7f", "\\x7f"],
    ["a raw \x9b sequence", "a raw \\x9b sequence"],
    ["the same in UTF-8: \xc2\x9b", "the same in UTF-8: \xc2\\x9b"],
    ["letters in UTF-8: \xc3\x80\xc3\xbc \xe2\x86\x92", "letters in UTF-8: \xc3\x80\xc3\xbc \xe2\x86\x92"],
    ["text: → À\x9b", "text: → À\\x9b"],
  ])("%j is shown as %j", (text, shown) => {
    expect(escapeControls(text)).toBe(shown);
  });
});
