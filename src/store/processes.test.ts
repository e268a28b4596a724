import { existsSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { storeChildren } from "../../tests/kit/store-children.js";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import type { TestName } from "../model/index.js";
import { syncedTables } from "./live-schema.js";
import type { Records } from "./records.js";

const items = (count: number): TestName[] => Array.from({ length: count }, (_, index) => ({ testname: "a", item_path: `i${index}` }));

async function register(records: Records, names: readonly TestName[]): Promise<number> {
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await records.registerTests(runId, names);
  return runId;
}

function expectEqual({ place, query }: TemporaryArea): void {
  for (const table of syncedTables) {
    const rows = (file: string) => query(file, `SELECT * FROM ${table} ORDER BY id`);
    expect(rows(place.areaFile), table).toEqual(rows(place.liveFile));
    expect(rows(place.referenceFile), table).toEqual(rows(place.liveFile));
  }
}

/** Waits until the file is there, and no longer than the child lives. */
async function appearance(file: string, child: { readonly exitCode: number | null }): Promise<boolean> {
  while (child.exitCode === null) {
    if (existsSync(file)) return true;
    await new Promise(setImmediate);
  }
  return false;
}

it("20 programs at once lose no update, and each test is claimed once", { timeout: 60_000 }, async () => {
  const area = temporaryArea();
  const startChild = await storeChildren();
  const setUp = area.open();
  const runId = await register(setUp, [{ testname: "a", item_path: "" }, ...items(10)]);
  await setUp.close();
  // So that they also race for making it.
  rmSync(area.cacheRoot, { recursive: true });
  const children = Array.from({ length: 20 }, (_, index) => startChild("work", index + 1, { ...area.options, busyTimeoutMs: 50_000 }));
  const claims = await Promise.all(children.map((child) => child.result));
  expect(claims.reduce((sum, count) => (sum ?? 0) + (count ?? Number.NaN), 0)).toBe(10);

  const records = area.open();
  for (const test of await records.tests(runId, { testpatt: "a/i%" })) {
    expect(test).toMatchObject({ state: "COMPLETED", status: "PASS" });
    expect(await records.data(test.id)).toHaveLength(20);
  }
  expect(await records.findTest(runId, { testname: "a", item_path: "" })).toMatchObject({ state: "COMPLETED", status: "PASS" });
  const [counted] = area.query(area.place.liveFile, "SELECT sum(count) AS items FROM item_verdicts WHERE state = 'COMPLETED' AND status = 'PASS'");
  expect(counted).toEqual({ items: 10 });
  await records.close();
  expectEqual(area);
});

it("04-10: a program killed while it pushes leaves nothing half done", { timeout: 60_000 }, async () => {
  const area = temporaryArea();
  const startChild = await storeChildren();
  const records = area.open();
  const runId = await register(records, []);
  await records.sync();
  let killed = 0;
  for (let round = 1; round <= 3; round++) {
    await records.registerTests(runId, items(round * 2000));
    const { process: child, result } = startChild("sync", 0, area.options);
    if (!(await appearance(`${area.place.areaFile}-journal`, child))) continue;
    await sleep(round * 5);
    child.kill("SIGKILL");
    if ((await result) === undefined) killed++;
    const [count] = area.query(area.place.areaFile, "SELECT count(*) AS tests FROM tests");
    expect([(round - 1) * 2000, round * 2000]).toContain(count?.["tests"]);
    await records.sync();
    expectEqual(area);
  }
  expect(killed).toBeGreaterThan(0);
  await records.close();
});

it("a program killed while it makes the live database is in nobody's way", { timeout: 60_000 }, async () => {
  const area = temporaryArea();
  const startChild = await storeChildren();
  const setUp = area.open();
  const runId = await register(setUp, items(5000));
  await setUp.close();
  rmSync(area.cacheRoot, { recursive: true });
  const { process: child, result } = startChild("sync", 0, area.options);
  await appearance(`${area.place.liveFile}.new`, child);
  child.kill("SIGKILL");
  await result;
  const records = area.open();
  expect(await records.itemCount(runId, "a")).toBe(5000);
  await records.close();
});
