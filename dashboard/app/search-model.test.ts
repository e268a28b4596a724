import { describe, expect, it } from "vitest";
import { best } from "./search-model.js";

const entries = ["nightly-3", "x/1/nightly-3", "fortnight", "unit/lin", "Summary"].map((text) => ({ kind: "run", text }));
const found = (words: string) => best(entries, words, 3).map(({ text }) => text);

describe("06 § 21: search", () => {
  it.each([
    ["", ["nightly-3", "x/1/nightly-3", "fortnight"]],
    ["night", ["nightly-3", "x/1/nightly-3", "fortnight"]],
    ["3 x/", ["x/1/nightly-3"]],
    ["LIN", ["unit/lin"]],
    ["nothing", []],
  ])("%j finds %j", (words, texts) => {
    expect(found(words)).toEqual(texts);
  });
});
