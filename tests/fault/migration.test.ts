import { existsSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { moveSteps } from "../../src/homehost/migrate.js";
import { age } from "../kit/aged.js";
import { standardConfig, type TestArea } from "../kit/area.js";
import { bundled } from "../kit/bundled.js";
import { describeHosts } from "../kit/hosts.js";
import type { Host } from "../kit/hosts-host.js";
import { root } from "../kit/hosts-lab.js";
import type { HostProcess } from "../kit/hosts-process.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
/** Areas whose homehosts move at the same time. */
const areas = 2;
const killsPerArea = 26;
const killsPerRound = 5;
const timeoutMs = 300_000;

describeHosts(`moves of the homehost that are killed, seed ${seed}`, (hosts) => {
  const { alpha, beta } = hosts;

  /** An area that alpha keeps, in which nothing runs; any time without activity is enough to move the homehost. */
  async function quietArea(): Promise<TestArea> {
    const config = standardConfig().replace("homehost 127.0.0.1\n", "homehost-quiet-time 1\n");
    const area = hosts.area({ "megatest.config": config, "tests/a/testconfig": "[ezsteps]\ns true\n" });
    const { code, stderr } = await alpha.megatest(area, ["-run", "-target", "x/1", "-runname", "r1", "-run-wait"]);
    expect(code, stderr).toBe(0);
    await alpha.run("while pgrep -f '[-]execute -'; do sleep 0.05; done");
    age(area.path, 3600);
    return area;
  }

  async function startWriters(area: TestArea, host: Host, command: readonly string[], names: readonly string[]): Promise<HostProcess[]> {
    const writers = await Promise.all(names.map((name) => host.spawn([...command, name, "40"], { cwd: area.path })));
    await area.until(() => writers.every(({ stdout }) => stdout !== ""), "the writers to begin");
    return writers;
  }

  /** What they were told was done. */
  async function endWriters(writers: readonly HostProcess[]): Promise<string[]> {
    for (const writer of writers) writer.kill("SIGTERM");
    const results = await Promise.all(writers.map(({ ended }) => ended));
    expect(results.map(({ code, stderr }) => (code === 0 ? "" : stderr))).toEqual(writers.map(() => ""));
    return results.flatMap(({ stdout }) => stdout.trim().split("\n"));
  }

  async function finish(area: TestArea, host: Host): Promise<void> {
    const { code, stderr } = await host.megatest(area, ["-migrate-homehost"]);
    expect({ code, stderr: code === 0 ? "" : stderr }).toEqual({ code: 0, stderr: "" });
    expect(homehost(area).address).toBe(host.address);
    for (const lock of [".homehost.lock", ".mt-maint.lock"]) expect(existsSync(join(area.path, lock))).toBe(false);
    expect(area.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  }

  /** All that was acknowledged is in megatest.db, and nothing is there twice. */
  function expectAllOnce(area: TestArea, acknowledged: readonly string[]): void {
    const found = area.query("SELECT user FROM access_log").map((row) => String(row["user"]));
    expect(found).toHaveLength(new Set(found).size);
    expect(acknowledged.filter((token) => !found.includes(token))).toEqual([]);
  }

  function homehost(area: TestArea): { address: string; epoch: number } {
    const [address = "", epoch = ""] = area.read(".homehost").split("\n");
    return { address, epoch: Number(epoch.replace("epoch ", "")) };
  }

  describe.each(moveSteps.map(({ name }) => name))("killed after %s", (step) => {
    it("04-65: the homehost is the old or the new one, with every record; and the next command goes on from there", async () => {
      const area = await quietArea();
      const writers = await startWriters(area, alpha, await bundled("local-writer", hosts.shared), ["a", "b"]);
      const mover = await beta.spawn([...(await bundled("killed-mover", hosts.shared)), join(root, "bin/megatest"), step], { cwd: area.path });
      expect(await mover.ended).toMatchObject({ code: 137 });
      expect(homehost(area).address).toBe(["commit", "note"].includes(step) ? beta.address : alpha.address);
      await finish(area, beta);
      expectAllOnce(area, await endWriters(writers));
    });

    it("of one that is to be retired: the same", async () => {
      const area = await quietArea();
      area.write({ "megatest.config": area.read("megatest.config").replace("[server]\n", "[server]\nretire-hosts alpha\n") });
      const writers = await startWriters(area, alpha, await bundled("local-writer", hosts.shared), ["a", "b"]);
      const mover = await alpha.spawn([...(await bundled("killed-mover", hosts.shared)), join(root, "bin/megatest"), step, "leave"], {
        cwd: area.path,
      });
      expect(await mover.ended).toMatchObject({ code: 137 });
      expect(existsSync(join(area.path, ".homehost"))).toBe(!["commit", "note"].includes(step));
      const acknowledged = await endWriters(writers);
      await alpha.megatest(area, ["-list-runs", "%"]);
      await finish(area, beta);
      expectAllOnce(area, acknowledged);
    });
  });

  it.each([1, 2])(
    "at any moment, on either host, while others write: no write is lost or done twice (%i)",
    async (part) => {
      const writer = await bundled("local-writer", hosts.shared);
      await Promise.all(Array.from({ length: areas }, (_, index) => moveAndKill(writer, randomNumbers(seed + part * areas + index))));
    },
    timeoutMs,
  );

  /** Moves the homehost of one area to and fro. */
  async function moveAndKill(writer: readonly string[], random: () => number): Promise<void> {
    const area = await quietArea();
    const acknowledged: string[] = [];
    let kills = 0;
    for (let round = 0; kills < killsPerArea; round++) {
      const [old, next] = round % 2 === 0 ? [alpha, beta] : [beta, alpha];
      const before = homehost(area);
      expect(before.address).toBe(old.address);
      const writers = await startWriters(area, old, writer, [`a${round}`, `b${round}`]);
      for (let kill = 0; kill < killsPerRound && homehost(area).address === old.address; kill++) {
        const mover = await next.spawn(["megatest", "-migrate-homehost", "-v"], { cwd: area.path });
        kills += (await (random() < 0.7 ? killMover(mover, random) : killFlush(old, area, random))) ? 1 : 0;
        await mover.ended;
      }
      await finish(area, next);
      acknowledged.push(...(await endWriters(writers)));
      expectAllOnce(area, acknowledged);
      expect(homehost(area).epoch).toBe(before.epoch + 1);
    }
  }

  /** At any time since its start, or soon after the beginning of some step. */
  async function killMover(mover: HostProcess, random: () => number): Promise<boolean> {
    const step = moveSteps[Math.floor(random() * moveSteps.length * 1.5)]?.name;
    if (step === undefined) await sleep(1400 * random());
    else for (const deadline = Date.now() + 2000; !mover.stderr.includes(`moving the homehost: ${step}`) && Date.now() < deadline; ) await sleep(1);
    await sleep(30 * random());
    return mover.kill();
  }

  /** On the old homehost the one that copies its last records. */
  async function killFlush(host: Host, area: TestArea, random: () => number): Promise<boolean> {
    const command = `node .* -start-dir ${area.path} -sync-to-megatest.db`;
    const { stdout } = await host.run(`for i in $(seq 150); do pgrep -f -- '${command}' && exit; sleep 0.01; done`);
    await sleep(500 * random());
    return stdout !== "" && host.kill(Number(stdout.split("\n")[0]));
  }
});

/** The same numbers for the same seed. */
function randomNumbers(start: number): () => number {
  let state = start;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
