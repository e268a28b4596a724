import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { silentLog } from "../../src/base/index.js";
import type { MoveStep } from "../../src/history/move-ways.js";
import { openRecords } from "../../src/store/index.js";
import { type CommandResult, standardConfig, type TestArea } from "../kit/area.js";
import { contentsOf } from "../kit/area-contents.js";
import { describeHosts } from "../kit/hosts.js";
import type { Host } from "../kit/hosts-host.js";
import { randomNumbers } from "../kit/random.js";
import { addRun } from "../kit/stored.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const files = { "tests/a/testconfig": "[ezsteps]\ns true\n" };
const runs = ["r1", "r2", "r3"];
const timeoutMs = 300_000;

describeHosts("runs move to an area whose homehost is another host", (hosts) => {
  const { alpha, beta } = hosts;

  /** Who keeps an area. */
  interface Kept {
    readonly area: TestArea;
    readonly host: Host;
  }

  /** An area of alpha with finished runs, and an empty one of beta. */
  async function twoAreas(tests = 20): Promise<{ here: Kept; attic: Kept; all: ReturnType<typeof contentsOf> }> {
    const config = standardConfig().replace(/homehost .*/, "auto-homehost no\ntimeout 5m");
    const [here, attic] = [hosts.area({ ...files, "megatest.config": config }), hosts.area({ "megatest.config": config })];
    await fill(here, tests);
    for (const [host, area] of [
      [alpha, here],
      [beta, attic],
    ] as const) {
      expectDone(await host.megatest(area, ["-list-runs", "%"]));
      expect(area.read(".homehost").split("\n")[0]).toBe(host.address);
    }
    return { here: { area: here, host: alpha }, attic: { area: attic, host: beta }, all: contentsOf(here) };
  }

  async function fill(area: TestArea, tests: number): Promise<void> {
    const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
    const cacheRoot = join(area.path, "cache");
    const records = openRecords({ toppath: area.path, areaName: "area", keys, cacheRoot, log: silentLog, version: "1.6590-test" });
    for (const runname of runs) {
      const verdicts = Object.fromEntries(Array.from({ length: tests }, (_, index) => [`a/${index}`, index % 3 === 0 ? "FAIL" : "PASS"]));
      for (const { id } of await addRun(records, "x/1", runname, verdicts)) {
        await records.recordStep(id, { stepname: "s", state: "end", status: "0" });
        const unset = { expected: null, tol: null, units: null, comment: "", status: null, type: null };
        await records.addData(id, [{ ...unset, category: "c", variable: runname, value: id }]);
      }
    }
    await records.close();
  }

  function expectDone({ code, stderr }: CommandResult): void {
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
  }

  const moveWords = ({ area }: Kept, runname = "%") => ["-destination", area.path, "-target", "x/1", "-runname", runname];
  const move = (from: Kept, to: Kept, runname?: string) => from.host.megatest(from.area, moveWords(to, runname));

  /** Names of the runs that a host shows in an area. */
  async function shown({ area, host }: Kept): Promise<string[]> {
    const result = await host.megatest(area, ["-list-runs", "%", "-fields", "runs:runname"]);
    expectDone(result);
    return [...result.stdout.matchAll(/^Run: x\/1\/(\S+)/gm)].map((match) => match[1] ?? "").sort();
  }

  const bring = async ({ area, host }: Kept) => expectDone(await host.megatest(area, ["-sync-to-megatest.db"]));

  const isDone = (from: Kept) => from.area.query("SELECT * FROM run_moves WHERE phase <> 'done'").length === 0;

  it("04-35, 04-36: by the server there; and back", async () => {
    const { here, attic, all } = await twoAreas();
    const there = await move(here, attic);
    expect(there).toMatchObject({ code: 0, stderr: expect.not.stringMatching(/ERROR|WARNING/) });
    expect(there.stdout).toContain(`Moved x/1/r1 run 1 -> ${attic.area.path}:1 tests=20 steps=20 data=20\n`);
    expect(there.stdout).toMatch(/\n3 moved, 0 skipped, 0 resumed\n$/);
    expect([await shown(here), await shown(attic)]).toEqual([[], runs]);
    expect(contentsOf(attic.area)).toEqual(all);
    expect(attic.area.read(".homehost").split("\n")[0]).toBe(beta.address);
    expectDone(await move(attic, here, "r2"));
    expect([await shown(here), await shown(attic)]).toEqual([["r2"], ["r1", "r3"]]);
    await Promise.all([bring(here), bring(attic)]);
    const both = [contentsOf(here.area), contentsOf(attic.area)];
    expect(both.flatMap(({ tests }) => tests)).toHaveLength(all.tests.length);
  });

  it("04-42, 04-60: what is in the way there is seen from here", async () => {
    const { here, attic } = await twoAreas(2);
    expectDone(await move(here, attic, "r1"));
    expectDone(await alpha.megatest(here.area, ["-remove-runs", "-force", "-target", "x/1", "-runname", "r1", "-testpatt", "%"]));
    expectDone(await alpha.megatest(here.area, ["-run", "-target", "x/1", "-runname", "r1", "-run-wait"]));
    const print = await alpha.megatest(here.area, [...moveWords(attic), "-actions", "print"]);
    expect(print.stdout).toMatch(/^Would move x\/1\/r2 .*\nWould move x\/1\/r3 .*\nSkipped x\/1\/r1: already at destination with other data\n/);
    expect(await move(here, attic, "r1")).toMatchObject({
      code: 2,
      stdout: "Skipped x/1/r1: already at destination with other data\n0 moved, 1 skipped, 0 resumed\n",
    });
  });

  it("not by a host that keeps neither", async () => {
    const { here, attic } = await twoAreas(1);
    expect(await beta.megatest(here.area, moveWords(attic))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("you must be on the homehost to run with -destination"),
    });
  });

  const steps: readonly MoveStep[] = ["begun", "copied", "noted", "removed-live", "removed-reference", "removed-area", "published", "done"];

  it(
    `04-39, 04-40: killed after a step, or at any moment (seed ${seed}), by a kill of the mover or of the server: the next command finishes it`,
    async () => {
      const { here, attic, all } = await twoAreas();
      const random = randomNumbers(seed);
      let [from, to] = [here, attic];
      const moments = [...steps, ...steps.map(() => undefined), ...steps.map(() => "server" as const)];
      for (const moment of moments) {
        const mover = await from.host.spawn(["megatest", ...moveWords(to), "-debug", "0,2"], { cwd: from.area.path });
        if (moment === undefined) await sleep(300 + random() * 1500);
        else if (moment === "server") await killServer(to, 300 + random() * 1500);
        else await to.area.until(() => mover.stderr.includes(`moving runs: ${moment}\n`), moment, 60_000);
        if (moment !== "server") mover.kill();
        const { code, stderr } = await mover.ended;
        if (moment === "server") expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
        const [left, come] = [await shown(from), await shown(to)];
        expect(
          left.filter((name) => come.includes(name)),
          String(moment),
        ).toEqual([]);
        expectDone(await move(from, to));
        expect(isDone(from), String(moment)).toBe(true);
        expect([await shown(from), await shown(to)], String(moment)).toEqual([[], runs]);
        [from, to] = [to, from];
      }
      await Promise.all([bring(here), bring(attic)]);
      expect(contentsOf(from.area)).toEqual(all);
      expect(contentsOf(to.area).tests).toEqual([]);
    },
    timeoutMs,
  );

  /** The server of an area, if it has one by then. */
  async function killServer({ area, host }: Kept, afterMs: number): Promise<void> {
    await sleep(afterMs);
    await host.run(["sh", "-c", `for f in logs/server-*.log; do p=\${f#logs/server-}; kill -9 \${p%%-*} 2>/dev/null; done; true`], {
      cwd: area.path,
    });
  }

  it(
    "04 § 23.5: when the host there goes off meanwhile, the runs stay, and the next command finishes the move",
    async () => {
      const { here, attic, all } = await twoAreas();
      const mover = await alpha.spawn(["megatest", ...moveWords(attic), "-debug", "0,2"], { cwd: here.area.path });
      await here.area.until(() => mover.stderr.includes("moving runs: begun\n"), "the move to begin", 60_000);
      await beta.powerOff();
      const { code, stderr } = await mover.ended;
      expect(code, stderr).toBe(1);
      expect(await shown(here)).toEqual(runs);
      await beta.powerOn();
      expectDone(await move(here, attic));
      expect([await shown(here), await shown(attic)]).toEqual([[], runs]);
      await bring(attic);
      expect(contentsOf(attic.area)).toEqual(all);
    },
    timeoutMs,
  );
});
