import { closeSync, copyFileSync, existsSync, ftruncateSync, openSync, readdirSync, readFileSync, statSync, writeFileSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { plainSqlite } from "../../tests/kit/plain-sqlite.js";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import { checkAreaDatabase } from "./area-facts.js";
import { stampOf } from "./file-version.js";
import type { Records } from "./records.js";
import { ThreeDatabases } from "./three-databases.js";

const items = Array.from({ length: 300 }, (_, index) => ({ testname: "a", item_path: `i${index}` }));

function open(area: TemporaryArea): Records {
  const records = area.open();
  onTestFinished(() => records.close());
  return records;
}

async function filledArea() {
  const area = temporaryArea();
  const records = open(area);
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await records.registerTests(runId, items);
  await records.sync();
  return { area, records, runId };
}

/** Writes nonsense over the pages of a database, from the second on. */
function tear(file: string): void {
  const fd = openSync(file, "r+");
  const { size } = statSync(file);
  for (let page = 1; page * 4096 < size; page += 2) writeSync(fd, Buffer.alloc(4096, 0xa5), 0, 4096, page * 4096);
  closeSync(fd);
}

function cutInHalf(file: string): void {
  const fd = openSync(file, "r+");
  ftruncateSync(fd, Math.floor(statSync(file).size / 8192) * 4096);
  closeSync(fd);
}

const corruptFiles = ({ place }: TemporaryArea) => readdirSync(dirname(place.areaFile)).filter((name) => name.startsWith("megatest.db.corrupt-"));
const count = ({ query }: TemporaryArea, file: string) => query(file, "SELECT count(*) AS tests FROM tests")[0]?.["tests"];

function expectRebuilt(area: TemporaryArea): void {
  expect(area.query(area.place.areaFile, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  for (const file of [area.place.areaFile, area.place.referenceFile]) expect(count(area, file)).toBe(300);
  expect(area.lines.join("\n")).toMatch(
    /ERROR: .*megatest\.db was damaged .* rebuilt from the live database of this host; the damaged file is .*corrupt-\d+/,
  );
  expect(corruptFiles(area)).toHaveLength(1);
}

const damages: [string, (file: string) => void][] = [
  ["torn", tear],
  ["cut off", cutInHalf],
  ["empty", (file) => writeFileSync(file, "")],
  ["no database", (file) => writeFileSync(file, "no database at all".repeat(1000))],
];

describe.each(damages)("an area database that is %s", (_, damage) => {
  it("is rebuilt from the live database by the next program, and kept", async () => {
    const { area, records, runId } = await filledArea();
    await records.close();
    damage(area.place.areaFile);
    const damaged = readFileSync(area.place.areaFile);
    const next = open(area);
    expectRebuilt(area);
    expect(readFileSync(`${dirname(area.place.areaFile)}/${corruptFiles(area)[0]}`)).toEqual(damaged);
    expect(await next.tests(runId, {})).toHaveLength(300);
    await next.setVerdict(5, { state: "COMPLETED", status: "PASS" });
    expect(await next.sync()).toBe(1);
    expect(area.query(area.place.areaFile, "SELECT status FROM tests WHERE id = 5")).toEqual([{ status: "PASS" }]);
    expect(area.query(area.place.areaFile, "SELECT name FROM sqlite_master WHERE name LIKE 'note%' OR name = 'changes'")).toEqual([]);
  });

  it("without a live database is left as it is, and the user is told what to do", async () => {
    const { area, records } = await filledArea();
    await records.close();
    damage(area.place.areaFile);
    const damaged = readFileSync(area.place.areaFile);
    // An empty one is how an area begins.
    if (damaged.length === 0) return;
    expect(() => area.open({ cacheRoot: `${area.cacheRoot}-2` })).toThrow(
      /is damaged: .*\n.*no live database on this host.*restore it from a backup.*\.recover/s,
    );
    expect(readFileSync(area.place.areaFile)).toEqual(damaged);
    expect(() => area.open({ cacheRoot: `${area.cacheRoot}-2`, readOnly: true })).toThrow(/is damaged: .*restore it from a backup/s);
    expect(() => checkAreaDatabase(area.toppath)).toThrow(/damaged|corrupt/);
  });
});

it("an area database that is torn while a program works is rebuilt, with what waited", async () => {
  const { area, records } = await filledArea();
  await records.setVerdict(5, { state: "COMPLETED", status: "PASS" });
  // Files bear the time of a clock that ticks some hundred times a second.
  await sleep(20);
  tear(area.place.areaFile);
  await records.sync();
  expectRebuilt(area);
  expect(area.query(area.place.areaFile, "SELECT status FROM tests WHERE id = 5")).toEqual([{ status: "PASS" }]);
});

it("a log that belongs to the damaged area database goes with it", async () => {
  const { area, records } = await filledArea();
  await records.close();
  writeFileSync(area.place.areaFile, "no database at all".repeat(1000));
  writeFileSync(`${area.place.areaFile}-wal`, "something");
  open(area);
  expect(corruptFiles(area)).toContainEqual(expect.stringMatching(/corrupt-\d+-wal$/));
  expect(existsSync(`${area.place.areaFile}-wal`)).toBe(false);
});

it("a damaged reference is made anew; a program that works goes on", async () => {
  const { area, records } = await filledArea();
  await records.setVerdict(5, { state: "COMPLETED", status: "PASS" });
  tear(area.place.referenceFile);
  await records.sync({ full: true });
  expect(area.query(area.place.referenceFile, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
  expect(area.query(area.place.referenceFile, "SELECT status FROM tests WHERE id = 5")).toEqual([{ status: "PASS" }]);
  expect(area.query(area.place.areaFile, "SELECT status FROM tests WHERE id = 5")).toEqual([{ status: "PASS" }]);
});

it("an area database put back from a backup of its own past: what it has stands, what only waited here is kept", async () => {
  const { area, records } = await filledArea();
  const backup = `${area.toppath}/backup`;
  copyFileSync(area.place.areaFile, backup);
  await records.setVerdict(5, { state: "COMPLETED", status: "PASS" });
  await records.sync();
  await records.setVerdict(6, { state: "COMPLETED", status: "FAIL" });
  copyFileSync(backup, area.place.areaFile);
  await records.sync();
  expect(await records.test(5)).toMatchObject({ state: "NOT_STARTED" });
  for (const file of [area.place.areaFile, area.place.liveFile]) {
    expect(area.query(file, "SELECT id, state FROM tests WHERE id IN (5, 6)")).toEqual([
      { id: 5, state: "NOT_STARTED" },
      { id: 6, state: "COMPLETED" },
    ]);
  }
});

it("looking at the version of the area database, also by another part of this process, drops no lock on it", async () => {
  const { area } = await filledArea();
  const three = new ThreeDatabases(area.place, 100);
  three.db.write(() => {
    three.stamp();
    stampOf(area.place.areaFile);
    new ThreeDatabases(area.place, 100).close();
    const other = plainSqlite(area.place.areaFile, "UPDATE runs SET comment = 'x'");
    expect(other.stderr).toContain("database is locked");
  });
  three.close();
});
