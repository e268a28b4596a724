import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { contrast, type Rgb } from "../../../src/view/index.js";
import { type Ground, LinePainter, type Look } from "./ansi.js";

const light: Ground = { background: [255, 255, 255], text: [26, 31, 36] };
const dark: Ground = { background: [20, 23, 26], text: [228, 232, 236] };
const esc = "\u001b[";

const rgb = (text: string): Rgb => {
  const [red = 0, green = 0, blue = 0] = text.match(/\d+/g)?.map(Number) ?? [];
  return [red, green, blue];
};
const contrastOf = ({ color, background }: Look, ground: Ground) =>
  contrast(color === undefined ? ground.text : rgb(color), background === undefined ? ground.background : rgb(background));

describe("06 § 25.5: colours of a log", () => {
  it("cuts a line into pieces of one look", () => {
    expect(new LinePainter(dark).paint(`plain ${esc}1mbold ${esc}4;9mmore${esc}0m end`)).toEqual([
      { text: "plain " },
      { text: "bold ", look: { bold: true } },
      { text: "more", look: { bold: true, underline: true, strike: true } },
      { text: " end" },
    ]);
  });

  it("goes on in the next line until reset", () => {
    const painter = new LinePainter(light);
    const [span] = painter.paint(`${esc}34mblue`);
    expect(painter.paint("still")).toEqual([{ text: "still", look: span?.look }]);
    expect(painter.paint(`${esc}mplain`)).toEqual([{ text: "plain" }]);
  });

  it("knows 16, 256 and 24-bit colours, and inverse", () => {
    const colours = (line: string) => new LinePainter(dark).paint(line).map(({ look }) => [look?.color, look?.background]);
    expect(colours(`${esc}38;2;200;210;220mx`)).toEqual([["rgb(200 210 220)", undefined]]);
    expect(colours(`${esc}48;5;21mx`)).toEqual([["rgb(255 255 255)", "rgb(0 0 255)"]]);
    expect(colours(`${esc}7mx`)).toEqual([["rgb(20 23 26)", "rgb(228 232 236)"]]);
    expect(colours(`${esc}93;44mx`)).toEqual([["rgb(255 255 85)", "rgb(0 0 187)"]]);
  });

  it.each([["light", light] as const, ["dark", dark] as const])("every text is legible in the %s theme, whatever colours it has", (_, ground) => {
    const code = fc.oneof(
      fc.integer({ min: 30, max: 37 }).map(String),
      fc.integer({ min: 90, max: 97 }).map(String),
      fc.integer({ min: 40, max: 47 }).map(String),
      fc.integer({ min: 100, max: 107 }).map(String),
      fc.tuple(fc.constantFrom(38, 48), fc.nat(255)).map(([kind, index]) => `${kind};5;${index}`),
      fc.tuple(fc.constantFrom(38, 48), fc.nat(255), fc.nat(255), fc.nat(255)).map(([kind, ...parts]) => `${kind};2;${parts.join(";")}`),
      fc.constantFrom("1", "2", "7"),
    );
    fc.assert(
      fc.property(fc.array(code, { minLength: 1, maxLength: 4 }), (codes) => {
        const [span] = new LinePainter(ground).paint(`${esc}${codes.join(";")}mx`);
        const look = span?.look ?? {};
        // Rounded colours lose a little.
        expect(contrastOf(look, ground)).toBeGreaterThanOrEqual(look.background === undefined ? 6.1 : 4.45);
      }),
    );
  });

  it("keeps all text", () => {
    const unit = fc.constantFrom("a", "é", "[", "m", " ", `${esc}31m`, `${esc}0m`, `${esc}7;48;5;200m`);
    fc.assert(
      fc.property(fc.string({ unit, maxLength: 40 }), (line) => {
        const text = new LinePainter(dark)
          .paint(line)
          .map((span) => span.text)
          .join("");
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what this is about
        expect(text).toBe(line.replace(/\u001b\[[\d;]*m/g, ""));
      }),
    );
  });
});
