import { expect, it } from "vitest";
import { logFile, runFile, testFile } from "./places.js";

const run = { t: "x/1", r: "n1" };

it("06 § 35.1: names of files are the same every time, safe everywhere, and differ where objects do", () => {
  const names = ["a", "A", "a/", "../../etc", "~", ".", "", "ü", "u".repeat(300), `${"u".repeat(300)}x`];
  const files = names.flatMap((n) => [testFile({ ...run, n, i: "" }), testFile({ ...run, n: "t", i: n }), logFile({ ...run, n: "t", i: "" }, n)]);
  for (const file of files) expect(file).toMatch(/^data\/x_1_n1-[0-9a-f]{16}\/[A-Za-z0-9._-]{1,160}\.js$/);
  expect(new Set(files.map((file) => file.toLowerCase())).size).toBe(files.length);
  expect(runFile(run, "page")).toBe("data/x_1_n1-508a85c98ba55b62/page.js");
});
