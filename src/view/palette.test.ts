import { describe, expect, it } from "vitest";
import { contrastOf, fills } from "./palette.js";

const themes = (["light", "dark"] as const).flatMap((theme) => (["classic", "safe"] as const).map((palette) => ({ theme, palette })));

describe.each(themes)("06-59: $theme, $palette", ({ theme, palette }) => {
  const pairs = [...fills(theme, palette)].map(([name, colours]) => ({ name, ...colours }));

  it.each(pairs)("text on $name reaches 4.5 : 1", ({ fill, stripe, text }) => {
    expect(contrastOf(text, fill)).toBeGreaterThanOrEqual(4.5);
    expect(contrastOf(text, stripe ?? fill)).toBeGreaterThanOrEqual(4.5);
  });
});

it("06 § 21: classic hues are those of the table, the safe ones in dark are darkened until white text can be read", () => {
  expect(fills("light", "classic").get("fail")).toEqual({ fill: "#fd2131", text: "#000000" });
  expect(fills("dark", "classic").get("waived")).toEqual({ fill: "#8f5a00", text: "#ffffff", stripe: "#563600" });
  expect(fills("light", "safe").get("pass")?.fill).toBe("#009e73");
  expect(fills("light", "safe").get("arch-fail")?.fill).toBe("#c0c0c0");
  expect(fills("dark", "safe").get("running")?.text).toBe("#ffffff");
});

it("contrast is that of WCAG", () => {
  expect(contrastOf("#ffffff", "#000000")).toBeCloseTo(21);
  expect(contrastOf("#777777", "#ffffff")).toBeCloseTo(4.48, 2);
});
