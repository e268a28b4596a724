import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeBytes, encodeText } from "./text.js";

it("any bytes survive decoding and encoding", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => void expect([...encodeText(decodeBytes(bytes))]).toEqual([...bytes])));
});

it("UTF-8 is ordinary text", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => void expect(decodeBytes(Buffer.from(text, "utf8"))).toBe(text)));
});

it("a Latin-1 byte among UTF-8 is kept apart", () => {
  expect(decodeBytes(Buffer.from([0xc3, 0xa9, 0xe9, 0x41]))).toBe("é\udce9A");
});
