import { describe, expect, it } from "vitest";
import { addRun, copy, copyAgain, count, expectEqual, filesOf, leave, moveRuns, type OpenArea, openArea } from "../../../tests/kit/moving-runs.js";
import { completedFile } from "./completed-runs.js";
import { slicesOf, stagingFile } from "./slices.js";

const nothing = { outcome: "copied" };

/** What stands at the destination under the run's name, and what comes of it; spec 04 § 23.6. */
const cases: readonly [string, (destination: OpenArea, source: OpenArea) => Promise<void>, { outcome: string }, number][] = [
  ["nothing", async () => {}, nothing, 1],
  ["04-42: a live run with other data", async (destination) => void (await addRun(destination, "r1", "FAIL")), { outcome: "with-other-data" }, 1],
  [
    "a deleted run",
    async (destination) => {
      const runId = await addRun(destination, "r1", "FAIL");
      await destination.records.deleteTests((await destination.records.tests(runId, {})).map(({ id }) => id));
      expect(await destination.records.removeRunIfEmpty(runId)).toBe(true);
    },
    nothing,
    1,
  ],
  [
    "the note of a run that was moved away",
    async (destination) => void (await moveRuns(destination, "move", [await addRun(destination, "r1", "FAIL")], await openArea())),
    nothing,
    1,
  ],
  [
    "a run that is coming by another move",
    async (destination) => {
      const third = await openArea();
      await copy(third, "move", [await addRun(third, "r1", "WARN")], destination);
    },
    { outcome: "another-move" },
    0,
  ],
];

describe("at the destination, under the name of the run, is", () => {
  it.each(cases)("%s", async (_, prepare, expected, seen) => {
    const [source, destination] = [await openArea(), await openArea()];
    await prepare(destination, source);
    const runId = await addRun(source, "r1");
    await destination.records.sync();
    const before = destination.area.query(destination.area.place.areaFile, "SELECT * FROM runs");
    const { received, entries } = await copy(source, "move", [runId], destination);
    expect(received).toMatchObject([expected]);
    if (expected === nothing) {
      await leave(source, entries, destination);
      expect(count(destination, destination.area.place.liveFile, "tests")).toBe(3);
      expect(count(destination, destination.area.place.liveFile, "metadat", "var LIKE 'MOVED_RUN_%'")).toBe(0);
    } else {
      expect(destination.area.query(destination.area.place.areaFile, "SELECT * FROM runs")).toEqual(before);
      await source.moves.drop(entries);
      expect(await source.records.tests(runId, {})).toHaveLength(3);
    }
    expect(await destination.records.runs({})).toHaveLength(seen);
    for (const area of [source, destination]) {
      await area.records.sync({ full: true });
      expectEqual(area);
    }
  });

  it("the same run, of a move that nobody remembers: adopted", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const { entries } = await copy(source, "move", [runId], destination);
    await destination.records.publishRuns(entries.map(({ move_id }) => move_id));
    await source.moves.drop(entries);
    const second = await copy(source, "move", [runId], destination);
    expect(second.received).toMatchObject([{ outcome: "adopted", run_id: entries[0]?.dest_run_id }]);
    await leave(source, second.entries, destination);
    expect(await destination.records.runs({})).toHaveLength(1);
    expect(count(destination, destination.area.place.areaFile, "moved_in")).toBe(1);
  });

  it("other keys: nothing happens, and both are named", async () => {
    const keys = ["RELEASE", "SYS"].map((name) => ({ name, type: "TEXT" }));
    const [source, destination] = [await openArea(), await openArea({ keys })];
    const begun = await source.moves.begin("move", [await addRun(source, "r1")], destination.area.toppath);
    await expect(copyAgain(source, begun, destination)).rejects.toThrow("keys differ: SYS/RELEASE here, RELEASE/SYS in ");
  });

  it("the same name with other data, in completed-runs.db: not reduced, not restored", async () => {
    const area = await openArea();
    await moveRuns(area, "reduce", [await addRun(area, "r1")]);
    const other = await addRun(area, "r1", "FAIL");
    const reduce = await copy(area, "reduce", [other]);
    expect(reduce.received).toMatchObject([{ outcome: "with-other-data" }]);
    await area.moves.drop(reduce.entries);
    const restore = await copy(area, "restore", [1]);
    expect(restore.received).toMatchObject([{ outcome: "with-other-data" }]);
    await area.moves.drop(restore.entries);
    expect(count(area, completedFile(area.area.toppath), "tests", "status = 'PASS'")).toBe(3);
    expect(count(area, area.area.place.areaFile, "tests", "status = 'FAIL'")).toBe(3);
  });
});

