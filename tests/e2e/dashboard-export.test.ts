import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, runProgram, type TestArea } from "../kit/area.js";
import { dashboardMaker } from "../kit/dashboard.js";

const makeArea = areaMaker(afterEach);
const start = dashboardMaker(afterEach);

const files = {
  "tests/good/testconfig": "[ezsteps]\ns echo fine\n",
  "tests/bad/testconfig": "[ezsteps]\ns ./long.sh\n",
  "tests/bad/long.sh": "#!/bin/sh\nexport_password=none\nfor i in 1 2 3 4 5 6 7 8 9; do echo line $i; done\nexit 1\n",
};

async function ranArea(...runs: string[]): Promise<TestArea> {
  const area = makeArea(files);
  for (const run of runs) await area.run("-runname", run);
  return area;
}

const copy = (area: TestArea, ...args: string[]) =>
  runProgram("dashboard", ["-export", "copy", ...args], { cwd: area.path, env: { HOME: area.path } });

/** Text of each file of a copy, by path. */
function contents(area: TestArea): Map<string, string> {
  const root = join(area.path, "copy");
  const entries = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    entries.map((entry) => [join(entry.parentPath, entry.name).slice(root.length + 1), readFileSync(join(entry.parentPath, entry.name), "utf8")]),
  );
}

const data = (area: TestArea) => [...contents(area)].filter(([path]) => path.startsWith("data/"));

describe("06 § 35.1: a static copy", () => {
  it("06-60: has the application, the chosen runs and the logs of failed tests; says so in one line", async () => {
    const area = await ranArea("r1", "r2");
    const { code, stdout, stderr } = await copy(area, "-runname", "r1");
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^Copy: copy\/index\.html \(1 run, 2 tests, \d+ logs, [\d.]+ MB\)\n$/);
    expect([...contents(area).keys()].filter((path) => !path.startsWith("data/")).sort()).toEqual([
      "assets/application.js",
      "assets/copy.js",
      "assets/styles.css",
      "index.html",
    ]);
    const all = data(area)
      .map(([, text]) => text)
      .join("");
    expect(all).toContain("line 9");
    expect(all).not.toContain('"fine"');
    expect(readdirSync(join(area.path, "copy/data")).filter((name) => name.startsWith("x_1_r2"))).toEqual([]);
  });

  it("made again it changes what has changed and nothing else", async () => {
    const area = await ranArea("r1");
    await copy(area);
    const before = new Map(data(area).map(([path]) => [path, statSync(join(area.path, "copy", path)).ino]));
    await area.run("-runname", "r2");
    expect((await copy(area)).code).toBe(0);
    const ofFirst = [...before.keys()].filter((path) => /x_1_r1.*(good|bad|tests|values)/.test(path));
    expect(ofFirst.length).toBeGreaterThan(4);
    for (const path of ofFirst) expect(statSync(join(area.path, "copy", path)).ino, path).toBe(before.get(path));
    expect(readdirSync(area.path).filter((name) => name.startsWith(".copy"))).toEqual([]);
  });

  it("a directory with something else, a file, and a place that cannot be written are refused as they are", async () => {
    const area = await ranArea("r1");
    mkdirSync(join(area.path, "copy"));
    writeFileSync(join(area.path, "copy/mine"), "");
    expect(await copy(area)).toMatchObject({ code: 1, stderr: expect.stringContaining("something else than a copy") });
    expect(readdirSync(join(area.path, "copy"))).toEqual(["mine"]);
    const run = (...args: string[]) => runProgram("dashboard", args, { cwd: area.path, env: { HOME: area.path } });
    expect(await run("-export", "megatest.config")).toMatchObject({ code: 1, stderr: expect.stringContaining("this is a file") });
    expect(await run("-export", "/proc/copy")).toMatchObject({ code: 1, stderr: expect.stringContaining("cannot be written") });
  });

  it("options that mean nothing, and no run that fits, are told", async () => {
    const area = await ranArea("r1");
    for (const [args, text] of [
      [["-runname", "no%"], "no run fits"],
      [["-logs", "some"], "must be none, failed or all"],
      [["-max-log", "much"], "must be a number of bytes"],
    ] as const) {
      expect(await copy(area, ...args)).toMatchObject({ code: 1, stderr: expect.stringContaining(text) });
    }
    expect(existsSync(join(area.path, "copy"))).toBe(false);
  });

  it("-max-log cuts logs and says so; -logs none has none", async () => {
    const area = await ranArea("r1");
    await copy(area, "-max-log", "20");
    const all = data(area).map(([, text]) => text);
    expect(all.some((text) => text.includes("the copy has the first 2 lines only"))).toBe(true);
    await copy(area, "-logs", "none");
    expect(data(area).some(([, text]) => text.includes('"test/lines"'))).toBe(false);
  });

  it("killed it leaves nothing under its name, and the next one cleans up", async () => {
    const area = await ranArea("r1");
    const killed = start(area, ["-export", "copy"]);
    const begun = () => readdirSync(area.path).some((name) => name.startsWith(".copy.megatest-copy-"));
    while (!begun() && killed.child.exitCode === null) await new Promise((done) => setTimeout(done, 2));
    await killed.stop("SIGKILL");
    const isWhole = existsSync(join(area.path, "copy/data/about.js"));
    expect(existsSync(join(area.path, "copy"))).toBe(isWhole);
    expect((await copy(area)).code).toBe(0);
    expect(begun()).toBe(false);
  });
});
