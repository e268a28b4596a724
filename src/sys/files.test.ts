import { execFileSync } from "node:child_process";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyTree, makeDirectories, placeLink, removeTree, writeFileAtomic } from "./files.js";

let directory = "";
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "megatest-files-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string) => join(directory, name);

describe("copyTree", () => {
  it("keeps modes, times, links and dot files, and lays the copy over what is there", () => {
    mkdirSync(at("from/sub"), { recursive: true });
    writeFileSync(at("from/sub/run.sh"), "new", { mode: 0o755 });
    utimesSync(at("from/sub/run.sh"), 1_000_000, 2_000_000);
    writeFileSync(at("from/.hidden"), "");
    symlinkSync("sub/run.sh", at("from/link"));
    mkdirSync(at("to/sub"), { recursive: true });
    writeFileSync(at("to/sub/run.sh"), "old");
    chmodSync(at("to/sub/run.sh"), 0o444);
    writeFileSync(at("to/extra"), "stays");
    expect(copyTree(at("from"), at("to"))).toEqual({ copied: 3, leftOut: [] });
    expect(readFileSync(at("to/sub/run.sh"), "utf8")).toBe("new");
    expect(statSync(at("to/sub/run.sh"))).toMatchObject({ mode: 0o100755, mtimeMs: 2_000_000_000 });
    expect(readlinkSync(at("to/link"))).toBe("sub/run.sh");
    expect(readdirSync(at("to")).sort()).toEqual([".hidden", "extra", "link", "sub"]);
  });

  it("never writes through a link that leads back to the source", () => {
    mkdirSync(at("from"));
    mkdirSync(at("to"));
    writeFileSync(at("from/file"), "source");
    writeFileSync(at("elsewhere"), "untouched");
    symlinkSync(at("elsewhere"), at("to/file"));
    copyTree(at("from"), at("to"));
    expect(readFileSync(at("elsewhere"), "utf8")).toBe("untouched");
  });

  it("leaves out what is no file and names it", () => {
    mkdirSync(at("from"));
    execFileSync("mkfifo", [at("from/pipe")]);
    expect(copyTree(at("from"), at("to"))).toEqual({ copied: 0, leftOut: [at("from/pipe")] });
  });
});

describe("writeFileAtomic", () => {
  it("replaces the whole file and leaves nothing beside it", () => {
    writeFileSync(at("file"), "a long old text");
    writeFileAtomic(at("file"), "new", { durable: true });
    expect(readFileSync(at("file"), "utf8")).toBe("new");
    expect(readdirSync(directory)).toEqual(["file"]);
  });

  it("leaves the old file when the new one cannot be written", () => {
    mkdirSync(at("file"));
    expect(() => writeFileAtomic(at("file"), "new")).toThrow("EISDIR");
    expect(readdirSync(directory)).toEqual(["file"]);
  });
});

describe("placeLink", () => {
  it("makes, keeps and re-points links, but touches nothing else", () => {
    expect(placeLink("a", at("link"))).toBe(true);
    expect(placeLink("a", at("link"))).toBe(true);
    expect(placeLink("b", at("link"))).toBe(true);
    expect(readlinkSync(at("link"))).toBe("b");
    writeFileSync(at("file"), "mine");
    expect(placeLink("a", at("file"))).toBe(false);
    expect(lstatSync(at("file")).isFile()).toBe(true);
  });
});

describe("makeDirectories", () => {
  it("makes parents, and is content with what exists", () => {
    makeDirectories(at("a/b/c"));
    makeDirectories(at("a/b/c"));
    expect(statSync(at("a/b/c")).isDirectory()).toBe(true);
  });

  it("fails below a file, and where a file system refuses names", () => {
    writeFileSync(at("file"), "");
    expect(() => makeDirectories(at("file/sub"))).toThrow("ENOTDIR");
    expect(() => makeDirectories("/proc/nosuch/sub")).toThrow("ENOENT");
  });
});

it("removeTree removes directories that forbid it", async () => {
  mkdirSync(at("tree/locked"), { recursive: true });
  writeFileSync(at("tree/locked/file"), "");
  chmodSync(at("tree/locked"), 0o500);
  await removeTree(at("tree"));
  expect(readdirSync(directory)).toEqual([]);
});
