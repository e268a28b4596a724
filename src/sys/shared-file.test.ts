import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SharedFile } from "./shared-file.js";

const otherDisk = "/dev/shm";
let root = "";
let file: SharedFile;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "megatest-shared-"));
  for (const name of ["a", "b", "c"]) mkdirSync(join(root, name));
  file = new SharedFile("f", "text\udcff\n");
});
afterEach(() => rmSync(root, { recursive: true }));

const bytes = Buffer.from([0x74, 0x65, 0x78, 0x74, 0xff, 0x0a]);
const path = (directory: string) => join(root, directory, "f");
const leaveIn = (...directories: string[]) => {
  for (const directory of directories) file.leaveIn(join(root, directory));
};
const read = (directory: string) => {
  expect(readdirSync(join(root, directory))).toEqual(["f"]);
  return readFileSync(path(directory));
};
const areOne = (...directories: string[]) => new Set(directories.map((directory) => statSync(path(directory)).ino)).size === 1;

describe("a text in many directories", () => {
  it("is one file", () => {
    leaveIn("a", "b", "c");
    expect(read("c")).toEqual(bytes);
    expect(areOne("a", "b", "c")).toBe(true);
  });

  it("replaces what is there, not what that is a link to", () => {
    leaveIn("a");
    const other = new SharedFile("f", "old\n");
    for (const directory of ["b", "c"]) other.leaveIn(join(root, directory));
    leaveIn("b");
    expect([read("b"), read("c").toString()]).toEqual([bytes, "old\n"]);
  });

  it("may be left in the same place again", () => {
    leaveIn("a", "b", "b", "a");
    expect([read("a"), read("b")]).toEqual([bytes, bytes]);
  });

  it("is written anew when the first file is gone", () => {
    leaveIn("a");
    rmSync(path("a"));
    leaveIn("b", "c");
    expect([read("b"), areOne("b", "c")]).toEqual([bytes, true]);
  });

  it("is written anew when somebody has put another file in the place of the first", () => {
    leaveIn("a");
    rmSync(path("a"));
    writeFileSync(path("a"), "other");
    leaveIn("b");
    expect([read("a").toString(), read("b")]).toEqual(["other", bytes]);
  });

  it.skipIf(!existsSync(otherDisk) || statSync(otherDisk).dev === statSync(tmpdir()).dev)("is written once for another file system", () => {
    const other = mkdtempSync(join(otherDisk, "megatest-shared-"));
    try {
      leaveIn("a");
      for (const name of ["d", "e"]) {
        mkdirSync(join(other, name));
        file.leaveIn(join(other, name));
      }
      const copies = ["d", "e"].map((name) => join(other, name, "f"));
      expect(copies.map((copy) => readFileSync(copy))).toEqual([bytes, bytes]);
      expect(new Set(copies.map((copy) => statSync(copy).ino)).size).toBe(1);
    } finally {
      rmSync(other, { recursive: true });
    }
  });

  it("says when it cannot be written", () => {
    expect(() => leaveIn("nosuch")).toThrow(/ENOENT/);
  });
});
