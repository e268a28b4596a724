import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readLine } from "./prompt.js";

it("reads lines and leaves what follows to others", () => {
  const directory = mkdtempSync(join(tmpdir(), "prompt-"));
  const file = join(directory, "input");
  writeFileSync(file, "y\né\r\n\nrest of the input");
  const fd = openSync(file, "r");
  expect([readLine(fd), readLine(fd), readLine(fd)]).toEqual(["y", "é", ""]);
  expect(readFileSync(fd, "utf8")).toBe("rest of the input");
  expect(readLine(fd)).toBeUndefined();
  closeSync(fd);
  rmSync(directory, { recursive: true });
});

it("has no answer where there is no input", () => {
  const fd = openSync("/dev/null", "r");
  expect(readLine(fd)).toBeUndefined();
  closeSync(fd);
  expect(readLine(fd)).toBeUndefined();
});
