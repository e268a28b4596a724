import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it, onTestFinished } from "vitest";
import { syncedTables } from "../../src/store/live-schema.js";
import { bundled } from "../kit/store-children.js";
import { type TemporaryArea, temporaryArea } from "../kit/temporary-area.js";

const writers = 20;
const kills = 120;

/** Numbers that the seed gives again. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * sides);
  };
}

/** What the plain program says about the area database: it may have to wait a moment, but never finds it broken. */
function askSqlite(area: TemporaryArea, sql: string): string {
  const { stdout, stderr, status } = spawnSync("sqlite3", ["-cmd", ".timeout 10000", area.place.areaFile, sql], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(status).toBe(0);
  return stdout.trim();
}

interface Writer {
  readonly process: ChildProcess;
  readonly ended: Promise<unknown>;
}

/** Starts writers and keeps what they have reported as done. */
async function writersIn(area: TemporaryArea) {
  const { program, env } = await bundled("sync-writer.ts");
  const { log: _, ...given } = area.options;
  const options = { ...given, busyTimeoutMs: 100_000 };
  const done: string[] = [];
  const last = new Map<number, string>();
  const problems: string[] = [];
  let count = 0;
  const start = (test: number): Writer => {
    const child = spawn(process.execPath, [program, `w${count++}`, JSON.stringify(options), String(test)], {
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    onTestFinished(() => void child.kill("SIGKILL"));
    let rest = "";
    child.stdout.on("data", (chunk) => {
      const lines = `${rest}${chunk}`.split("\n");
      rest = lines.pop() ?? "";
      done.push(...lines);
      const newest = lines.at(-1);
      if (newest !== undefined) last.set(test, newest);
    });
    child.stderr.on("data", (chunk) => problems.push(String(chunk)));
    return { process: child, ended: new Promise((resolve) => child.once("close", resolve)) };
  };
  return { start, done, last, problems };
}

it("04-10: 20 programs that write and sync, killed at random: what was reported as done is there, once", { timeout: 300_000 }, async () => {
  const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
  process.stdout.write(`seed ${seed}, ${kills} kills\n`);
  const roll = dice(seed);
  const area = temporaryArea();
  const setUp = area.open();
  const runId = await setUp.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await setUp.registerTests(
    runId,
    Array.from({ length: writers }, (_, index) => ({ testname: `t${index}`, item_path: "" })),
  );
  await setUp.close();

  const { start, done, last, problems } = await writersIn(area);
  const running = Array.from({ length: writers }, (_, index) => start(index + 1));
  while (done.length < writers) await sleep(20);
  const foreign: string[] = [];
  for (let killed = 0; killed < kills; killed++) {
    await sleep(roll(120));
    const index = roll(writers);
    running[index]?.process.kill("SIGKILL");
    await running[index]?.ended;
    running[index] = start(index + 1);
    if (killed % 10 === 0) expect(askSqlite(area, "PRAGMA quick_check")).toBe("ok");
    if (killed % 20 === 5) {
      const token = `foreign${killed}`;
      askSqlite(area, `INSERT INTO access_log (user) VALUES ('${token}')`);
      foreign.push(token);
    }
  }
  for (const { process: child } of running) child.kill("SIGKILL");
  await Promise.all(running.map(({ ended }) => ended));

  const records = area.open();
  await records.sync({ full: true });
  const rows = (file: string, table: string) => area.query(file, `SELECT * FROM ${table} ORDER BY id`);
  for (const table of syncedTables) {
    expect(rows(area.place.areaFile, table), table).toEqual(rows(area.place.liveFile, table));
    expect(rows(area.place.referenceFile, table), table).toEqual(rows(area.place.liveFile, table));
  }
  const users = area.query(area.place.areaFile, "SELECT user FROM access_log").map((row) => String(row["user"]));
  expect(users.length).toBe(new Set(users).size);
  const present = new Set(users);
  expect([...done, ...foreign].filter((token) => !present.has(token))).toEqual([]);
  for (const test of await records.tests(runId, {})) {
    const number = (token: string | undefined) => token?.split("-").map((part) => Number(part.replace("w", ""))) ?? [-1, -1];
    const [newest = -1, at = -1] = number(test.comment);
    const [known = -1, knownAt = -1] = number(last.get(test.id));
    expect(newest > known || (newest === known && at >= knownAt), `${test.comment} after ${last.get(test.id)}`).toBe(true);
  }
  expect(problems.filter((text) => text.includes("internal error") || /^ERROR/m.test(text))).toEqual([]);
  await records.close();
  process.stdout.write(`${done.length} writes reported as done, ${users.length} recorded\n`);
});