describe("done again after a kill", () => {
  it("a copy is made once; of a run that has changed since it is replaced", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const { entries } = await copy(source, "move", [runId], destination);
    expect(await copyAgain(source, entries, destination)).toMatchObject([{ outcome: "known", run_id: entries[0]?.dest_run_id }]);
    await source.records.setVerdict(1, { comment: "changed" });
    const again = await Promise.all(entries.map((entry) => source.moves.again(entry)));
    const changed = again.filter((entry) => entry !== undefined);
    expect(await copyAgain(source, changed, destination)).toMatchObject([{ outcome: "copied" }]);
    expect(count(destination, destination.area.place.areaFile, "tests", "comment = 'changed'")).toBe(1);
    expect(count(destination, destination.area.place.areaFile, "tests")).toBe(3);
    for (const table of ["runs", "moved_in"]) expect(count(destination, destination.area.place.areaFile, table)).toBe(1);
  });

  it("a copy in completed-runs.db is replaced too", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    const { entries } = await copy(area, "reduce", [runId]);
    await area.records.setVerdict(1, { comment: "changed" });
    const again = (await Promise.all(entries.map((entry) => area.moves.again(entry)))).filter((entry) => entry !== undefined);
    expect(await copyAgain(area, again, area)).toMatchObject([{ outcome: "copied", run_id: runId }]);
    expect(count(area, completedFile(area.area.toppath), "tests", "comment = 'changed'")).toBe(1);
    await leave(area, again, area);
    expect(count(area, area.area.place.areaFile, "runs")).toBe(0);
  });

  it("04-41: a run that changes between copy and removal stays, and is copied anew", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const { entries } = await copy(source, "move", [await addRun(source, "r1")], destination);
    await source.records.recordStep(2, { stepname: "late", state: "end", status: "1" });
    const [leaving] = await source.moves.setPhase(entries, "remove");
    if (leaving === undefined) throw new Error("no entry");
    expect(await source.moves.removeFromLive(leaving)).toBe("changed");
    expect(await source.records.tests(1, {})).toHaveLength(3);
    await destination.records.takeOutRuns([leaving.move_id]);
    for (const table of ["runs", "tests", "test_steps", "moved_in"]) expect(count(destination, destination.area.place.areaFile, table)).toBe(0);
    const again = await source.moves.again(leaving);
    expect(again).toMatchObject({ phase: "copy", move_id: leaving.move_id });
    const [received] = await copyAgain(source, [again ?? leaving], destination);
    await leave(source, [{ ...(again ?? leaving), dest_run_id: received !== undefined && "run_id" in received ? received.run_id : 0 }], destination);
    expect(count(destination, destination.area.place.areaFile, "test_steps", "stepname = 'late'")).toBe(1);
  });

  it("a run that is locked between copy and removal stays", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const { entries } = await copy(source, "move", [runId], destination);
    await source.records.setRunLock(runId, true, "ann");
    const [leaving] = await source.moves.setPhase(entries, "remove");
    expect(leaving && (await source.moves.removeFromLive(leaving))).toBe("changed");
  });

  it("each removal, and publishing", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const { entries } = await copy(source, "move", [await addRun(source, "r1")], destination);
    const leaving = await source.moves.setPhase(entries, "remove");
    const twice = async (work: () => Promise<unknown>) => expect(await work()).toEqual(await work());
    for (const entry of leaving) await twice(() => source.moves.removeFromLive(entry));
    await twice(() => source.moves.removeFromReference(leaving));
    await twice(() => source.moves.removeFromArea(leaving));
    expect(source.moves.open()).toMatchObject([{ phase: "publish", dest_run_id: 1 }]);
    await twice(() => destination.records.publishRuns(leaving.map(({ move_id }) => move_id)));
    expect(await destination.records.runs({})).toHaveLength(1);
    for (const area of [source, destination]) {
      await area.records.sync({ full: true });
      expectEqual(area);
    }
  });

  it("a restored run that was changed before it left completed-runs.db stays as it is", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    await moveRuns(area, "reduce", [runId]);
    const { entries } = await copy(area, "restore", [runId]);
    await area.records.setVerdict(1, { comment: "new" });
    expect(await copyAgain(area, entries, area)).toMatchObject([{ outcome: "known" }]);
    await leave(area, entries, area);
    expect(await area.records.test(1)).toMatchObject({ comment: "new" });
  });
});

