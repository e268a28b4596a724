import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import type { Area } from "../../area/index.js";
import { silentLog } from "../../base/index.js";
import { Config } from "../../config/index.js";
import { currentEnv, start } from "../../sys/index.js";
import { Refused } from "../refused.js";
import { listDirectory } from "./listing.js";
import { readShown } from "./read.js";
import { findShown, openShown, placeOfLogs, placeOfTest, type ShownPlace } from "./roots.js";

let top: string;
let rundir: string;
let place: ShownPlace;

beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), "files-")));
  onTestFinished(() => rmSync(top, { recursive: true, force: true }));
  for (const directory of ["logs", "disk/t/r/test/sub", "lt/t/r", "shared", "elsewhere"]) mkdirSync(join(top, directory), { recursive: true });
  symlinkSync(join(top, "disk/t/r/test"), join(top, "lt/t/r/test"));
  rundir = join(top, "lt/t/r/test");
  for (const file of ["disk/t/r/test/a.log", "disk/t/r/test/sub/b.log", "logs/server.log", "shared/golden.txt", "elsewhere/secret"]) {
    writeFileSync(join(top, file), `text of ${file}`);
  }
  place = placeOfTest(areaWith({}), { rundir });
});

function areaWith(dashboard: Readonly<Record<string, string>>): Area {
  const config = new Config();
  for (const [name, value] of Object.entries(dashboard)) config.set("dashboard", name, value, "megatest.config");
  // The rest of an area is not looked at.
  return { toppath: top, config, log: silentLog } as Area;
}

async function refusal(path: string, at = place): Promise<string> {
  try {
    const { file } = await openShown(at, path);
    await file.close();
    return "shown";
  } catch (error) {
    if (error instanceof Refused) return error.code;
    throw error;
  }
}

async function makePipe(path: string): Promise<void> {
  const { ended } = await start("mkfifo", [path], { env: currentEnv(), cwd: top, stdio: ["ignore", "ignore", "ignore"] });
  expect(await ended).toEqual({ kind: "exit", code: 0 });
}

const link = (target: string, name: string) => symlinkSync(target, join(rundir, name));

