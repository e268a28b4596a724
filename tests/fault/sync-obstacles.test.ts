import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { chmodSync, chownSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { LocalRecords } from "../../src/store/records.js";
import { bundled } from "../kit/store-children.js";
import { type TemporaryArea, temporaryArea } from "../kit/temporary-area.js";

const isRoot = process.getuid?.() === 0;
const nobody = 65534;

async function addRun(records: LocalRecords): Promise<number> {
  const id = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await records.registerTests(id, [{ testname: "t", item_path: "" }]);
  return id;
}

/** A program of another user that writes and syncs, what it has reported as done, and what it complains about. */
async function writerOf(area: TemporaryArea, uid: number | undefined) {
  const { program, env } = await bundled("sync-writer.ts");
  const { log: _, ...options } = area.options;
  const done: string[] = [];
  const problems: string[] = [];
  const identity = uid === undefined ? {} : { uid, gid: uid };
  const child: ChildProcess = spawn(process.execPath, [program, "w", JSON.stringify(options), "1"], {
    env,
    stdio: ["ignore", "pipe", "pipe"],
    ...identity,
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  child.stdout?.on("data", (chunk) => done.push(...String(chunk).trim().split("\n")));
  child.stderr?.on("data", (chunk) => problems.push(...String(chunk).trim().split("\n")));
  const ended = new Promise((resolve) => child.once("close", resolve));
  const more = async (count: number) => {
    for (const goal = done.length + count; done.length < goal && child.exitCode === null; ) await sleep(10);
  };
  const kill = async () => {
    expect(child.exitCode).toBeNull();
    child.kill("SIGKILL");
    await ended;
  };
  return { done, problems, more, kill };
}

const tokensIn = ({ query }: TemporaryArea, file: string) => query(file, "SELECT user FROM access_log ORDER BY id").map((row) => String(row["user"]));
const isSound = (file: string) =>
  expect(spawnSync("sqlite3", ["-cmd", ".timeout 10000", file, "PRAGMA quick_check"], { encoding: "utf8" }).stdout).toBe("ok\n");

/** All that was reported as done is in both databases, once. */
async function expectAll(area: TemporaryArea, done: readonly string[]): Promise<void> {
  const records = area.open();
  await records.sync({ full: true });
  await records.close();
  const tokens = tokensIn(area, area.place.areaFile);
  expect(tokens).toEqual(tokensIn(area, area.place.liveFile));
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(done.filter((token) => !tokens.includes(token))).toEqual([]);
}

describe("megatest.db that cannot be written for a while", () => {
  it("because of its permissions: work goes on, it is said once, and nothing is lost", { timeout: 60_000 }, async () => {
    const area = temporaryArea();
    const setUp = area.open();
    await addRun(setUp);
    await setUp.close();
    const directory = dirname(area.toppath);
    if (isRoot) {
      chmodSync(directory, 0o755);
      rmSync(area.cacheRoot, { recursive: true });
      mkdirSync(area.cacheRoot);
      for (const path of [area.toppath, area.place.areaFile, area.cacheRoot]) chownSync(path, nobody, nobody);
    }
    const setWritable = (isWritable: boolean) => {
      if (isRoot) for (const path of [area.toppath, area.place.areaFile]) chownSync(path, isWritable ? nobody : 0, isWritable ? nobody : 0);
      else chmodSync(area.toppath, isWritable ? 0o755 : 0o555);
    };
    const writer = await writerOf(area, isRoot ? nobody : undefined);
    await writer.more(20);
    setWritable(false);
    await writer.more(100);
    const before = tokensIn(area, area.place.areaFile).length;
    await writer.more(100);
    expect(tokensIn(area, area.place.areaFile)).toHaveLength(before);
    isSound(area.place.areaFile);
    expect(writer.problems.filter((line) => line.startsWith("ERROR: the records are not copied"))).toHaveLength(1);
    setWritable(true);
    await writer.more(100);
    for (let tries = 0; tries < 500 && tokensIn(area, area.place.areaFile).length === before; tries++) await sleep(10);
    expect(tokensIn(area, area.place.areaFile).length).toBeGreaterThan(before);
    await writer.kill();
    if (isRoot) for (const path of [area.cacheRoot, area.toppath, area.place.areaFile]) chownSync(path, 0, 0);
    if (isRoot) spawnSync("chown", ["-R", "0:0", directory]);
    await expectAll(area, writer.done);
  });

  it.runIf(isRoot)("because its disk is full: the same", { timeout: 60_000 }, async () => {
    const area = temporaryArea();
    const mounted = spawnSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", area.toppath], { encoding: "utf8" });
    expect(mounted.stderr).toBe("");
    onTestFinished(() => void spawnSync("umount", ["-l", area.toppath]));
    const setUp = area.open();
    await addRun(setUp);
    await setUp.close();
    const writer = await writerOf(area, undefined);
    await writer.more(20);
    const free = statfsSync(area.toppath);
    const filler = `${area.toppath}/filler`;
    for (let size = free.bavail * free.bsize; size > 0 && !fill(filler, size); ) size -= 4096;
    await writer.more(300);
    isSound(area.place.areaFile);
    expect(writer.problems.filter((line) => /ERROR: the records are not copied .*(disk full|i\/o error)/.test(line)).length).toBeGreaterThan(0);
    const second = area.open();
    expect(await second.runs({})).toHaveLength(1);
    await second.close();
    rmSync(filler);
    await writer.more(100);
    await writer.kill();
    await expectAll(area, writer.done);
  });
});

function fill(file: string, size: number): boolean {
  try {
    writeFileSync(file, Buffer.alloc(size));
    return true;
  } catch {
    return false;
  }
}

describe("clocks that jump by an hour", () => {
  it.each([3600, -3600])(
    "%i s: who pushes, pushes on; nothing is lost, and a new live database starts above the old one or says so",
    { timeout: 60_000 },
    async (jump) => {
      const area = temporaryArea();
      const records = area.open();
      onTestFinished(() => records.close());
      const run = await addRun(records);
      records.startSyncing(10);
      await records.setTestFields(1, { comment: "before" });
      const { mark } = await records.changesSince(run, 0);
      vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + jump * 1000 });
      onTestFinished(() => void vi.useRealTimers());
      const other = area.open();
      onTestFinished(() => other.close());
      await other.setTestFields(1, { comment: "after" });
      for (let tries = 0; tries < 300; tries++) {
        if (area.query(area.place.areaFile, "SELECT comment FROM tests")[0]?.["comment"] === "after") break;
        await sleep(10);
      }
      expect(area.query(area.place.areaFile, "SELECT comment FROM tests")).toEqual([{ comment: "after" }]);
      await records.close();
      await other.close();
      rmSync(area.cacheRoot, { recursive: true });
      const third = area.open();
      onTestFinished(() => third.close());
      await third.setTestFields(1, { comment: "third" });
      const { tests, gap } = await third.changesSince(run, mark);
      expect(gap || tests.length > 0).toBe(true);
      expect(await third.test(1)).toMatchObject({ comment: "third" });
    },
  );
});