describe("a run that has left the live database, but not yet the area database", () => {
  const halfway = async (op: "move" | "reduce") => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    await addRun(source, "r2");
    const { entries } = await copy(source, op, [runId], op === "move" ? destination : source);
    const leaving = await source.moves.setPhase(entries, "remove");
    for (const entry of leaving) await source.moves.removeFromLive(entry);
    return { source, destination, leaving };
  };

  it.each(["move", "reduce"] as const)("is left alone by syncs (%s)", async (op) => {
    const { source, leaving } = await halfway(op);
    await source.records.setVerdict(4, { comment: "another run" });
    await source.records.sync({ full: true });
    expect(count(source, source.area.place.areaFile, "tests", "run_id = 1")).toBe(3);
    expect(count(source, source.area.place.areaFile, "runs", "id = 1 AND state = 'new'")).toBe(1);
    await source.moves.removeFromReference(leaving);
    await source.records.sync({ full: true });
    expect(count(source, source.area.place.liveFile, "tests", "run_id = 1")).toBe(0);
    expect(count(source, source.area.place.areaFile, "tests", "run_id = 1")).toBe(3);
    expect((await source.moves.removeFromArea(leaving)).removed).toHaveLength(1);
    expect(count(source, source.area.place.areaFile, "tests", "comment = 'another run'")).toBe(1);
    await source.records.sync({ full: true });
    expectEqual(source);
  });

  it.each(["move", "reduce"] as const)("can be put back from there (%s)", async (op) => {
    const { source, leaving } = await halfway(op);
    await source.moves.removeFromReference(leaving);
    for (const entry of [...leaving, ...leaving]) await source.moves.putBack(entry);
    await source.moves.drop(leaving);
    expect(await source.records.tests(1, {})).toHaveLength(3);
    expect(await source.records.steps(1)).toHaveLength(1);
    expect(await source.records.run(1)).toMatchObject({ state: "new" });
    await source.records.sync({ full: true });
    expectEqual(source);
  });

  it("and was changed there by somebody else, stays there", async () => {
    const { source, leaving } = await halfway("reduce");
    source.area.execute(source.area.place.areaFile, "UPDATE tests SET comment = 'by hand' WHERE id = 1");
    const { removed, changed } = await source.moves.removeFromArea(leaving);
    expect([removed, changed.length]).toEqual([[], 1]);
    for (const entry of changed) await source.moves.putBack(entry);
    await source.moves.drop(changed);
    await source.records.sync();
    expect(await source.records.test(1)).toMatchObject({ comment: "by hand" });
  });

  it("changed elsewhere, in a run that stays: goes", async () => {
    const { source, leaving } = await halfway("reduce");
    source.area.execute(source.area.place.areaFile, "UPDATE tests SET comment = 'by hand' WHERE id = 4");
    expect((await source.moves.removeFromArea(leaving)).removed).toHaveLength(1);
    await source.records.sync();
    expect(await source.records.test(4)).toMatchObject({ comment: "by hand" });
  });
});

it("late writers change nothing, and are refused what they would add", async () => {
  const [source, destination] = [await openArea(), await openArea()];
  await moveRuns(source, "move", [await addRun(source, "r1")], destination);
  expect(await source.records.setVerdict(1, { state: "COMPLETED", status: "FAIL" })).toEqual([]);
  await expect(source.records.recordStep(1, { stepname: "s", state: "end", status: "0" })).rejects.toThrow("there is no test with id 1");
  await expect(source.records.addData(1, [])).rejects.toThrow("there is no test with id 1");
  await source.records.addUsage(1, { cpuload: 1, diskfree: 1, run_duration: 1 });
  await source.records.sync({ full: true });
  for (const file of filesOf(source))
    for (const table of ["tests", "test_steps", "test_data", "test_rundat"]) expect(count(source, file, table)).toBe(0);
});

describe("runs whose rows travel", () => {
  it("arrive as those of a database of the same host", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    await addRun(destination, "other");
    const runId = await addRun(source, "r1");
    source.area.execute(
      source.area.place.liveFile,
      "UPDATE tests SET logdat = x'00ff', cpuload = 9e999, comment = '' WHERE id = 2; UPDATE runs SET comment = NULL",
    );
    const begun = await source.moves.begin("move", [runId], destination.area.toppath);
    // As another host's records are: no SqliteRecords.
    const remote = { ...destination.records, stageRun: sent, importRun: destination.records.importRun.bind(destination.records) };
    async function sent(...[moveId, slices]: Parameters<typeof destination.records.stageRun>) {
      await destination.records.stageRun(moveId, slices);
      await destination.records.stageRun(moveId, slices);
    }
    const received = await source.moves.copyTo(remote, begun);
    expect(received).toMatchObject([{ outcome: "copied", run_id: 2, digest: begun[0]?.digest }]);
    expect(await destination.records.importRun(source.moves.arrivals(begun)[0] ?? fail())).toMatchObject({ outcome: "known", run_id: 2 });
    expect(count(destination, destination.area.place.areaFile, "tests", "logdat = x'00ff' AND cpuload = 9e999")).toBe(1);
    expect(() => destination.area.query(stagingFile(destination.area.place, begun[0]?.move_id ?? ""), "SELECT 1 FROM runs")).toThrow();
  });

  it("that did not come are asked for", async () => {
    const destination = await openArea();
    const source = await openArea();
    const begun = await source.moves.begin("move", [await addRun(source, "r1")], destination.area.toppath);
    const [arrival] = source.moves.arrivals(begun);
    expect([...slicesOf(source.moves.home.live, 1)].map(({ table }) => table)).toContain("test_steps");
    await expect(destination.records.importRun(arrival ?? fail())).rejects.toThrow("did not come");
    await expect(destination.records.stageRun("../x", [])).rejects.toThrow("is not the id of a move");
  });
});

function fail(): never {
  throw new Error("missing");
}
