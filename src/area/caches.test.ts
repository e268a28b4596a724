import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../base/index.js";
import type { Env } from "../sys/index.js";
import type { CacheUse } from "./caches.js";
import { removeEmptyParents } from "./run-directory.js";
import { type SetupOptions, setUpArea } from "./setup.js";

let root = "";
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "megatest-caches-")));
  write("megatest.config", "[fields]\nSYS TEXT\n[setup]\nlinktree links\nuser #{getenv USER}\n[env-override]\nTOOL /opt/$USER\n");
  write("runconfigs.config", "[default]\nCOLOR #{getenv USER}\n[x]\nSIZE 1\n[y]\nSIZE 2\n");
  mkdirSync(join(root, "links/x/r1/t"), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

/** Writes a file that is a minute old. */
function write(name: string, text: string): void {
  const then = Date.now() / 1000 - 60;
  writeFileSync(join(root, name), text);
  utimesSync(join(root, name), then, then);
}

const use: CacheUse = { version: "1-a", runname: "r1", test: undefined, read: undefined };
const setUp = (env: Env, more: Partial<CacheUse> = {}, options: Partial<SetupOptions> = {}) =>
  setUpArea({ env: { PATH: process.env["PATH"] ?? "", ...env }, cwd: root, log: silentLog, caches: { ...use, ...more }, ...options });
const shell: Env = { USER: "ann", MT_TARGET: "x" };
const ofRun = (): Env => ({ USER: "bob", MT_TARGET: "x", MT_RUN_AREA_HOME: root, MT_LINKTREE: join(root, "links") });
const without = (name: string): Env => Object.fromEntries(Object.entries(ofRun()).filter(([other]) => other !== name));
const namesIn = (directory: string) => readdirSync(join(root, directory)).sort();
const user = (area: ReturnType<typeof setUp>) => [area.config.lookup("setup", "user"), area.runconfigs.lookup("default", "COLOR")];
const pair = [".megatest.cfg-1-a", ".runconfigs.cfg-1-a"];

describe("01 § 10: caches that a set-up leaves", () => {
  it("are in the directory of the run", () => {
    setUp(shell);
    expect(namesIn("links/x/r1")).toEqual([...pair, "t"]);
    const [text = "", runconfigs = ""] = pair.map((name) => readFileSync(join(root, "links/x/r1", name), "utf8"));
    expect(text).toMatch(
      /^\(\("fields"\n {2}\("SYS" "TEXT"\)\)\n \("setup"\n {2}\("linktree" "links"\)\n {2}\("user" "ann"\)\)\n.*\("TOOL" "\/opt\/ann"\)/s,
    );
    expect(runconfigs).toMatch(/^\(\("default"\n {2}\("COLOR" "ann"\)\)\n \("x"\n {2}\("SIZE" "1"\)\)\n/);
  });

  it("are in that of the test", () => {
    setUp(shell, { test: { testname: "t", item_path: "" } });
    expect([namesIn("links/x/r1"), namesIn("links/x/r1/t")]).toEqual([["t"], pair]);
  });

  it("are in that of the run when that of the test does not exist", () => {
    setUp(shell, { test: { testname: "t", item_path: "nosuch" } });
    expect(namesIn("links/x/r1")).toEqual([...pair, "t"]);
  });

  it.each<[string, Env, Partial<CacheUse>]>([
    ["the run has no directory", shell, { runname: "r2" }],
    ["the run name is no name", shell, { runname: ".." }],
    ["the run name is empty", shell, { runname: "" }],
    ["there is no target", { USER: "ann" }, {}],
    ["the target does not fit", { ...shell, MT_TARGET: "x/r1" }, {}],
  ])("are nowhere when %s", (_why, env, more) => {
    setUp(env, more);
    expect(readdirSync(join(root, "links"), { recursive: true }).sort()).toEqual(["x", "x/r1", "x/r1/t"]);
  });

  it("know nothing of -append-config", () => {
    writeFileSync(join(root, "more"), "[setup]\nuser carl\n");
    expect(setUp(shell, {}, { appendConfig: "more" }).config.lookup("setup", "user")).toBe("carl");
    expect(user(setUp(ofRun()))).toEqual(["ann", "ann"]);
    expect(setUp(ofRun(), {}, { appendConfig: "more" }).config.lookup("setup", "user")).toBe("carl");
  });

  it("do not keep the directory of an empty run", () => {
    rmSync(join(root, "links/x/r1/t"), { recursive: true });
    setUp(shell);
    removeEmptyParents(join(root, "links/x/r1"), join(root, "links/x"));
    expect(existsSync(join(root, "links/x/r1"))).toBe(false);
  });
});

describe("01 § 10: reading caches", () => {
  beforeEach(() => void setUp(shell));

  it("gives what was evaluated then", () => {
    const area = setUp(ofRun());
    expect(user(area)).toEqual(["ann", "ann"]);
    expect(area).toMatchObject({ keys: ["SYS"], target: ["x"], linktree: join(root, "links"), caches: undefined });
    expect(area.runconfigs.sectionNames()).toEqual(["default", "x"]);
  });

  it("exports nothing: the run has done that", () => {
    expect(setUp({ ...ofRun(), TOOL: "/opt/ann:/mine" }).env["TOOL"]).toBe("/opt/ann:/mine");
  });

  it.each<[string, () => Env, Partial<CacheUse>]>([
    ["MT_RUN_AREA_HOME is not set", () => without("MT_RUN_AREA_HOME"), {}],
    ["the link tree is unknown", () => without("MT_LINKTREE"), {}],
    ["they are refused", ofRun, { read: false }],
    ["they are of another version", ofRun, { version: "2-a" }],
    ["the run is another one", ofRun, { runname: "r2" }],
    ["the target is another one", () => ({ ...ofRun(), MT_TARGET: "y" }), {}],
    ["the test has none of its own", ofRun, { test: { testname: "t", item_path: "" } }],
  ])("is left out when %s", (_why, env, more) => {
    expect(user(setUp(env(), more))).toEqual(["bob", "bob"]);
  });

  it.each(pair)("is left out when there is no %s", (name) => {
    rmSync(join(root, "links/x/r1", name));
    expect(user(setUp(ofRun()))).toEqual(["bob", "bob"]);
  });

  it.each(["megatest.config", "runconfigs.config"])("is left out when %s has changed, and leaves new ones", (name) => {
    write(name, `${readFileSync(join(root, name), "utf8")}\n[more]\n`);
    expect(user(setUp(ofRun()))).toEqual(["bob", "bob"]);
    expect(user(setUp({ ...ofRun(), USER: "carl" }))).toEqual(["bob", "bob"]);
  });

  it("is left out for another area with the same link tree", () => {
    mkdirSync(join(root, "other"));
    write("other/megatest.config", readFileSync(join(root, "megatest.config"), "utf8"));
    write("other/runconfigs.config", readFileSync(join(root, "runconfigs.config"), "utf8"));
    expect(user(setUp({ ...ofRun(), MT_RUN_AREA_HOME: join(root, "other") }))).toEqual(["bob", "bob"]);
  });

  it.each([
    [undefined, "bob"],
    [true, "ann"],
    [false, "bob"],
  ])("with [setup] use-cache no, and %s asked for, gives the user %s", (read, expected) => {
    write("megatest.config", `${readFileSync(join(root, "megatest.config"), "utf8")}[setup]\nuse-cache no\n`);
    setUp(shell);
    expect(user(setUp(ofRun(), { read }))).toEqual([expected, expected]);
  });
});

it("01 § 10: what is left is a link in further directories, over what is there", () => {
  mkdirSync(join(root, "links/x/r1/u"));
  writeFileSync(join(root, "links/x/r1/u", ".megatest.cfg-1-a"), "old");
  const { caches } = setUp(shell);
  for (const test of ["t", "u"]) caches?.leaveIn(join(root, "links/x/r1", test));
  const read = (directory: string) => readFileSync(join(root, directory, ".megatest.cfg-1-a"), "utf8");
  expect([read("links/x/r1/t"), read("links/x/r1/u")]).toEqual([read("links/x/r1"), read("links/x/r1")]);
});
