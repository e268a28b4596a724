import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";
import { contentsOf } from "../kit/area-contents.js";
import { whileReadOnly } from "../kit/read-only.js";

const makeArea = areaMaker(afterEach);

const tests = {
  "tests/a/testconfig": "[ezsteps]\ns1 true\ns2 echo hello; true\n",
  "tests/b/testconfig": "[ezsteps]\ns1 $MT_MEGATEST -set-values -category c :value 3 :expected 3 :tol 1 :variable v; true\n",
};

interface Pair {
  readonly area: TestArea;
  /** A satellite area. */
  readonly attic: TestArea;
}

async function pair(...runnames: string[]): Promise<Pair> {
  const attic = makeArea({ "megatest.config": standardConfig().replace("[setup]", "[setup]\nallow-runs no") });
  const area = makeArea({ ...tests, "megatest.config": standardConfig(`[areas]\nattic path=${attic.path}\n`) });
  for (const runname of runnames) {
    const { code, stderr } = await area.run("-runname", runname);
    expect(code, stderr).toBe(0);
  }
  return { area, attic };
}

const move = (from: TestArea, dest: string, ...more: string[]) =>
  from.megatest(["-destination", dest, "-target", "x/1", ...(more.includes("-runname") ? [] : ["-runname", "r1"]), ...more]);

