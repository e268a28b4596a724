import { expect, it } from "vitest";
import { PartBuffer } from "./part-buffer.js";

it("parts come out whole and in order, small ones together", () => {
  const parts = ["a", Buffer.from("b"), "\xe9", "c".repeat(5000), Buffer.alloc(9000, "d"), "e", ...Array<string>(200).fill("f".repeat(1000)), ""];
  const buffer = new PartBuffer();
  for (const part of parts) buffer.add(part);
  const taken = buffer.take();
  expect(Buffer.concat(taken).toString("latin1")).toBe(parts.map((part) => part.toString("latin1")).join(""));
  expect(taken.length).toBeLessThan(10);
  expect(buffer.take()).toEqual([]);
});

it("what was taken does not change afterwards", () => {
  const buffer = new PartBuffer();
  buffer.add("first");
  const [taken] = buffer.take();
  buffer.add("other");
  expect(taken?.toString()).toBe("first");
});
