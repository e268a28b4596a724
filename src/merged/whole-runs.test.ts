import { describe, expect, it, onTestFinished } from "vitest";
import { addRun, type OpenArea, openArea } from "../../tests/kit/moving-runs.js";
import { silentLog } from "../base/index.js";
import type { LocalRecords } from "../store/index.js";
import { areaIdOf, qualifiedId } from "./ids.js";
import { MergedArea } from "./merged-area.js";
import { MergedWholeRuns } from "./whole-runs.js";

/** Records of an area as a dashboard opens them. */
function reader({ area }: OpenArea): LocalRecords {
  const records = area.open({ readOnly: true });
  onTestFinished(() => records.close());
  return records;
}

async function twoAreas() {
  const areas = [await openArea(), await openArea()] as const;
  for (const area of areas) await addRun(area, "r1");
  const merged = new MergedWholeRuns(
    areas.map((area, index) => {
      const opened = { areaName: `a${index}`, records: reader(area) };
      return new MergedArea({ name: `a${index}`, isOwn: index === 0, open: () => opened, log: silentLog });
    }),
    (run, area) => ({ ...run, target: [`a${area}`, ...run.target] }),
  );
  return { here: areas[0], attic: areas[1], merged };
}

const ofAttic = (id: number) => qualifiedId({ area: 1, id });

describe("04 § 24.3: whole runs of several areas", () => {
  it("are read by ids that lead to their area", async () => {
    const { merged } = await twoAreas();
    for (const [area, runId] of [1, ofAttic(1)].entries()) {
      const cells = merged.nextCells(runId);
      expect(cells.map(([id, testname, item]) => [areaIdOf(id), testname, item])).toEqual(
        ["", "i1", "i2"].map((item, index) => [{ area, id: index + 1 }, "a", item]),
      );
      expect(merged.nextCells(runId, cells[1])).toEqual(cells.slice(2));
    }
  });

  it("begin with a gap; then there is news of each area, once", async () => {
    const { here, attic, merged } = await twoAreas();
    const { gap, mark } = merged.newsSince(0);
    expect(gap).toBe(true);
    const version = merged.dataVersion();
    expect(merged.newsSince(mark)).toMatchObject({ gap: false, tests: [], runs: [] });
    await attic.records.setVerdict(2, { state: "COMPLETED", status: "FAIL" });
    await attic.records.setRunStatus(1, "seen");
    await attic.records.recordStep(3, { stepname: "s9", state: "end", status: "0" });
    await here.records.deleteTests([2]);
    expect(merged.dataVersion()).not.toBe(version);
    const news = merged.newsSince(mark);
    expect(news.gap).toBe(false);
    expect(news.tests.map(([id, , item, , status, , , , , runId]) => [id, item, status, runId])).toContainEqual([
      ofAttic(2),
      "i1",
      "FAIL",
      ofAttic(1),
    ]);
    expect(news.runs).toContainEqual(expect.objectContaining({ id: ofAttic(1), target: ["a1", "x", "1"], status: "seen" }));
    expect(news.goneTests).toEqual([2]);
    expect(news.steps).toContainEqual([ofAttic(1), "a", "i2"]);
    expect(merged.newsSince(news.mark)).toMatchObject({ gap: false, tests: [], runs: [], goneTests: [] });
    expect(merged.newsSince(mark).tests).toEqual(news.tests);
    expect(merged.newsSince(4711).gap).toBe(true);
  });
});
