import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { Failure } from "../base/index.js";
import { loadEnvironments, saveEnvironment } from "./envdat.js";

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "envdat-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

it("05-41: keeps environments by context, and replaces one as a whole", () => {
  const file = join(directory, "envdat.db");
  saveEnvironment(file, "a", { X: "1", EMPTY: "", TEXT: "é\n'\"" });
  saveEnvironment(file, "b", { X: "2" });
  saveEnvironment(file, "b", { Y: "3" });
  const [a, b] = loadEnvironments(file, ["a", "b"]);
  expect(Object.fromEntries(a ?? [])).toEqual({ X: "1", EMPTY: "", TEXT: "é\n'\"" });
  expect(Object.fromEntries(b ?? [])).toEqual({ Y: "3" });
});

it("says which context is missing", () => {
  const file = join(directory, "envdat.db");
  saveEnvironment(file, "a", { X: "1" });
  expect(() => loadEnvironments(file, ["a", "c"])).toThrow("no environment c in");
});

it("refuses a file that is no database, and makes none to read from", () => {
  const file = join(directory, "text");
  writeFileSync(file, "no database, just text that is long enough for the header of one, so that it is looked at: and refused");
  expect(() => saveEnvironment(file, "a", {})).toThrow(Failure);
  expect(() => loadEnvironments(join(directory, "missing"), ["a"])).toThrow(Failure);
  expect(existsSync(join(directory, "missing"))).toBe(false);
});
