import { describe, expect, it, onTestFinished, vi } from "vitest";
import { addRun, moveRuns, type OpenArea, openArea } from "../../tests/kit/moving-runs.js";
import { Failure, makeLog } from "../base/index.js";
import type { RecordsReader } from "../store/index.js";
import { areaIdOf, qualifiedId } from "./ids.js";
import { MergedArea, type Opened } from "./merged-area.js";
import { MergedRecords } from "./merged-records.js";

/** A run of the second area. */
const areaIds = qualifiedId({ area: 1, id: 1 });

async function twoAreas() {
  const [here, attic] = [await openArea(), await openArea()];
  return { here, attic, ...merged({ here, attic }) };
}

function merged(areas: Readonly<Record<string, OpenArea>>, change: (area: Opened, name: string) => Opened = (area) => area) {
  const lines: string[] = [];
  const log = makeLog(
    (_level, line) => lines.push(line),
    () => true,
  );
  const parts = Object.entries(areas).map(([name, { records }]) => {
    const opened = change({ areaName: name === "here" ? "demo" : name, records }, name);
    return new MergedArea({ name, isOwn: name === "here", open: () => opened, log });
  });
  return { records: new MergedRecords(parts, ["SYS", "RELEASE"]), parts, lines };
}

const names = async (records: RecordsReader, selector = {}) =>
  (await records.runs(selector)).map(({ target, runname }) => [...target, runname].join("/")).toSorted();

