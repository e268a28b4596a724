import { existsSync, lstatSync, mkdirSync, mkdtempSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type Area, setUpArea } from "../area/index.js";
import { silentLog } from "../base/index.js";
import { Config } from "../config/index.js";
import { chooseDisk } from "./disks.js";
import { launcherFor } from "./launcher.js";
import { createWorkArea } from "./work-area.js";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "megatest-launch-")));
  for (const name of ["disk", "disk2", "area/tests/t"]) mkdirSync(join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function areaWith(config: string): Area {
  writeFileSync(join(root, "area/megatest.config"), `[fields]\nA TEXT\nB TEXT\n${config}\n`);
  return setUpArea({ env: { PATH: process.env["PATH"] ?? "" }, cwd: join(root, "area"), log: silentLog });
}

const request = (testname: string, item_path: string) => ({
  target: ["x", "1"],
  runname: "r1",
  test: { testname, item_path },
  source: join(root, "area/tests/t"),
  disk: join(root, "disk"),
});
const inTree = (path: string) => join(root, "area/lt/x/1/r1", path);
const onDisk = (path: string) => join(root, "disk/x/1/r1", path);

describe("work area", () => {
  it("03-7, 03-8: a plain test is a link, an item a link below real directories", () => {
    const area = areaWith("");
    expect(createWorkArea(area, request("plain", ""))).toEqual({ rundir: inTree("plain"), shortdir: onDisk("plain") });
    createWorkArea(area, request("many", "a/b"));
    expect(readlinkSync(inTree("plain"))).toBe(onDisk("plain"));
    expect(readlinkSync(inTree("many/a/b"))).toBe(onDisk("many/a/b"));
    expect(lstatSync(inTree("many/a")).isDirectory()).toBe(true);
  });

  it("is made again without harm, and re-pointed to another disk", () => {
    const area = areaWith("");
    createWorkArea(area, request("t", ""));
    createWorkArea(area, { ...request("t", ""), disk: join(root, "disk2") });
    expect(readlinkSync(inTree("t"))).toBe(join(root, "disk2/x/1/r1/t"));
  });

  it("a test that was plain before can become itemized, and the other way when nothing is in the way", () => {
    const area = areaWith("");
    createWorkArea(area, request("t", ""));
    createWorkArea(area, request("t", "i"));
    expect(lstatSync(inTree("t")).isDirectory()).toBe(true);
    expect(() => createWorkArea(area, request("t", ""))).toThrow(/files of its own where a link belongs/);
    rmSync(inTree("t/i"));
    createWorkArea(area, request("t", ""));
    expect(readlinkSync(inTree("t"))).toBe(onDisk("t"));
  });

  it("03-5: without [disks] the test runs in tmp_run of its source directory", () => {
    const area = areaWith("");
    const made = createWorkArea(area, { ...request("t", ""), disk: undefined });
    expect(made.rundir).toBe(join(root, "area/tests/t/tmp_run"));
    expect(existsSync(made.rundir)).toBe(true);
    expect(existsSync(inTree("t"))).toBe(false);
  });
});

describe("disks", () => {
  const freeOf = (one: string, two: string) => `[setup]\nfree-space-script @script\n[disks]\nd1 ${one}\nd2 ${two}\n`;
  function choose(config: string, script = "", testconfig = new Config()): ReturnType<typeof chooseDisk> {
    writeFileSync(join(root, "free"), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
    return chooseDisk(areaWith(config.replace("@script", join(root, "free"))), testconfig);
  }
  const byName = 'case "$1" in *disk2) echo 900000;; *) echo 500000;; esac';

  it("03-1, 03-6: the one with most free space, by free-space-script", () => {
    expect(choose(freeOf(join(root, "disk"), join(root, "disk2")), byName)).toEqual({ path: join(root, "disk2"), free: 900_000 });
  });

  it("03-2: of equals the first; exactly minspace is too little", () => {
    const disks = freeOf(join(root, "disk2"), join(root, "disk"));
    expect(choose(disks, "echo 500000")?.path).toBe(join(root, "disk2"));
    expect(() => choose(disks.replace("[disks]", "minspace 500000\n[disks]"), "echo 500000")).toThrow(/more than minspace 500000 free/);
  });

  it("03-3: [disks] of the testconfig replaces the area's", () => {
    const testconfig = new Config();
    testconfig.set("disks", "own", join(root, "disk"), "testconfig");
    expect(choose(freeOf(join(root, "disk"), join(root, "disk2")), byName, testconfig)?.path).toBe(join(root, "disk"));
  });

  it("03-4: a section without a usable disk is a failure, no section none", () => {
    expect(() => choose(`[disks]\nd ${join(root, "nosuch")}\n`)).toThrow(/No usable disk in \[disks\]/);
    expect(choose("")).toBeUndefined();
  });
});

describe("launcher", () => {
  const launcher = (config: string, testname: string, item_path = "") => launcherFor(areaWith(config), { testname, item_path });

  it("is built in when there is none, or nbfake", () => {
    expect(launcher("", "t")).toEqual({ kind: "local", name: "built-in" });
    expect(launcher("[jobtools]\nlauncher nbfake\n", "t")).toEqual({ kind: "local", name: "nbfake" });
    expect(launcher("[jobtools]\nlauncher qsub -cwd\n", "t")).toEqual({ kind: "command", line: "qsub -cwd" });
  });

  const flexible = "[jobtools]\nflexi-launcher yes\nlauncher fall back\n[launchers]\nt1/x% A\nodd nosuch\n% B\n[host-types]\nA run-a\nB run-b\n";

  it("03-15: the first pattern that matches test and item decides", () => {
    expect(launcher(flexible, "t1", "x1")).toEqual({ kind: "command", line: "run-a" });
    expect(launcher(flexible, "t1", "y")).toEqual({ kind: "command", line: "run-b" });
  });

  it("03-16: a host type that does not exist is passed over, in the end for [jobtools] launcher", () => {
    expect(launcher(flexible, "odd")).toEqual({ kind: "command", line: "run-b" });
    expect(launcher(flexible.replace("% B\n", ""), "odd")).toEqual({ kind: "command", line: "fall back" });
  });

  it("03-17: flexi-launcher no switches [launchers] off", () => {
    expect(launcher(flexible.replace("flexi-launcher yes", "flexi-launcher no"), "t1", "x1")).toEqual({ kind: "command", line: "fall back" });
  });
});
