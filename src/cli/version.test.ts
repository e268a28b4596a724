import { expect, it } from "vitest";
import { versionLine } from "./version.js";

it("05-3: the version is a number that begins with 1.65 and four characters", () => {
  expect(versionLine).toMatch(/^1\.65\d+-[0-9a-f]{4}$/);
});
