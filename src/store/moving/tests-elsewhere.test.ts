import { renameSync, rmSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { addRun, moveRuns, type OpenArea, openArea } from "../../../tests/kit/moving-runs.js";

const name = { testname: "a", item_path: "i1" };

/** Runs r1 to r4 of one target, r1 the oldest; and another area, and one behind that. */
async function fourRuns() {
  const [area, attic, cellar] = [await openArea(), await openArea(), await openArea()];
  const ids: number[] = [];
  for (const [index, runname] of ["r1", "r2", "r3", "r4"].entries()) {
    const id = await addRun(area, runname, ["FAIL", "WAIVED", "SKIP", "PASS"][index]);
    area.area.execute(area.area.place.liveFile, `UPDATE runs SET event_time = ${1000 + index} WHERE id = ${id}`);
    ids.push(id);
  }
  return { area, attic, cellar, ids };
}

const previous = async ({ records }: OpenArea, runId = 0) => (await records.previousTest(runId, name))?.status;
const same = async ({ records }: OpenArea) => (await records.sameTests(name)).map(({ status }) => status).toSorted();

describe("earlier records of a test", () => {
  it("04-46, 04-59: are found wherever their runs are: here, taken out, moved, moved on, taken out there", async () => {
    const { area, attic, cellar, ids } = await fourRuns();
    const [, , , last] = ids;
    const all = ["FAIL", "PASS", "SKIP", "WAIVED"];
    const ways: ((id: number) => Promise<unknown>)[] = [
      (id) => moveRuns(area, "reduce", [id]),
      (id) => moveRuns(area, "move", [id], attic),
      async (id) => moveRuns(attic, "move", await moveRuns(area, "move", [id], attic), cellar),
      async (id) => moveRuns(attic, "reduce", await moveRuns(area, "move", [id], attic)),
    ];
    for (const [index, status] of ["SKIP", "WAIVED", "FAIL"].entries()) {
      expect(await previous(area, last)).toBe("SKIP");
      const way = ways[index];
      const id = ids[2 - index];
      if (way === undefined || id === undefined) throw new Error("no way");
      await way(id);
      expect(await previous(area, last), status).toBe("SKIP");
      expect(await same(area), status).toEqual(all);
    }
    const next = await addRun(area, "r5");
    area.area.execute(area.area.place.liveFile, `UPDATE runs SET event_time = 1004 WHERE id = ${next}`);
    await ways[3]?.(last ?? 0);
    expect(await previous(area, next)).toBe("PASS");
    expect(await same(area)).toEqual(["FAIL", "PASS", "PASS", "SKIP", "WAIVED"]);
    expect(area.area.lines.filter((line) => line.startsWith("WARN"))).toEqual([]);
  });

  it("of an area that is away or damaged count as absent, with a warning", async () => {
    const { area, attic, ids } = await fourRuns();
    const [, , third = 0, last = 0] = ids;
    await moveRuns(area, "move", [third], attic);
    const { areaFile } = attic.area.place;
    renameSync(areaFile, `${areaFile}.away`);
    expect(await previous(area, last)).toBe("WAIVED");
    expect(await same(area)).toEqual(["FAIL", "PASS", "WAIVED"]);
    writeFileSync(areaFile, "garbage");
    expect(await previous(area, last)).toBe("WAIVED");
    rmSync(areaFile);
    renameSync(`${areaFile}.away`, areaFile);
    expect(await previous(area, last)).toBe("SKIP");
    const warnings = area.area.lines.filter((line) => line.startsWith("WARN"));
    expect(warnings).toEqual([
      `WARNING: runs were moved to ${attic.area.toppath}, where there is no megatest.db now: their tests count as absent`,
      `WARNING: runs were moved to ${attic.area.toppath}, where there is no megatest.db now: their tests count as absent`,
      expect.stringContaining(`${areaFile} cannot be read, its runs count as absent`),
    ]);
  });
});
