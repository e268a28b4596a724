import { truncateSync, writeFileSync } from "node:fs";
import { describe, expect, it, onTestFinished } from "vitest";
import { addRun, copy, copyAgain, count, filesOf, moveRuns, type OpenArea, openArea } from "../../../tests/kit/moving-runs.js";
import { openCompletedRecords } from "../open.js";
import type { LocalRecords } from "../records.js";
import { completedFile } from "./completed-runs.js";

function reading({ area }: OpenArea, options: { readOnly?: boolean } = { readOnly: true }): LocalRecords {
  const records = area.open({ ...options, fullDb: true });
  onTestFinished(() => records.close());
  return records;
}

async function areaWithReducedRun() {
  const area = await openArea();
  const [reduced, kept] = [await addRun(area, "r1"), await addRun(area, "r2")];
  const tests = await area.records.tests(reduced, {});
  await moveRuns(area, "reduce", [reduced]);
  return { area, reduced, kept, tests };
}

const names = async (records: LocalRecords) => (await records.runs({})).map(({ runname }) => runname);

describe.each([{ readOnly: true }, { readOnly: false }])("reading completed runs beside the others (%o)", (options) => {
  it("04-53: shows a reduced run once, with all it has; without it is not there", async () => {
    const { area, reduced, kept, tests } = await areaWithReducedRun();
    const both = reading(area, options);
    expect(await names(area.records)).toEqual(["r2"]);
    expect(await names(both)).toEqual(["r1", "r2"]);
    expect(await both.tests(reduced, {})).toEqual(tests);
    expect(await both.nextTests(reduced, {})).toHaveLength(3);
    expect(await both.test(2)).toEqual(tests[1]);
    expect(await both.steps(2)).toHaveLength(1);
    expect(await both.data(2)).toHaveLength(2);
    expect(await both.itemCount(reduced, "a")).toBe(2);
    expect(await both.runSpans([reduced, kept])).toHaveLength(2);
    expect(await both.previousTest(kept, { testname: "a", item_path: "i1" })).toMatchObject({ run_id: reduced });
    expect(await both.sameTests({ testname: "a", item_path: "i1" })).toHaveLength(2);
    expect(await both.testMeta()).toHaveLength(1);
  });

  it("04-54: shows a run that is in both files once, as it is in the area", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    await copy(area, "reduce", [runId]);
    await area.records.setVerdict(1, { comment: "newer" });
    const both = reading(area, options);
    expect(await names(both)).toEqual(["r1"]);
    expect(await both.tests(runId, {})).toHaveLength(3);
    expect(await both.test(1)).toMatchObject({ comment: "newer" });
    expect(await both.listSteps([1, 2, 3])).toHaveLength(3);
  });
});

describe("completed-runs.db", () => {
  it("missing: nothing is shown beside the others, and nothing is made", async () => {
    const area = await openArea();
    await addRun(area, "r1");
    expect(await names(reading(area))).toEqual(["r1"]);
    expect(openCompletedRecords(area.area)).toBeUndefined();
  });

  it("writes go to the live database while both are read", async () => {
    const { area, kept } = await areaWithReducedRun();
    const both = reading(area, {});
    await both.setRunStatus(kept, "checked");
    expect(await area.records.run(kept)).toMatchObject({ status: "checked" });
    expect(await both.run(kept)).toMatchObject({ status: "checked" });
  });

  it("alone can be read too", async () => {
    const { area, reduced, tests } = await areaWithReducedRun();
    const completed = openCompletedRecords(area.area);
    if (completed === undefined) throw new Error("there is none");
    expect(await names(completed)).toEqual(["r1"]);
    expect(await completed.tests(reduced, {})).toEqual(tests);
    expect(completed.readOnly).toBe(true);
    await completed.close();
  });

  it.each([
    ["no database", (file: string) => writeFileSync(file, "no database at all".repeat(1000))],
    ["cut off", (file: string) => truncateSync(file, 8192)],
  ])("damaged (%s): the user is told which file it is", async (_, damage) => {
    const { area } = await areaWithReducedRun();
    damage(completedFile(area.area.toppath));
    expect(() => reading(area)).toThrow(/completed-runs\.db cannot be read: .*\n.*without -full-db/);
  });

  it("a key that came later reads as x, there and where the run is restored", async () => {
    const { area, reduced } = await areaWithReducedRun();
    for (const file of filesOf(area)) {
      area.area.execute(file, "ALTER TABLE runs ADD COLUMN CPU TEXT DEFAULT 'x'; INSERT INTO keys (fieldname, fieldtype) VALUES ('CPU', 'TEXT')");
    }
    expect((await reading(area).run(reduced))?.target).toEqual(["x", "1", "x"]);
    const later = await area.records.runs({});
    await moveRuns(area, "reduce", [later[0]?.id ?? 0]);
    expect(area.area.query(completedFile(area.area.toppath), "SELECT fieldname FROM keys ORDER BY id").map((row) => row["fieldname"])).toEqual([
      "SYS",
      "RELEASE",
      "CPU",
    ]);
    await moveRuns(area, "restore", [reduced]);
    expect(await area.records.run(reduced)).toMatchObject({ runname: "r1", target: ["x", "1", "x"] });
  });

  it("what others have added to a table of the area comes along", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    for (const file of filesOf(area)) area.area.execute(file, "ALTER TABLE tests ADD COLUMN extra TEXT");
    area.area.execute(area.area.place.liveFile, "UPDATE tests SET extra = 'mine' WHERE id = 2");
    const { entries } = await copy(area, "reduce", [runId]);
    expect(count(area, completedFile(area.area.toppath), "tests", "extra = 'mine'")).toBe(1);
    expect(await copyAgain(area, entries, area)).toMatchObject([{ outcome: "known" }]);
  });
});
