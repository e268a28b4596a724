import { expect, it } from "vitest";
import { normalLine } from "./normal-line.js";

it.each([
  ["2024-01-02T03:04:05.678Z start", "<time> start"],
  ["2024-01-02 03:04:05,678 start", "<time> start"],
  ["Tue, Jan  2 03:04 boot", "<time> boot"],
  ["took 12.5 s, then 3ms", "took <time>, then <time>"],
  ["at 0x7ffe12ab of deadbeef12", "at <hex> of <hex>"],
  ["decade facade 123", "decade facade 123"],
  ["cannot open /tmp/run-1/a.b/x.log", "cannot open <path>/x.log"],
  ["ratio 1/2", "ratio 1/2"],
  ["epoch 1700000000.25", "epoch <time>"],
])("06 § 25.9: %j is compared as %j", (line, normal) => {
  expect(normalLine(line, { times: true, hex: true, paths: true })).toBe(normal);
  expect(normalLine(line, { times: false, hex: false, paths: false })).toBe(line);
});

it("06 § 25.9: normalizing takes time in proportion to the line", () => {
  const long = `${"/a".repeat(200_000)} ${"1".repeat(200_000)} ${"0:".repeat(200_000)} ${"f".repeat(200_000)}`;
  expect(normalLine(long, { times: true, hex: true, paths: true })).toContain("<path>/");
});
