import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Failure } from "../base/index.js";
import { findArea } from "./locate.js";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "megatest-locate-")));
  mkdirSync(join(root, "area/a/b/c"), { recursive: true });
  mkdirSync(join(root, "other"));
  for (const name of ["area/megatest.config", "area/a/my.config", "other/megatest.config"]) writeFileSync(join(root, name), "");
});
afterEach(() => rmSync(root, { recursive: true }));

describe("01 § 6.1: finding the area", () => {
  it("01-47: from three levels below", () => {
    expect(findArea({ cwd: join(root, "area/a/b/c"), env: {} })).toEqual({
      toppath: join(root, "area"),
      configFile: join(root, "area/megatest.config"),
    });
  });

  it("01-47: MT_RUN_AREA_HOME wins over the directory", () => {
    expect(findArea({ cwd: join(root, "area/a"), env: { MT_RUN_AREA_HOME: join(root, "other") } }).toppath).toBe(join(root, "other"));
  });

  it("01-48: none anywhere is exit code 2", () => {
    const find = () => findArea({ cwd: join(root, "area"), env: {}, configName: "nosuch.config" });
    expect(find).toThrow(Failure);
    expect(find).toThrow("No nosuch.config file found. Giving up.");
    expect(find).toThrow(expect.objectContaining({ reason: "no-area", exitCode: 2 }));
  });

  it("a path names the file itself", () => {
    expect(findArea({ cwd: join(root, "area"), env: {}, configName: "a/my.config" }).toppath).toBe(join(root, "area/a"));
    expect(findArea({ cwd: "/", env: {}, configName: join(root, "area/a/my.config") }).toppath).toBe(join(root, "area/a"));
  });

  it("through a symbolic link to a directory of the area", () => {
    symlinkSync(join(root, "area/a/b"), join(root, "link"));
    expect(findArea({ cwd: join(root, "link"), env: {} }).toppath).toBe(join(root, "area"));
  });
});
