import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../../tests/kit/temporary-area.js";
import type { LocalRecords } from "../records.js";
import { completedFile } from "./completed-runs.js";
import { openMoves } from "./index.js";
import type { Move } from "./journal.js";
import type { Received } from "./receive.js";
import type { RunMoves } from "./run-moves.js";

const mover = { areaName: "demo", user: "ann" };

interface Opened {
  readonly area: TemporaryArea;
  readonly records: LocalRecords;
}

function opened(): Opened {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  return { area, records };
}

async function movesOf({ records }: Opened): Promise<RunMoves> {
  const moves = await openMoves(records, mover);
  onTestFinished(() => moves.close());
  return moves;
}

/** A run with three tests, steps and data; returns its id. */
async function addRun({ records }: Opened, runname: string): Promise<number> {
  const runId = await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  const tests = await records.registerTests(
    runId,
    ["", "i1", "i2"].map((item_path) => ({ testname: "a", item_path })),
  );
  for (const { id } of tests) {
    await records.recordStep(id, { stepname: "s1", state: "end", status: "0" });
    await records.addData(id, [datum("v1", 1.5), datum("v2", "n/a")]);
    await records.setVerdict(id, { state: "COMPLETED", status: "PASS", comment: "it's fine" });
    await records.addUsage(id, { cpuload: 1, diskfree: 10, run_duration: 3 });
  }
  await records.refreshRunStats(runId);
  return runId;
}

const datum = (variable: string, value: number | string) => ({
  ...{ category: "c", variable, value, expected: null, tol: null, units: null, comment: "", status: "pass", type: null },
});

const copied = (received: readonly Received[]) =>
  received.map((result) => {
    if (!("run_id" in result)) throw new Error(result.outcome);
    return result.run_id;
  });

/** The whole way of steps 0 to 8. */
async function move(source: RunMoves, destination: LocalRecords, dest: string, runId: number): Promise<Move> {
  const begun = await source.begin("move", [runId], dest);
  const [dest_run_id = 0] = copied(await source.copyTo(destination, begun));
  const leaving = await source.setPhase(
    begun.map((entry) => ({ ...entry, dest_run_id })),
    "remove",
  );
  for (const entry of leaving) expect(await source.removeFromLive(entry)).toBe("removed");
  await source.removeFromReference(leaving);
  const { removed } = await source.removeFromArea(leaving);
  await destination.publishRuns(removed.map(({ move_id }) => move_id));
  const [done] = await source.setPhase(removed, "done");
  if (done === undefined) throw new Error("nothing moved");
  return done;
}

const files = ({ area: { place } }: Opened) => [place.liveFile, place.referenceFile, place.areaFile];
const count = ({ area }: Opened, file: string, table: string, where = "1") =>
  Number(area.query(file, `SELECT count(*) AS count FROM ${table} WHERE ${where}`)[0]?.["count"]);

/** All three databases of an area have the same rows. */
function expectEqual(area: Opened): void {
  for (const table of ["runs", "tests", "test_steps", "test_data", "run_stats", "metadat", "moved_in", "test_meta", "archive_blocks"]) {
    const [live, ref, m] = files(area).map((file) => area.area.query(file, `SELECT * FROM ${table} ORDER BY id`));
    expect(ref, table).toEqual(live);
    expect(m, table).toEqual(live);
  }
}

describe("moving runs to another area", () => {
  it("04-35: brings the same tests, steps and data under new ids, and takes them all away here", async () => {
    const [source, destination] = [opened(), opened()];
    await addRun(destination, "other");
    const runId = await addRun(source, "r1");
    const moves = await movesOf(source);
    const before = await source.records.tests(runId, {});
    const done = await move(moves, destination.records, destination.area.toppath, runId);
    expect(done.phase).toBe("done");
    const there = await destination.records.tests(done.dest_run_id, {});
    expect(there.map(({ testname, item_path, rundir, status }) => [testname, item_path, rundir, status])).toEqual(
      before.map(({ testname, item_path, rundir, status }) => [testname, item_path, rundir, status]),
    );
    expect(there.every(({ id }) => id > 3)).toBe(true);
    for (const { id } of there) {
      expect(await destination.records.steps(id)).toHaveLength(1);
      expect((await destination.records.data(id)).map(({ value }) => value)).toEqual([1.5, "n/a"]);
    }
    expect(count(destination, destination.area.place.liveFile, "test_rundat")).toBe(6);
    // Samples are not synced, but come along.
    expect(count(destination, destination.area.place.areaFile, "test_rundat")).toBe(3);
    expect((await destination.records.run(done.dest_run_id))?.state).toBe("new");
    for (const file of files(source)) {
      for (const table of ["tests", "test_steps", "test_data", "test_rundat", "run_stats"]) expect(count(source, file, table), table).toBe(0);
    }
    expect(await source.records.runs({})).toEqual([]);
    expect((await source.records.run(runId))?.comment).toBe(`MOVED to ${destination.area.toppath} run ${done.dest_run_id}`);
    await source.records.sync({ full: true });
    await destination.records.sync({ full: true });
    for (const area of [source, destination]) expectEqual(area);
    expect(moves.open()).toEqual([]);
    expect([...source.area.lines, ...destination.area.lines].filter((line) => /ERROR|WARN/.test(line))).toEqual([]);
  });

  it("04-52, 04-55: reduces under the same ids, and restores", async () => {
    const area = opened();
    const runId = await addRun(area, "r1");
    const moves = await movesOf(area);
    const before = await area.records.tests(runId, {});
    const begun = await moves.begin("reduce", [runId], area.area.toppath);
    copied(await moves.copyToCompleted(begun));
    const leaving = await moves.setPhase(begun, "remove");
    for (const entry of leaving) expect(await moves.removeFromLive(entry)).toBe("removed");
    await moves.removeFromReference(leaving);
    await moves.removeFromArea(leaving);
    for (const file of files(area))
      for (const table of ["runs", "tests", "test_steps", "test_data", "moved_in"]) expect(count(area, file, table)).toBe(0);
    const completed = completedFile(area.area.toppath);
    expect(area.area.query(completed, "SELECT id FROM tests ORDER BY id").map((row) => row["id"])).toEqual(before.map(({ id }) => id));

    const back = await moves.begin("restore", [runId], area.area.toppath);
    expect(copied(await moves.copyFromCompleted(back))).toEqual([runId]);
    await moves.removeFromCompleted(await moves.setPhase(back, "remove"));
    await moves.drop(back);
    expect(await area.records.tests(runId, {})).toEqual(before);
    for (const table of ["runs", "tests", "test_steps", "moved_in"]) expect(count(area, completed, table)).toBe(0);
    await area.records.sync({ full: true });
    expectEqual(area);
    expect(moves.open()).toEqual([]);
  });
});
