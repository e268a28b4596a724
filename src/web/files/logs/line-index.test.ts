import fc from "fast-check";
import { expect, it } from "vitest";
import { LineIndex } from "./line-index.js";

const pieces = fc.array(fc.string({ unit: fc.constantFrom("a", "\n", "é", "\r"), maxLength: 40 }), { maxLength: 12 });

it("06 § 25.1: counts the lines of bytes that come in any pieces", () => {
  fc.assert(
    fc.property(pieces, (texts) => {
      const index = new LineIndex();
      for (const text of texts) index.add(Buffer.from(text));
      const whole = texts.join("");
      const lines = whole.split("\n");
      expect(index.counted).toBe(Buffer.byteLength(whole));
      expect(index.finishedLines).toBe(lines.length - 1);
      expect(index.lines).toBe(lines.at(-1) === "" ? lines.length - 1 : lines.length);
    }),
  );
});

it("06 § 25.1: remembers where every thousandth line begins", () => {
  const lines = Array.from({ length: 4321 }, (_, number) => `${"x".repeat(number % 7)}\n`);
  const index = new LineIndex();
  const bytes = Buffer.from(lines.join(""));
  for (let at = 0; at < bytes.length; at += 333) index.add(bytes.subarray(at, at + 333));
  for (const line of [0, 1, 999, 1000, 3999, 4000, 4320]) {
    const place = index.before(line);
    expect(place.line).toBe(Math.floor(line / 1000) * 1000);
    expect(place.offset).toBe(lines.slice(0, place.line).join("").length);
  }
  expect(index.before(999_999).line).toBe(4000);
});
