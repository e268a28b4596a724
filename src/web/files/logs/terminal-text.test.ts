import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { plainLine, shownLine } from "./terminal-text.js";

const esc = "\u001b";

describe("06 § 25.5: a line as a terminal shows it in the end", () => {
  it.each([
    ["plain text", "plain text"],
    ["ends with CR LF\r", "ends with CR LF"],
    [" 10%\r 50%\r100%\r", "100%"],
    ["a long first text\rshort", "shortg first text"],
    [`50% and more\r${esc}[Kdone`, "done"],
    [`50% and more${esc}[2K\rdone`, "done"],
    ["abc\b\bX", "aXc"],
    ["N\bNA\bAM\bME\bE", "NAME"],
    [`abcdef\b\b\b${esc}[1K`, "    ef"],
    [`${esc}[31mred${esc}[0m`, `${esc}[31mred${esc}[0m`],
    [`${esc}[01;31m${esc}[Kerror: ${esc}[m${esc}[Kfoo`, `${esc}[01;31merror: ${esc}[0mfoo`],
    [`${esc}[32m50%\r${esc}[0mdone`, "done"],
    [`${esc}]0;a title\u0007text`, "text"],
    [`${esc}]8;;http://x/${esc}\\link${esc}]8;;${esc}\\`, "link"],
    [`${esc}[2J${esc}[1;1H${esc}(Btext${esc}[?25l`, "text"],
    [`text${esc}`, "text"],
    [`${esc}[>4;1mtext`, "text"],
    [`${esc}[38:2::1:2:3mx${esc}[4:3my${esc}[4:0mz${esc}[48:5:7m`, `${esc}[38;2;1;2;3mx${esc}[4my${esc}[24mz${esc}[48;5;7m`],
    [`${esc}[38;5;196mx\r${esc}[38;2;1;2;3my`, `${esc}[38;2;1;2;3my`],
  ])("%j is shown as %j", (line, shown) => {
    expect(shownLine(line)).toBe(shown);
  });

  it("keeps the pen that goes on to the next line", () => {
    expect(shownLine(`x\r${esc}[1;31my${esc}[0;32m`)).toBe(`${esc}[1;31my${esc}[0m${esc}[32m`);
  });

  it("never leaves anything but text and colours, and the same when done again", () => {
    const unit = fc.constantFrom(
      "a",
      "b",
      "é",
      "😀",
      " ",
      "\r",
      "\b",
      `${esc}[K`,
      `${esc}[1K`,
      `${esc}[2K`,
      `${esc}[31m`,
      `${esc}[0m`,
      `${esc}[1;44m`,
      `${esc}[3A`,
      esc,
    );
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 60 }), (line) => {
        const shown = shownLine(line);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
        expect(shown.replace(/\u001b\[[\d;]*m/g, "")).not.toMatch(/[\u001b\r\b]/);
        expect(shownLine(shown)).toBe(shown);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
        expect(plainLine(line)).toBe(shown.replace(/\u001b\[[\d;]*m/g, ""));
      }),
    );
  });

  it("agrees with a terminal of one row on what is overwritten", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 8 }), { maxLength: 6 }), (texts) => {
        const row = texts.reduce((shown, text) => text + shown.slice(text.length), "");
        expect(shownLine(texts.join("\r"))).toBe(row);
      }),
    );
  });
});