describe("06 § 33.7: what of the file system is shown", () => {
  it("files of the run directory, through its link, and below", async () => {
    expect(await readShown(place, "a.log")).toBe("text of disk/t/r/test/a.log");
    expect(await readShown(place, "sub/b.log")).toBe("text of disk/t/r/test/sub/b.log");
    expect(await readShown(place, "sub/../a.log")).toBe("text of disk/t/r/test/a.log");
    expect(await readShown(place, join(rundir, "a.log"))).toBe("text of disk/t/r/test/a.log");
  });

  it("06-37: not what a link to /etc/passwd leads to; its target is told", async () => {
    link("/etc/passwd", "stolen");
    await expect(openShown(place, "stolen")).rejects.toThrow(/stolen is a link to \/etc\/passwd, outside the run directory/);
    expect(await refusal("stolen")).toBe("forbidden");
  });

  it.each([
    ["../../../../elsewhere/secret", "forbidden"],
    ["../../../../../../../../../../../../etc/passwd", "forbidden"],
    ["/etc/passwd", "forbidden"],
    ["/proc/self/environ", "forbidden"],
    ["/proc/self/root/etc/passwd", "forbidden"],
    ["a.log/..", "not-found"],
    ["a.log\0.html", "bad-request"],
    ["nothing", "not-found"],
    ["sub", "not-found"],
    ["", "not-found"],
  ])("%s: %s", async (path, code) => {
    expect(await refusal(path)).toBe(code);
  });

  it("nor fails with a path that is too long", async () => {
    expect(await refusal("x".repeat(5000))).toBe("not-found");
  });

  it("not through links to directories, to files of other runs, nor in a circle", async () => {
    link("/etc", "etc");
    link("..", "up");
    link(join(top, "elsewhere"), "aside");
    link("circle", "circle");
    expect(await refusal("etc/passwd")).toBe("forbidden");
    expect(await refusal("up/../../../elsewhere/secret")).toBe("not-found");
    expect(await refusal("aside/secret")).toBe("forbidden");
    expect(await refusal("circle")).toBe("not-found");
  });

  it("not a directory whose name only begins like the run directory's", async () => {
    mkdirSync(join(top, "disk/t/r/test-other"));
    writeFileSync(join(top, "disk/t/r/test-other/secret"), "");
    expect(await refusal(join(top, "disk/t/r/test-other/secret"))).toBe("forbidden");
  });

  it("no pipes, sockets and devices, and without waiting for them", async () => {
    await makePipe(join(rundir, "pipe"));
    const server = createServer().listen(join(rundir, "socket"));
    onTestFinished(() => void server.close());
    await new Promise((listening) => server.once("listening", listening));
    expect(await refusal("pipe")).toBe("forbidden");
    expect(await refusal("socket")).toBe("forbidden");
    link("/dev/zero", "zero");
    expect(await refusal("zero")).toBe("forbidden");
    expect(await refusal("/dev/null")).toBe("forbidden");
  });

  it("files of the area's logs, and of directories that the area names", async () => {
    link(join(top, "logs/server.log"), "log-of-server");
    link(join(top, "shared/golden.txt"), "golden");
    expect(await refusal("log-of-server")).toBe("shown");
    expect(await refusal("golden")).toBe("forbidden");
    expect(await refusal("golden", placeOfTest(areaWith({ "file-roots": `shared ${top}/none` }), { rundir }))).toBe("shown");
    expect(await readShown(placeOfLogs(areaWith({})), "server.log")).toBe("text of logs/server.log");
  });

  it("nothing when the run directory is gone, no path, or the root of everything", async () => {
    const at = (directory: string) => placeOfTest(areaWith({}), { rundir: directory });
    expect(await refusal("a.log", at(join(top, "gone")))).toBe("not-found");
    expect(await refusal("elsewhere/secret", at(""))).not.toBe("shown");
    expect(await refusal("etc/passwd", at("/"))).toBe("forbidden");
    symlinkSync("/", join(top, "everything"));
    expect(await refusal("etc/passwd", at(join(top, "everything")))).toBe("forbidden");
  });

  it("not what a test puts in the place of a file after it was looked at", async () => {
    const { path } = await findShown(place, "a.log");
    rmSync(path);
    symlinkSync("/etc/passwd", path);
    expect(await refusal("a.log")).toBe("forbidden");
  });

  it("no large file where small ones are expected", async () => {
    writeFileSync(join(rundir, "large"), Buffer.alloc(2 * 1024 * 1024));
    await expect(readShown(place, "large")).rejects.toMatchObject({ code: "too-large" });
  });
});

describe("06 § 24: what is in a run directory", () => {
  it("directories first, links with their targets, and what cannot be opened", async () => {
    link("/etc/passwd", "stolen");
    link("a.log", "again");
    link("sub", "below");
    await makePipe(join(rundir, "pipe"));
    const { items, total, path } = await listDirectory(place, "");
    expect({ total, path }).toEqual({ total: 6, path: "" });
    expect(items.map(({ name, kind, target, shown }) => [name, kind, target, shown])).toEqual([
      ["below", "directory", "sub", true],
      ["sub", "directory", undefined, true],
      ["a.log", "file", undefined, true],
      ["again", "file", "a.log", true],
      ["pipe", "other", undefined, false],
      ["stolen", "link", "/etc/passwd", false],
    ]);
  });

  it("of directories below, and of nothing outside", async () => {
    expect(await listDirectory(place, "sub/")).toMatchObject({ path: "sub", items: [{ name: "b.log", size: 31 }] });
    await expect(listDirectory(place, "..")).rejects.toMatchObject({ code: "forbidden" });
    await expect(listDirectory(place, "a.log")).rejects.toMatchObject({ code: "not-found" });
  });
});
