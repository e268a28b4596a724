import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText } from "./csv.js";

/** What begins like a formula is text. */
const withQuote = (text: string) => (/^[=+\-@\t\r]/.test(text) ? `'${text}` : text);

it("06 § 24: rows as CSV read back", () => {
  const row = fc.record({ a: fc.string(), b: fc.string() });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      const harmless = rows.map(({ a, b }) => ({ a: withQuote(a), b: withQuote(b) }));
      expect(parse(csvText(["a", "b"], rows), { columns: true })).toEqual(harmless);
    }),
  );
  expect(csvText(["v"], [{ v: -1 }, { v: "=1+1" }, { v: "@SUM(1)" }])).toBe("v\r\n-1\r\n'=1+1\r\n'@SUM(1)\r\n");
  expect(csvText(["v"], [{ v: 1.5 }, { v: null }])).toBe("v\r\n1.5\r\n\r\n");
});
