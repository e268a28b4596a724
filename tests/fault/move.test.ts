import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { silentLog } from "../../src/base/index.js";
import type { MoveStep } from "../../src/history/move-ways.js";
import { openRecords, type Records } from "../../src/store/index.js";
import { areaMaker, cleanEnv, type TestArea } from "../kit/area.js";
import { bundled } from "../kit/bundled.js";
import { randomNumbers } from "../kit/random.js";

const seed = Number(process.env["SEED"] ?? Date.now() % 1_000_000);
const kills = 500;
const runCount = 12;
const timeoutMs = 900_000;

const makeArea = areaMaker(afterAll);
const directory = mkdtempSync(join(tmpdir(), "movers-"));
let mover: string[];
beforeAll(async () => {
  mover = await bundled("run-mover", directory);
});
afterAll(() => rmSync(directory, { recursive: true }));

interface Places {
  readonly area: TestArea;
  /** Where runs go. */
  readonly attic: TestArea;
}

async function open<T>({ path }: TestArea, work: (records: Records) => Promise<T>, options: { readOnly?: true; fullDb?: true } = {}): Promise<T> {
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  const records = openRecords({ toppath: path, areaName: basename(path), keys, log: silentLog, version: "1.6590-test", ...options });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

/** An area with finished runs r1, r2, …, and one that nobody moves. */
async function places(count: number, tests = 5): Promise<Places> {
  const made = { area: makeArea({}), attic: makeArea({}) };
  await open(made.attic, (records) => records.sync());
  await open(made.area, async (records) => {
    await records.registerRun({ target: ["x", "1"], runname: "written-to", owner: "ann" });
    for (let number = 1; number <= count; number++) await addRun(records, `r${number}`, tests);
  });
  return made;
}

async function addRun(records: Records, runname: string, count: number): Promise<void> {
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  const names = Array.from({ length: count }, (_, index) => ({ testname: `t${index}`, item_path: "" }));
  const tests = await records.registerTests(runId, names);
  for (const { id } of tests) {
    await records.recordStep(id, { stepname: "s", state: "end", status: "0" });
    const unset = { expected: null, tol: null, units: null, comment: "", status: null, type: null };
    await records.addData(id, [{ ...unset, category: "c", variable: runname, value: id }]);
  }
  await records.setVerdicts(tests.map(({ id }) => ({ id, state: "COMPLETED", status: "PASS" })));
}

type Contents = Record<string, unknown>;

/** What each run holds that a listing shows: completed runs too, without ids. */
function shown(area: TestArea, options: { readOnly?: true } = {}): Promise<Contents> {
  return open(
    area,
    async (records) => {
      const contents: Contents = {};
      for (const run of await records.runs({ runname: "r%" })) {
        const tests = await records.tests(run.id, {});
        const ids = tests.map(({ id }) => id);
        const without = ({ id: _, test_id, ...row }: { id: number; test_id: number }) => ({ ...row, test: ids.indexOf(test_id) });
        const [steps, data] = [await records.listSteps(ids), await records.listData(ids)];
        expect(contents[run.runname]).toBeUndefined();
        contents[run.runname] = {
          run: [run.target, run.state, run.status, run.event_time],
          tests: tests.map(({ testname, state, status, event_time }) => ({ testname, state, status, event_time })),
          steps: steps.map(without),
          data: data.map(without),
        };
      }
      return contents;
    },
    { ...options, fullDb: true },
  );
}

/** Runs that are shown nowhere, but whole at their destination. */
function hidden(area: TestArea): string[] {
  return area.query("SELECT runname FROM runs WHERE state = 'INCOMING'").map((row) => String(row["runname"]));
}

/** No run is shown twice, none is nowhere. */
async function expectNoneLost({ area, attic }: Places, all: Contents): Promise<void> {
  const [here, there] = [await shown(area, { readOnly: true }), await shown(attic, { readOnly: true })];
  expect(Object.keys(here).filter((name) => name in there)).toEqual([]);
  const found = { ...here, ...there };
  expect({ ...all, ...found }).toEqual(all);
  const missing = Object.keys(all).filter((name) => !(name in found));
  const waiting = [...hidden(area), ...hidden(attic)];
  expect(missing.filter((name) => !waiting.includes(name))).toEqual([]);
}

/** Any command that moves runs finishes what was begun, and says so; then each run is in one place. */
async function finish(made: Places, all: Contents): Promise<string> {
  let output = "";
  for (const [area, flag] of [
    [made.area, "-restore-records"],
    [made.attic, "-reduce-records"],
  ] as const) {
    const { code, stdout, stderr } = await area.megatest([flag, "-target", "%/%", "-runname", "none"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    output += stdout;
    expect(existsSync(join(area.path, ".mt-maint.lock"))).toBe(false);
    expect(openEntries(area)).toEqual([]);
    expect(area.query("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  }
  const [here, there] = [await shown(made.area), await shown(made.attic)];
  expect(Object.keys(here).filter((name) => name in there)).toEqual([]);
  expect({ ...here, ...there }).toEqual(all);
  return output;
}

function openEntries(area: TestArea): unknown[] {
  const isThere = area.query("SELECT 1 FROM sqlite_master WHERE name = 'run_moves'").length > 0;
  return isThere ? area.query("SELECT * FROM run_moves WHERE phase <> 'done'") : [];
}

/** Starts a mover; its output is what it did so far. */
function startMover({ area, attic }: Places, ...words: string[]): { child: ChildProcess; output: { text: string }; ended: Promise<unknown> } {
  const [program = "", ...args] = mover;
  const child = spawn(program, [...args, area.path, attic.path, ...words], { env: cleanEnv(), stdio: ["ignore", "pipe", "inherit"] });
  const output = { text: "" };
  child.stdout.on("data", (chunk) => {
    output.text += String(chunk);
  });
  return { child, output, ended: once(child, "exit") };
}

describe("a move of runs that is killed after a step", () => {
  const leaving: MoveStep[] = ["begun", "copied", "noted", "removed-live", "removed-reference", "removed-area"];
  const steps: [string, MoveStep][] = [
    ...[...leaving, "published" as const].map((step): [string, MoveStep] => ["move", step]),
    ...leaving.map((step): [string, MoveStep] => ["reduce", step]),
    ...(["begun", "copied", "noted", "removed-completed"] as const).map((step): [string, MoveStep] => ["restore", step]),
  ];
  it.each(steps)("04-39, 04-40, 04-56: %s, %s: the next command finishes it", async (op, step) => {
    const made = await places(2);
    const all = await shown(made.area);
    const select = ["-target", "x/1", "-runname", "r%"];
    if (op === "restore") expect((await made.area.megatest(["-reduce-records", ...select])).code).toBe(0);
    await startMover(made, op, step).ended;
    await expectNoneLost(made, all);
    const wasOver = openEntries(made.area).length === 0;
    const output = await finish(made, all);
    expect(output.match(/^Resumed /gm)?.length ?? 0).toBe(wasOver ? 0 : 2);
    expect(Object.keys(await shown(op === "move" ? made.attic : made.area))).toEqual(["r1", "r2"]);
  });

  it("04 § 23.5: -cleanup-db finishes it too", async () => {
    const made = await places(2);
    const all = await shown(made.area);
    await startMover(made, "move", "removed-live").ended;
    const { code, stdout, stderr } = await made.area.megatest(["-cleanup-db"]);
    expect(code, stderr).toBe(0);
    expect(stdout.match(/^Resumed x\/1\/r\d run/gm)).toHaveLength(2);
    expect(await shown(made.attic)).toEqual(all);
  });
});

describe(`moves of runs that are killed at any moment, seed ${seed}`, () => {
  it(
    `04-39, 04-56: while others write to another run, ${kills} times: each run is in one place, whole; and what was written is there`,
    async () => {
      const random = randomNumbers(seed);
      const made = await places(runCount);
      const all = await shown(made.area);
      const writers = await startWriters(made.area);
      for (let kill = 1; kill <= kills; kill++) {
        await killMover(startMover(made, String(seed + kill)), random);
        if (kill % 5 === 0) await expectNoneLost(made, all);
        if (kill % 50 === 0) await finish(made, all);
      }
      await finish(made, all);
      const written = await endWriters(writers);
      await open(made.area, (records) => records.sync());
      const found = made.area.query("SELECT user FROM access_log").map((row) => String(row["user"]));
      expect(found).toHaveLength(new Set(found).size);
      expect(written.filter((token) => !found.includes(token))).toEqual([]);
    },
    timeoutMs,
  );

  /** Some time after one of its first steps. */
  async function killMover({ child, output, ended }: ReturnType<typeof startMover>, random: () => number): Promise<void> {
    const count = Math.floor(random() * 25);
    for (const deadline = Date.now() + 5000; output.text.split("\n").length <= count && Date.now() < deadline; ) await sleep(1);
    await sleep(15 * random());
    child.kill("SIGKILL");
    await ended;
    expect(child.signalCode).toBe("SIGKILL");
  }

  async function startWriters(area: TestArea) {
    const [program = "", ...args] = await bundled("record-writer", directory);
    const writers = ["a", "b"].map((name) => {
      const child = spawn(program, [...args, "megatest", name, "100"], { cwd: area.path, env: cleanEnv(), stdio: ["ignore", "pipe", "inherit"] });
      const output = { text: "" };
      child.stdout.on("data", (chunk) => {
        output.text += String(chunk);
      });
      return { child, output, ended: once(child, "close") };
    });
    await area.until(() => writers.every(({ output }) => output.text !== ""), "the writers to begin");
    return writers;
  }

  async function endWriters(writers: Awaited<ReturnType<typeof startWriters>>): Promise<string[]> {
    for (const { child } of writers) child.kill("SIGTERM");
    await Promise.all(writers.map(({ ended }) => ended));
    expect(writers.map(({ child }) => child.exitCode)).toEqual([0, 0]);
    return writers.flatMap(({ output }) => output.text.trim().split("\n"));
  }
});