describe("04 § 24.3: several areas as one", () => {
  it("04-50: the area is the first key and the first part of every target", async () => {
    const { here, attic, records } = await twoAreas();
    await addRun(here, "r1");
    await addRun(attic, "old1");
    await addRun(attic, "old2");
    expect(await records.keys()).toEqual(["MT_AREA", "SYS", "RELEASE"]);
    expect(await names(records)).toEqual(["attic/x/1/old1", "attic/x/1/old2", "here/x/1/r1"]);
    expect(await names(records, { target: ["a%", "x", "%"], runname: "%2" })).toEqual(["attic/x/1/old2"]);
    expect(await names(records, { target: ["h*", "x", "1"] })).toEqual(["here/x/1/r1"]);
    expect(await names(records, { target: ["%", "y", "1"] })).toEqual([]);
  });

  it("ids are told apart by area, and lead to what they name", async () => {
    const { here, attic, records } = await twoAreas();
    await addRun(here, "r1");
    await addRun(attic, "old1", "FAIL");
    const runs = await records.runs({});
    expect(runs.map(({ id }) => areaIdOf(id))).toEqual([
      { area: 0, id: 1 },
      { area: 1, id: 1 },
    ]);
    for (const run of runs) {
      const isHere = run.runname === "r1";
      expect(await records.run(run.id)).toEqual(run);
      const tests = await records.tests(run.id, {});
      expect(tests.map(({ run_id, item_path, status }) => [run_id, item_path, status])).toEqual(
        ["", "i1", "i2"].map((item) => [run.id, item, isHere ? "PASS" : "FAIL"]),
      );
      const [first, ...rest] = tests;
      if (first === undefined) throw new Error("no tests");
      expect(await records.test(first.id)).toEqual(first);
      expect(await records.findTest(run.id, { testname: "a", item_path: "" })).toEqual(first);
      expect((await records.steps(first.id)).map(({ test_id }) => test_id)).toEqual([first.id]);
      expect((await records.usage(first.id)).length).toBe(1);
      const listed = [];
      for await (const batch of records.listTests(run.id, {})) listed.push(...batch);
      expect(listed.map(({ id }) => id)).toEqual([...rest.toReversed(), first].map(({ id }) => id));
    }
    const ids = runs.map(({ id }) => id);
    expect((await records.runSpans(ids)).map(({ run_id }) => run_id)).toEqual(ids);
    expect((await records.verdictCounts(ids)).map(({ run_id, status }) => [run_id, status])).toEqual([
      [ids[0], "PASS"],
      [ids[1], "FAIL"],
    ]);
    const tests = (await records.sameTests({ testname: "a", item_path: "i1" })).map(({ id }) => id);
    expect(tests.map((id) => areaIdOf(id).area)).toEqual([0, 1]);
    expect((await records.listSteps(tests)).map(({ test_id }) => test_id)).toEqual(tests);
    expect((await records.listData(tests)).map(({ test_id }) => test_id)).toEqual([tests[0], tests[0], tests[1], tests[1]]);
    expect((await records.testMeta()).map(({ testname }) => testname)).toEqual(["a"]);
  });

  it("a run that was moved is shown once, where it is now; also beside a copy of what it was", async () => {
    const { here, attic, records } = await twoAreas();
    const id = await addRun(here, "r1");
    await addRun(attic, "r2");
    await moveRuns(here, "move", [id], attic);
    expect(await names(records, { moved: true })).toEqual(["attic/x/1/r1", "attic/x/1/r2"]);
    const copy = await openArea();
    await addRun(copy, "r1");
    await addRun(copy, "r2");
    const all = merged({ here, attic, copy }, (area, name) => ({ ...area, areaName: name === "attic" ? "attic" : "demo" })).records;
    // The copy's r1 is that of here; its r2 is another run than the attic's.
    expect(await names(all)).toEqual(["attic/x/1/r1", "attic/x/1/r2", "copy/x/1/r2"]);
  });

  it("an area that cannot be read is told once, and does not keep the others from being shown", async () => {
    const [here, attic] = [await openArea(), await openArea()];
    await addRun(here, "r1");
    const broken: RecordsReader = new Proxy(attic.records, {
      get: (_target, name) => () => Promise.reject(new Failure("io", `the disk is away (${String(name)})`)),
    });
    const { records, parts, lines } = merged({ here, attic }, (area, name) => (name === "attic" ? { ...area, records: broken } : area));
    expect(await names(records)).toEqual(["here/x/1/r1"]);
    expect((await records.sameTests({ testname: "a", item_path: "" })).length).toBe(1);
    expect(lines).toEqual(["WARNING: area attic cannot be read, its runs are not shown: the disk is away (runs)"]);
    expect(parts.map(({ problem }) => problem?.message)).toEqual([undefined, "the disk is away (runs)"]);
  });

  it("06 § 34: an area that cannot be read keeps the runs it was seen with, and is opened anew when it can be read again", async () => {
    const [here, attic] = [await openArea(), await openArea()];
    await addRun(here, "r1");
    await addRun(attic, "old");
    const state = { isAway: false, told: 0 };
    const opened = { areaName: "attic", records: attic.records };
    const away = () => {
      if (state.isAway) throw new Failure("no-area", "it is away");
      return "there";
    };
    const log = makeLog(
      () => {},
      () => true,
    );
    const part = new MergedArea({ name: "attic", isOwn: false, open: () => opened, stamp: away, log, onProblem: () => state.told++ });
    const own = new MergedArea({ name: "here", isOwn: true, open: () => ({ areaName: "here", records: here.records }), log });
    const records = new MergedRecords([own, part], ["SYS", "RELEASE"]);
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    expect(await names(records)).toEqual(["attic/x/1/old", "here/x/1/r1"]);
    const { mark } = records.wholeRuns.newsSince(0);
    state.isAway = true;
    vi.setSystemTime(Date.now() + 3000);
    expect(await names(records)).toEqual(["attic/x/1/old", "here/x/1/r1"]);
    expect(await names(records, { runname: "%" })).toEqual(["here/x/1/r1"]);
    expect(part.problem).toMatchObject({ message: "it is away", read: expect.any(Number) });
    state.isAway = false;
    vi.setSystemTime(Date.now() + 3000);
    const news = records.wholeRuns.newsSince(mark);
    expect([news.gap, news.gapIn?.(1), news.gapIn?.(areaIds)]).toEqual([true, false, true]);
    expect([part.problem, state.told]).toEqual([undefined, 2]);
  });

  it("this area itself must be readable", async () => {
    const here = await openArea();
    const broken: RecordsReader = new Proxy(here.records, { get: () => () => Promise.reject(new Failure("io", "away")) });
    await expect(merged({ here }, (area) => ({ ...area, records: broken })).records.runs({})).rejects.toMatchObject({ reason: "io" });
  });
});
