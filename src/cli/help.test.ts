import { describe, expect, it } from "vitest";
import { allFlags } from "./flags.js";
import { helpText } from "./help.js";

describe("helpText", () => {
  it("05-2: names every option that does something", () => {
    const text = helpText();
    for (const flag of allFlags) {
      const shown = new RegExp(`^  ${flag.names[0].replaceAll(".", "\\.")}(,| |$)`, "m").test(text);
      expect({ name: flag.names[0], shown }).toEqual({ name: flag.names[0], shown: flag.unlisted === undefined });
    }
  });

  it.each([60, 80, 132])("keeps its explanations within %i columns", (width) => {
    const examples = / {2}megatest /;
    const lines = helpText(width).split("\n");
    expect(lines.filter((line) => line.length > width && !examples.test(line) && !line.startsWith("Usage"))).toEqual([]);
  });

  it("has examples and exit codes, and no empty group", () => {
    const text = helpText();
    expect(text).toContain("Examples:\n  megatest -run -target");
    expect(text).toContain("Exit codes:\n  0       done;");
    expect(text).not.toMatch(/:\n\n/);
  });
});
