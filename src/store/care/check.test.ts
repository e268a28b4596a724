import { rmSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryArea } from "../../../tests/kit/temporary-area.js";
import { checkDatabases, isWhole } from "./check.js";

async function filledArea() {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  const run = await records.registerRun({ target: ["x", "1"], runname: "r", owner: "ann" });
  await records.registerTests(
    run,
    ["", "i"].map((item_path) => ({ testname: "a", item_path })),
  );
  await records.recordStep(2, { stepname: "s", state: "end", status: "0" });
  await records.sync();
  const check = () => checkDatabases(area.options);
  /** Past the journal, as nothing of ours would do it. */
  const changeSilently = (file: string, sql: string) => {
    const triggers = area.query(file, "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'note%'").map((row) => row["name"]);
    area.execute(file, `${triggers.map((name) => `DROP TRIGGER ${name};`).join(" ")} ${sql}`);
  };
  return { area, records, check, changeSilently };
}

describe("checking the databases", () => {
  it("finds nothing in a healthy area", async () => {
    const { check } = await filledArea();
    const result = await check();
    expect(result).toMatchObject({ pairing: undefined, waiting: 0, foreign: 0, differences: [], orphans: [] });
    expect(result.files.map(({ exists, problems }) => [exists, problems])).toEqual([
      [true, []],
      [true, []],
      [true, []],
    ]);
    expect(isWhole(result)).toBe(true);
  });

  it("tells what waits to be pushed, and what others have written, from what is wrong", async () => {
    const { area, records, check } = await filledArea();
    await records.setTestFields(2, { comment: "waits" });
    area.execute(area.place.areaFile, "UPDATE tests SET comment = 'theirs' WHERE id = 1");
    const result = await check();
    expect(result).toMatchObject({ waiting: 1, foreign: 1, differences: [] });
    expect(isWhole(result)).toBe(true);
  });

  it("names each row that differs, and where it is", async () => {
    const { area, check, changeSilently } = await filledArea();
    changeSilently(
      area.place.liveFile,
      `UPDATE tests SET comment = 'x' WHERE id = 2; DELETE FROM test_steps; INSERT INTO metadat (var, val) VALUES ('V', '1')`,
    );
    changeSilently(area.place.referenceFile, "UPDATE runs SET comment = 'old'");
    const result = await check();
    expect(result.differences).toEqual([
      { table: "runs", id: 1, name: "x/1/r", problem: "the reference is behind" },
      { table: "tests", id: 2, name: "x/1/r/a/i", problem: "differs" },
      { table: "test_steps", id: 1, name: "x/1/r/a/i, step s end", problem: "only in the area database" },
      { table: "metadat", id: 3, name: "V", problem: "only in the live database" },
    ]);
    expect(isWhole(result)).toBe(false);
  });

  it("which a full sync mends", async () => {
    const { area, records, check, changeSilently } = await filledArea();
    changeSilently(area.place.liveFile, "UPDATE tests SET comment = 'x' WHERE id = 2");
    expect(isWhole(await check())).toBe(false);
    await records.sync({ full: true });
    expect(isWhole(await check())).toBe(true);
    expect(area.query(area.place.areaFile, "SELECT comment FROM tests WHERE id = 2")).toEqual([{ comment: "x" }]);
  });

  it("finds records of nothing", async () => {
    const { records, area, check } = await filledArea();
    area.execute(area.place.liveFile, "INSERT INTO tests (run_id, testname) VALUES (77, 'a'); INSERT INTO test_data (test_id) VALUES (88)");
    await records.sync();
    const result = await check();
    expect(result.orphans).toEqual([
      { table: "tests", problem: "no such run", count: 1, ids: [3] },
      { table: "test_data", problem: "no such test", count: 1, ids: [1] },
    ]);
    expect(isWhole(result)).toBe(false);
  });

  it("finds damage, missing files, and what does not belong together, without changing anything", async () => {
    const { area, records, check } = await filledArea();
    await records.close();
    area.execute(area.place.liveFile, "UPDATE metadat SET val = 'other' WHERE var = 'CACHE_ID'");
    expect((await check()).pairing).toContain("CACHE_ID of the area database: ");
    writeFileSync(area.place.areaFile, "no database".repeat(1000));
    const damaged = await check();
    expect(damaged.files[0]?.problems[0]).toContain("file is not a database");
    expect(isWhole(damaged)).toBe(false);
    rmSync(area.cacheRoot, { recursive: true });
    expect((await check()).files.map(({ exists }) => exists)).toEqual([true, false, false]);
  });
});
