import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, it } from "vitest";
import { csvText } from "./csv.js";

it("06 § 24: rows as CSV read back", () => {
  const row = fc.record({ a: fc.string(), b: fc.string() });
  fc.assert(
    fc.property(fc.array(row), (rows) => {
      expect(parse(csvText(["a", "b"], rows), { columns: true })).toEqual(rows);
    }),
  );
  expect(csvText(["v"], [{ v: 1.5 }, { v: null }])).toBe("v\r\n1.5\r\n\r\n");
});
