import { describe, expect, it } from "vitest";
import { LineBlocks, maximumLine } from "./line-blocks.js";

function cut(...chunks: string[]): string[] {
  const blocks = new LineBlocks();
  return [...chunks.map((chunk) => blocks.push(Buffer.from(chunk, "latin1"))), blocks.end()].map((parts) => Buffer.concat(parts).toString("latin1"));
}

describe("08 § 4: blocks of whole lines", () => {
  it.each<[string[], string[]]>([
    [["a\nb\n"], ["a\nb\n", ""]],
    [["a\nb"], ["a\n", "b\n"]],
    [
      ["a", "b\nc", "\n"],
      ["", "ab\n", "c\n", ""],
    ],
    [["a\r\nb\rc\n"], ["a\nb\nc\n", ""]],
    [
      ["a\r", "\nb"],
      ["", "a\n", "b\n"],
    ],
    [
      ["a\r", "b"],
      ["", "a\n", "b\n"],
    ],
    [["a\r"], ["", "a\n"]],
    [["\n\n\r\r\n"], ["\n\n\n\n", ""]],
    [[""], ["", ""]],
  ])("%j", (chunks, blocks) => {
    expect(cut(...chunks)).toEqual(blocks);
  });

  it("cuts a line that does not end, and loses no byte", () => {
    const line = "x".repeat(maximumLine * 2 + 5);
    const blocks = cut(line);
    expect(blocks.join("").replaceAll("\n", "")).toBe(line);
    expect(
      Math.max(
        ...blocks
          .join("")
          .split("\n")
          .map((piece) => piece.length),
      ),
    ).toBe(maximumLine - 1);
  });
});
