import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { failureSignature } from "./failure-signature.js";

describe("06 § 31.1: what failures of one cause have in common", () => {
  it.each([
    ["12 errors in 3.5 s", "# errors in # s"],
    ["timeout after 1234567 ms", "timeout after # ms"],
    ["bad checksum deadbeef01 of core", "bad checksum <hex> of core"],
    ["pointer 0x7ffe1234abcd", "pointer <hex>"],
    ["the facade is effaced", "the facade is effaced"],
    ["cannot open /disk3/runs/r17/unit/core.12: no space", "cannot open core.#: no space"],
    ["error:/a/b/c.v:17: syntax", "error:c.v:#: syntax"],
    ["in ../lib/x/net.sp", "in net.sp"],
    ["build/out/net.sp differs", "net.sp differs"],
    ["PASS/FAIL at 20 km/h", "PASS/FAIL at # km/h"],
    ["  two\n\tlines ", "two lines"],
    ["", ""],
  ])("%j → %j", (text, signature) => expect(failureSignature(text)).toBe(signature));

  it("other numbers, white space and directories are the same cause", () => {
    const number = fc.nat().map(String);
    const folder = fc.stringMatching(/^(\/[a-z]{1,8}\d{0,3}){1,4}$/);
    const text = ([n, path, gap]: [string, string, string]) => `step${gap}lost ${n} of ${path}/net.log`;
    const parts = fc.tuple(number, folder, fc.constantFrom(" ", "\n", "\t  "));
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        expect(failureSignature(text(a))).toBe(failureSignature(text(b)));
      }),
    );
  });

  it("is short, and has no numbers", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), (text) => {
        const once = failureSignature(text);
        expect(once.length).toBeLessThanOrEqual(300);
        expect(once).not.toMatch(/\d/);
      }),
    );
    expect(failureSignature("/a".repeat(5000)).length).toBeLessThanOrEqual(300);
  });
});
