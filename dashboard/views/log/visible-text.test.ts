import { expect, it } from "vitest";
import { visiblePieces, withoutColours } from "./visible-text.js";

const shown = (text: string, raw: boolean) =>
  visiblePieces(text, raw)
    .map(({ text: piece, isControl }) => (isControl ? `[${piece}]` : piece))
    .join("");

it("06 § 25.5: no control character is shown as nothing", () => {
  expect(shown("a\tb\u001b[31m\r\u0000\u007f", false)).toBe("a\tb[^[][31m[^M^@^?]");
});

it("06 § 25.5: raw lines also show what turns the direction of text", () => {
  expect(shown("a\u202eb", false)).toBe("a\u202eb");
  expect(shown("a\u202eb", true)).toBe("a[<U+202E>]b");
});

it("06 § 25.7: text is copied without its colours", () => {
  expect(withoutColours("\u001b[1;31merror\u001b[0m: no")).toBe("error: no");
});
