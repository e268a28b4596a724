import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import type { LocalRecords } from "./records.js";

const names = (text: string) =>
  text.split(" ").map((name) => {
    const [testname = "", item_path = ""] = name.split("/");
    return { testname, item_path };
  });

async function withRun(tests: string) {
  const area = temporaryArea();
  const records = opened(area);
  const run = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  const made = await records.registerTests(run, names(tests));
  const id = (name: string) => made.find((test) => name === [test.testname, test.item_path].filter((part) => part !== "").join("/"))?.id ?? -1;
  return { area, records, run, id };
}

function opened(area: TemporaryArea, readOnly = false): LocalRecords {
  const records = area.open({ readOnly });
  onTestFinished(() => records.close());
  return records;
}

describe("06 § 22.4: whole runs", () => {
  it("come in chunks by name and item, without what is DELETED", async () => {
    const { records, run, id } = await withRun("b a/2 a a/10 B gone");
    await records.setVerdict(id("a/2"), { state: "COMPLETED", status: "FAIL", comment: "disk full" });
    await records.setTestFields(id("a/2"), { host: "alpha", run_duration: 12, event_time: 1_700_000_000 });
    await records.deleteTests([id("gone")]);
    const cells = records.wholeRuns.nextCells(run);
    expect(cells.map(([, testname, item]) => `${testname}/${item}`)).toEqual(["B/", "a/", "a/10", "a/2", "b/"]);
    expect(cells[3]).toEqual([id("a/2"), "a", "2", "COMPLETED", "FAIL", 1_700_000_000, 12, "alpha", "disk full"]);
    expect(records.wholeRuns.nextCells(run, cells[2]).map(([found]) => found)).toEqual([id("a/2"), id("b")]);
    expect(records.wholeRuns.nextCells(run, cells.at(-1))).toEqual([]);
  });

  it("of more tests than a chunk holds are complete", async () => {
    const { area, records, run } = await withRun("t");
    area.execute(
      area.place.liveFile,
      `WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < 8999)
        INSERT INTO tests (run_id, testname, item_path, state, status) SELECT ${run}, 't', 'i' || i, 'COMPLETED', 'PASS' FROM n`,
    );
    const seen = new Set<number>();
    for (let chunk = records.wholeRuns.nextCells(run); chunk.length > 0; chunk = records.wholeRuns.nextCells(run, chunk.at(-1))) {
      for (const [id] of chunk) seen.add(id);
    }
    expect(seen.size).toBe(9001);
  });

  it("of foreign rows hold texts and numbers", async () => {
    const { area, records, run, id } = await withRun("t");
    area.execute(area.place.liveFile, `UPDATE tests SET host = NULL, comment = NULL, event_time = 'soon', run_duration = 1.75 WHERE id = ${id("t")}`);
    expect(records.wholeRuns.nextCells(run)).toEqual([[id("t"), "t", "", "NOT_STARTED", "n/a", 0, 1, "", ""]]);
  });
});

describe("06 § 20: news", () => {
  it("begin with a gap and a mark, then name changed and removed tests of all runs, once each", async () => {
    const { area, records, run, id } = await withRun("a b c");
    const reader = opened(area, true).wholeRuns;
    const begin = reader.newsSince(0);
    expect(begin).toMatchObject({ gap: true, tests: [] });
    expect(reader.newsSince(begin.mark)).toMatchObject({ gap: false, mark: begin.mark, tests: [] });

    await records.setVerdict(id("a"), { state: "RUNNING" });
    await records.setVerdict(id("a"), { state: "COMPLETED", status: "PASS" });
    await records.deleteTests([id("b")]);
    area.execute(area.place.liveFile, `DELETE FROM tests WHERE id = ${id("c")}`);
    const news = reader.newsSince(begin.mark);
    expect(news.tests.map((cell) => [cell[0], cell[3], cell[4], cell[9]])).toEqual([[id("a"), "COMPLETED", "PASS", run]]);
    expect(news.goneTests).toEqual([id("b"), id("c")]);
    expect(reader.newsSince(news.mark).tests).toEqual([]);
  });

  it("06-25: name new, changed and removed runs", async () => {
    const { area, records, run } = await withRun("a");
    const reader = opened(area, true).wholeRuns;
    const { mark } = reader.newsSince(0);
    const other = await records.registerRun({ target: ["x", "2"], runname: "r2", owner: "ann" });
    await records.setRunStatus(run, "good", "fine");
    const news = reader.newsSince(mark);
    expect(news.runs.map(({ id, runname, comment }) => [id, runname, comment])).toEqual([
      [run, "r1", "fine"],
      [other, "r2", ""],
    ]);
    await records.removeRunIfEmpty(other);
    expect(reader.newsSince(news.mark)).toMatchObject({ runs: [], goneRuns: [other] });
  });

  it("06-26: name tests with new steps and data", async () => {
    const { area, records, run, id } = await withRun("a/1 b");
    const reader = opened(area, true).wholeRuns;
    const { mark } = reader.newsSince(0);
    await records.recordStep(id("a/1"), { stepname: "build", state: "start", status: "n/a" });
    const datum = { category: "c", variable: "v", value: 1, expected: null, tol: null, units: null, comment: "", status: null, type: null };
    await records.addData(id("b"), [datum]);
    expect(reader.newsSince(mark)).toMatchObject({ steps: [[run, "a", "1"]], data: [[run, "b", ""]] });
  });

  it("are a gap where there is no journal, and when marks were lost", async () => {
    const { area, records } = await withRun("a");
    const reader = opened(area, true).wholeRuns;
    const { mark } = reader.newsSince(0);
    expect(reader.newsSince(mark + 1000).gap).toBe(true);
    area.execute(area.place.liveFile, "INSERT INTO changes (tbl, row_id, op) VALUES ('keys', 1, 'update')");
    area.execute(area.place.liveFile, `DELETE FROM changes WHERE seq <= ${mark + 1}`);
    area.execute(area.place.liveFile, "INSERT INTO changes (tbl, row_id, op) VALUES ('keys', 1, 'update')");
    expect(reader.newsSince(mark).gap).toBe(true);
    await records.sync();
  });

  it("the version of the data grows with what others write", async () => {
    const { area, records, id } = await withRun("a");
    const reader = opened(area, true).wholeRuns;
    const before = reader.dataVersion();
    expect(reader.dataVersion()).toBe(before);
    await records.setVerdict(id("a"), { state: "RUNNING" });
    expect(reader.dataVersion()).not.toBe(before);
  });
});