describe("-destination", () => {
  it("04-35, 04-36, 04-37, 04-38: the run is there under new ids, here is the note of that; and it can come back", async () => {
    const { area, attic } = await pair("r1");
    const before = contentsOf(area);
    expect(await move(area, "attic")).toMatchObject({
      code: 0,
      stdout: `Moved x/1/r1 run 1 -> ${attic.path}:1 tests=2 steps=6 data=1\n1 moved, 0 skipped, 0 resumed\n`,
      stderr: "",
    });
    for (const file of ["megatest.db", attic.liveFile]) expect(contentsOf(attic, file)).toEqual(before);
    for (const file of ["megatest.db", area.liveFile]) {
      expect(contentsOf(area, file)).toMatchObject({ runs: [] });
      expect(area.queryFile(file, "SELECT id FROM tests")).toEqual([]);
    }
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b/testconfig"))).toBe(true);
    expect((await area.megatest(["-list-runs", "%"])).stdout).toBe("");
    expect((await area.megatest(["-list-runs", "%", "-full-db"])).stdout).toContain("MOVED");
    expect((await attic.megatest(["-list-runs", "%"])).stdout).toContain("x/1/r1");
    const run = await area.run();
    expect(run).toMatchObject({ code: 1, stderr: expect.stringContaining(`run x/1/r1 was moved to ${attic.path}`) });
    const lock = await area.megatest(["-lock", "-target", "x/1", "-runname", "r1"]);
    expect(lock).toMatchObject({ code: 0, stdout: `Skipped x/1/r1: moved to ${attic.path}\n` });

    expect((await move(attic, area.path)).stdout).toContain("1 moved, 0 skipped, 0 resumed");
    expect(contentsOf(area)).toEqual(before);
    expect(contentsOf(attic)).toMatchObject({ runs: [] });
    const { code, stderr } = await area.run();
    expect(code, stderr).toBe(0);
    expect(contentsOf(area)).toMatchObject({ runs: [{ runname: "r1" }] });
  });

  it.each([
    ["04-46", "-destination", "attic"],
    ["04-59", "-reduce-records", undefined],
  ])("%s: a waiver of a run that was taken away by %s still counts", async (_number, flag, dest) => {
    const { area } = await pair();
    area.write({
      "tests/w/testconfig": "[ezsteps]\ns1 echo same > out.txt; false\n[waivers]\nsame diff out.txt\n[waiver_rules]\ndiff diff %file1% %file2%\n",
    });
    expect((await area.run("-testpatt", "w")).code).toBe(0);
    expect(area.verdicts("r1")).toEqual({ w: "COMPLETED/FAIL" });
    await area.megatest(["-set-state-status", "COMPLETED,WAIVED", "-target", "x/1", "-runname", "r1", "-testpatt", "w"]);
    const { code, stderr } = await area.megatest([flag, ...(dest === undefined ? [] : [dest]), "-target", "x/1", "-runname", "r1"]);
    expect(code, stderr).toBe(0);
    await area.run("-testpatt", "w", "-runname", "r2");
    expect(area.verdicts("r2")).toEqual({ w: "COMPLETED/WAIVED" });
  });

  it("04-34: not to this area, also by a link; not to one with other keys; not to one that is none", async () => {
    const { area } = await pair("r1");
    await area.sh("ln -s . itself");
    const other = makeArea({ "megatest.config": standardConfig().replace("SYS TEXT\nRELEASE TEXT", "RELEASE TEXT\nSYS TEXT") });
    const cases = [
      [area.path, "this area"],
      ["./itself", "this area"],
      [other.path, `keys differ: SYS/RELEASE here, RELEASE/SYS in ${other.path}`],
      ["/nosuch", "there is no area /nosuch"],
      ["nosuch", "no area nosuch: not in [areas] and no such directory"],
    ] as const;
    for (const [dest, message] of cases) {
      const { code, stdout, stderr } = await move(area, dest);
      expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: "", stderr: expect.stringContaining(message) });
    }
    expect(area.query("SELECT count(*) AS n FROM runs WHERE state = 'MOVED'")).toEqual([{ n: 0 }]);
    expect(area.query("SELECT name FROM sqlite_master WHERE name = 'run_moves'")).toEqual([]);
  });

  it("04-42: a run of that name with other data there: both stay", async () => {
    const { area, attic } = await pair("r1");
    attic.write({ ...tests, "megatest.config": standardConfig() });
    await attic.run("-testpatt", "a");
    const before = [contentsOf(area), contentsOf(attic)];
    expect(await move(area, attic.path)).toMatchObject({
      code: 2,
      stdout: "Skipped x/1/r1: already at destination with other data\n0 moved, 1 skipped, 0 resumed\n",
    });
    expect([contentsOf(area), contentsOf(attic)]).toEqual(before);
    expect(area.query("SELECT * FROM run_moves")).toEqual([]);
  });

  it("04-60: -actions print names what is in the way, and changes nothing", async () => {
    const { area, attic } = await pair("r1", "r2", "r3");
    attic.write({ ...tests, "megatest.config": standardConfig() });
    await attic.run("-testpatt", "a", "-runname", "r2");
    await move(area, attic.path, "-runname", "r3");
    await attic.megatest(["-destination", area.path, "-target", "x/1", "-runname", "r3"]);
    attic.queryLive("UPDATE runs SET state = 'INCOMING' WHERE runname = 'r3' RETURNING id");
    const before = [contentsOf(area), contentsOf(attic)];
    const { code, stdout } = await move(area, attic.path, "-runname", "%", "-actions", "print");
    expect({ code, stdout: stdout.replace(/about \d+ KiB/, "about N KiB") }).toEqual({
      code: 2,
      stdout: `Would move x/1/r1 run 1 tests=2 steps=6 data=1
Skipped x/1/r2: already at destination with other data
Skipped x/1/r3: another move is in progress
10 rows of about N KiB, so much would be free in each of megatest.db, the live database and its reference
0 moved, 2 skipped, 0 resumed
`,
    });
    expect([contentsOf(area), contentsOf(attic)]).toEqual(before);
  });

  it("04 § 24.1: -remove-runs leaves the note of a moved run alone, with -force it drops that and nothing else", async () => {
    const { area, attic } = await pair("r1");
    await move(area, "attic");
    const remove = ["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%"];
    expect(await area.megatest(remove)).toMatchObject({ code: 0, stdout: `Skipped x/1/r1: moved to ${attic.path}\n` });
    expect(area.query("SELECT state FROM runs")).toEqual([{ state: "MOVED" }]);
    const there = contentsOf(attic);
    expect((await area.megatest([...remove, "-force"])).code).toBe(0);
    await area.megatest(["-sync-to-megatest.db"]);
    expect(area.query("SELECT * FROM runs")).toEqual([]);
    expect(contentsOf(attic)).toEqual(there);
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b"))).toBe(true);
  });

  it("04-44: not to an area that cannot be written; no move is begun", async () => {
    const { area, attic } = await pair("r1");
    await attic.megatest(["-list-runs", "%"]);
    await whileReadOnly(attic.path, async () => {
      expect(await move(area, "attic")).toMatchObject({ code: 1, stderr: expect.stringContaining(`destination ${attic.path} is read-only`) });
    });
    expect(area.query("SELECT name FROM sqlite_master WHERE name = 'run_moves'")).toEqual([]);
  });

  it("04-48: [setup] allow-runs no: nothing runs there, the rest works", async () => {
    const { area, attic } = await pair("r1");
    await move(area, "attic");
    attic.write(tests);
    const target = ["-target", "x/1", "-runname", "r2"];
    for (const action of [["-run"], ["-runall"], ["-runtests", "%"], ["-rerun-clean"], ["-rerun-all"]]) {
      const refused = await attic.megatest([...action, ...target]);
      expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining("runs are not allowed in this area ([setup] allow-runs no)") });
    }
    expect(attic.query("SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
    for (const args of [["-lock"], ["-set-run-status", "OK"], ["-test-paths"], ["-set-state-status", "COMPLETED,WAIVED", "-testpatt", "a"]]) {
      const { code, stderr } = await attic.megatest([...args, "-target", "x/1", "-runname", "r1"]);
      expect(code, stderr).toBe(0);
    }
    await attic.megatest(["-unlock", "-target", "x/1", "-runname", "r1"], { input: "y\n" });
    const removed = await attic.megatest(["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%"]);
    expect(removed.code, removed.stderr).toBe(0);
    expect(existsSync(resolve(area.path, "runs/x/1/r1/b"))).toBe(false);
  });

  it("04 § 24.2: another word than yes or no opens nothing, and is told with its place", async () => {
    const area = makeArea({ ...tests, "megatest.config": standardConfig().replace("[setup]", "[setup]\nallow-runs never") });
    const place = `${area.path}/megatest.config:${area.read("megatest.config").split("\n").indexOf("allow-runs never") + 1}`;
    expect(await area.run()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`ERROR: [setup] allow-runs never at ${place}: must be yes or no`),
    });
    expect((await area.megatest(["-list-runs", "%"])).code).toBe(0);
    expect(area.queryFile(area.liveFile, "SELECT * FROM runs")).toEqual([]);
  });
});
