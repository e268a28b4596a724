import { statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { count, expectEqual, filesOf, moveRuns, type OpenArea, openArea } from "../../../tests/kit/moving-runs.js";
import { completedFile } from "./completed-runs.js";

/** A run with so many tests; returns its id. */
async function addLargeRun({ records }: OpenArea, runname: string, tests: number): Promise<number> {
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  const names = Array.from({ length: tests }, (_, index) => ({ testname: `a-rather-long-name-for-a-test-${index}`, item_path: "" }));
  await records.registerTests(runId, names);
  return runId;
}

async function areaWithFreePages() {
  const area = await openArea();
  const [large] = [await addLargeRun(area, "large", 2000), await addLargeRun(area, "small", 100)];
  await moveRuns(area, "reduce", [large]);
  return { area, large };
}

const pragma = ({ area }: OpenArea, file: string, name: string) => Number(area.query(file, `PRAGMA ${name}`)[0]?.[name]);

describe("giving free space back", () => {
  it("makes all files of the area smaller, and changes nothing in them", async () => {
    const { area } = await areaWithFreePages();
    const { areaFile, liveFile, referenceFile } = area.area.place;
    const size = statSync(areaFile).size;
    const done = await area.moves.giveBack();
    expect(done.map(({ file }) => file)).toEqual([areaFile, liveFile, referenceFile]);
    for (const { file, before, after, kept } of done) {
      expect(after, file).toBeLessThan(before * 0.75);
      expect(statSync(file).size, file).toBe(after);
      expect(kept).toBe(0);
      expect(pragma(area, file, "freelist_count")).toBe(0);
      expect(area.area.query(file, "PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
    }
    expect(statSync(areaFile).size).toBeLessThan(size / 2);
    expect(await area.records.sync()).toBe(0);
    for (const file of filesOf(area)) expect(count(area, file, "tests")).toBe(100);
    expectEqual(area);
    // Nothing that it did counts as a change by others, which would be looked for among all rows.
    expect(area.area.lines.filter((line) => line.includes("comparing all records"))).toEqual([]);
  });

  it("nothing is done where little is free", async () => {
    const area = await openArea();
    await addLargeRun(area, "r1", 100);
    await area.records.sync();
    expect(await area.moves.giveBack()).toEqual([]);
  });

  it("also of completed-runs.db, after its runs were restored", async () => {
    const { area, large } = await areaWithFreePages();
    await moveRuns(area, "restore", [large]);
    const done = await area.moves.giveBack();
    expect(done.map(({ file }) => file)).toEqual([completedFile(area.area.toppath)]);
    expect(done[0]?.after).toBeLessThan((done[0]?.before ?? 0) / 2);
  });

  it("a file of a 1.65, which must be rewritten as a whole, is when it is small", async () => {
    const { area } = await areaWithFreePages();
    const { areaFile } = area.area.place;
    area.area.execute(areaFile, "PRAGMA auto_vacuum = NONE; VACUUM");
    await area.records.sync();
    expect(pragma(area, areaFile, "auto_vacuum")).toBe(0);
    area.area.execute(areaFile, "CREATE TABLE filler (x); INSERT INTO filler VALUES (zeroblob(1000000)); DROP TABLE filler");
    await area.records.sync();
    const [done] = await area.moves.giveBack();
    expect(done).toMatchObject({ file: areaFile, kept: 0 });
    expect(pragma(area, areaFile, "auto_vacuum")).toBe(2);
    expect(await area.records.sync()).toBe(0);
    expectEqual(area);
  });
});
