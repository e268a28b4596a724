import { describe, expect, it } from "vitest";
import { addRun, copy, copyAgain, count, expectEqual, filesOf, leave, moveRuns, openArea } from "../../../tests/kit/moving-runs.js";
import { completedFile } from "./completed-runs.js";
import { digestOf } from "./digest.js";

const keys = ["SYS", "RELEASE"];

describe("moving runs to another area", () => {
  it("04-35, 04-36: brings the same tests, steps and data under new ids, and takes them all away here", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    await addRun(destination, "other");
    const runId = await addRun(source, "r1");
    const before = await source.records.tests(runId, {});
    const [newId = 0] = await moveRuns(source, "move", [runId], destination);
    const there = await destination.records.tests(newId, {});
    const seen = before.map(({ testname, item_path, rundir, status, event_time }) => ({ testname, item_path, rundir, status, event_time }));
    expect(there).toMatchObject(seen);
    expect(there.every(({ id, run_id }) => id > 3 && run_id === newId)).toBe(true);
    for (const { id } of there) {
      expect(await destination.records.steps(id)).toHaveLength(1);
      expect((await destination.records.data(id)).map(({ value }) => value)).toEqual([1.5, "n/a"]);
    }
    expect((await destination.records.run(newId))?.state).toBe("new");
    for (const file of filesOf(source)) {
      for (const table of ["tests", "test_steps", "test_data", "test_rundat", "run_stats"]) expect(count(source, file, table), table).toBe(0);
    }
    for (const area of [source, destination]) {
      await area.records.sync({ full: true });
      expectEqual(area);
    }
    expect(source.moves.open()).toEqual([]);
  });

  it("usage samples come along, into the area database too, although they are not synced", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    await moveRuns(source, "move", [await addRun(source, "r1")], destination);
    for (const file of [destination.area.place.liveFile, destination.area.place.areaFile]) expect(count(destination, file, "test_rundat")).toBe(3);
  });

  it("04-45, the records' part: says of a run that moved on, was taken out and came back where it was made: so its archives are named", async () => {
    const [source, attic, cellar] = [await openArea(), await openArea(), await openArea()];
    await addRun(attic, "other");
    const runId = await addRun(source, "r1");
    const [inCellar = 0] = await moveRuns(attic, "move", await moveRuns(source, "move", [runId], attic), cellar);
    const origin = { origin_area_name: "demo", origin_run_id: runId };
    expect(await cellar.records.runOrigins()).toMatchObject([{ run_id: inCellar, ...origin }]);
    expect(await attic.records.runOrigins()).toEqual([]);
    await moveRuns(cellar, "reduce", [inCellar]);
    expect(await cellar.records.runOrigins()).toEqual([]);
    const both = cellar.area.open({ readOnly: true, fullDb: true });
    expect(await both.runOrigins()).toMatchObject([{ run_id: inCellar, ...origin }]);
    await both.close();
    await moveRuns(cellar, "restore", [inCellar]);
    expect(await cellar.records.runOrigins()).toMatchObject([{ run_id: inCellar, ...origin }]);
  });

  it("04-37: leaves a note where the run is, which holds its name", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const [newId] = await moveRuns(source, "move", [runId], destination);
    expect(await source.records.runs({})).toEqual([]);
    expect(await source.records.run(runId)).toMatchObject({ state: "MOVED", comment: `MOVED to ${destination.area.toppath} run ${newId}` });
    await expect(source.records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" })).rejects.toThrow(
      `run x/1/r1 was moved to ${destination.area.toppath}; choose another run name or move it back`,
    );
    await source.moves.dropForwarding(runId);
    expect(await source.records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" })).toBeGreaterThan(runId);
  });

  it("04-40: nobody sees a run before it is published", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const { entries } = await copy(source, "move", [await addRun(source, "r1")], destination);
    expect(await destination.records.runs({})).toEqual([]);
    expect(count(destination, destination.area.place.areaFile, "runs", "state = 'INCOMING'")).toBe(1);
    await leave(source, entries, destination);
    expect(await destination.records.runs({})).toMatchObject([{ runname: "r1", state: "new" }]);
  });

  it("back again: the note makes way, and the origin stays known", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const digests = () => source.area.query(source.area.place.areaFile, "SELECT digest, origin_area_name, origin_run_id FROM moved_in");
    const [there = 0] = await moveRuns(source, "move", [runId], destination);
    const [back = 0] = await moveRuns(destination, "move", [there], source);
    expect(back).toBeGreaterThan(runId);
    expect(await source.records.runs({})).toMatchObject([{ id: back, runname: "r1" }]);
    expect(count(source, source.area.place.areaFile, "metadat", "var LIKE 'MOVED_RUN_%'")).toBe(0);
    expect(digests()).toMatchObject([{ origin_area_name: "demo", origin_run_id: runId }]);
    for (const area of [source, destination]) {
      await area.records.sync({ full: true });
      expectEqual(area);
    }
  });

  it("soft-deleted tests stay behind, and go with the rest", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const [, item] = await source.records.tests(runId, {});
    await source.records.deleteTests([item?.id ?? 0]);
    const [newId = 0] = await moveRuns(source, "move", [runId], destination);
    expect(count(destination, destination.area.place.liveFile, "tests", `run_id = ${newId}`)).toBe(2);
    expect(count(destination, destination.area.place.liveFile, "test_steps")).toBe(2);
    for (const file of filesOf(source)) expect(count(source, file, "tests")).toBe(0);
  });

  it("archived tests find their block, made if need be; what leads nowhere is kept as a negative number and told", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    const runId = await addRun(source, "r1");
    const blocks = (path: string) => `
      INSERT INTO archive_disks (id, archive_area_name, disk_path) VALUES (7, 'main', '/disk');
      INSERT INTO archive_blocks (id, archive_disk_id, disk_path) VALUES (${path === "there" ? 1 : 9}, 7, '/disk/${path}');`;
    source.area.execute(
      source.area.place.liveFile,
      `${blocks("block")} UPDATE tests SET archived = 9 WHERE id = 1; UPDATE tests SET archived = 44 WHERE id = 2`,
    );
    destination.area.execute(destination.area.place.liveFile, blocks("there"));
    const { received, entries } = await copy(source, "move", [runId], destination);
    expect(received).toMatchObject([{ outcome: "copied", lost_blocks: [44] }]);
    await leave(source, entries, destination);
    const archived = "SELECT b.disk_path, t.archived FROM tests t LEFT JOIN archive_blocks b ON b.id = t.archived ORDER BY t.id";
    expect(destination.area.query(destination.area.place.areaFile, archived)).toEqual([
      { disk_path: "/disk/block", archived: 9 },
      { disk_path: null, archived: -44 },
      { disk_path: null, archived: 0 },
    ]);
    expect(count(destination, destination.area.place.areaFile, "archive_disks")).toBe(1);
  });
});

describe("taking runs out of the area database, and putting them back", () => {
  it("04-52: a reduced run is in completed-runs.db with the same ids, and nowhere else", async () => {
    const area = await openArea();
    const [runId, kept] = [await addRun(area, "r1"), await addRun(area, "r2")];
    const before = await area.records.tests(runId, {});
    expect(await moveRuns(area, "reduce", [runId])).toEqual([runId]);
    for (const file of filesOf(area)) {
      for (const [table, rows] of [
        ["runs", 1],
        ["tests", 3],
        ["test_steps", 3],
        ["test_data", 6],
        ["moved_in", 0],
      ] as const)
        expect(count(area, file, table)).toBe(rows);
    }
    const completed = completedFile(area.area.toppath);
    expect(area.area.query(completed, "SELECT id FROM tests ORDER BY id").map((row) => row["id"])).toEqual(before.map(({ id }) => id));
    expect(area.area.query(completed, "SELECT id, state FROM runs")).toEqual([{ id: runId, state: "new" }]);
    expect(area.moves.open()).toEqual([]);
    await area.records.sync({ full: true });
    expectEqual(area);
    expect((await area.records.runs({})).map(({ id }) => id)).toEqual([kept]);
  });

  it("04-55: a restored run has its old ids, and completed-runs.db has it no more", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    await area.records.sync();
    const before = area.area.query(area.area.place.areaFile, "SELECT * FROM tests ORDER BY id");
    await moveRuns(area, "reduce", [runId]);
    await addRun(area, "r2");
    expect(await moveRuns(area, "restore", [runId])).toEqual([runId]);
    expect(area.area.query(area.area.place.areaFile, `SELECT * FROM tests WHERE run_id = ${runId} ORDER BY id`)).toEqual(before);
    for (const table of ["runs", "tests", "test_steps", "test_data", "moved_in"])
      expect(count(area, completedFile(area.area.toppath), table)).toBe(0);
    await area.records.sync({ full: true });
    expectEqual(area);
    expect(area.moves.open()).toEqual([]);
  });

  it("an id that something else has got meanwhile is given up, the others are kept", async () => {
    const area = await openArea();
    const runId = await addRun(area, "r1");
    await moveRuns(area, "reduce", [runId]);
    // As by a 1.65, which knows no floors.
    area.area.execute(
      area.area.place.liveFile,
      "INSERT INTO runs (id, runname, SYS, RELEASE) VALUES (5, 'r5', 'x', '1'); INSERT INTO tests (id, run_id, testname) VALUES (2, 5, 'b')",
    );
    expect(await moveRuns(area, "restore", [runId])).toEqual([runId]);
    const tests = await area.records.tests(runId, {});
    expect(tests.map(({ id, item_path }) => [id, item_path])).toEqual([
      [1, ""],
      [3, "i2"],
      [4, "i1"],
    ]);
    expect(await area.records.steps(4)).toHaveLength(1);
    expect(await area.records.steps(2)).toEqual([]);
    await area.records.sync({ full: true });
    expectEqual(area);
  });
});

describe("ids", () => {
  it("04-51: no id of a run that was moved away is given out again", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    await addRun(source, "r0");
    const runId = await addRun(source, "r1");
    const ids = (table: string) =>
      source.area.query(source.area.place.liveFile, `SELECT id FROM ${table} ORDER BY id`).map((row) => Number(row["id"]));
    const tables = ["runs", "tests", "test_steps", "test_data", "test_rundat", "run_stats"];
    const largest = new Map(tables.map((table) => [table, ids(table).at(-1) ?? 0]));
    await moveRuns(source, "move", [runId], destination);
    await source.moves.dropForwarding(runId);
    const left = new Map(tables.map((table) => [table, ids(table).length]));
    await addRun(source, "r2");
    await addRun(source, "r3");
    for (const table of tables) {
      const after = ids(table).slice(left.get(table));
      expect(after.length, table).toBeGreaterThan(1);
      expect(after, table).toEqual(after.map((_, index) => (largest.get(table) ?? 0) + 1 + index));
    }
    await source.records.sync();
    expectEqual(source);
  });

  it.each(["move", "reduce"] as const)("04-51: %s: a sync between two steps keeps the notes of the move", async (op) => {
    const [source, destination] = [await openArea(), await openArea()];
    const { entries } = await copy(source, op, [await addRun(source, "r1")], op === "move" ? destination : source);
    const leaving = await source.moves.setPhase(entries, "remove");
    for (const entry of leaving) await source.moves.removeFromLive(entry);
    await source.moves.removeFromReference(leaving);
    const notes = () =>
      source.area.query(source.area.place.liveFile, "SELECT var, val FROM metadat WHERE var LIKE 'ID_FLOOR_%' OR var LIKE 'MOVED_RUN_%'");
    const before = notes();
    await source.records.sync({ full: true });
    expect(notes()).toEqual(before);
    expect(before.length).toBeGreaterThan(4);
    await source.moves.removeFromArea(leaving);
    expectEqual(source);
  });

  it("the digest does not depend on ids, times of the last write, or where the run is; but on every value", async () => {
    const [source, destination] = [await openArea(), await openArea()];
    await addRun(destination, "other");
    const runId = await addRun(source, "r1");
    const { entries } = await copy(source, "move", [runId], destination);
    const digest = (area: typeof source, id: number) => digestOf(area.moves.home.live, id, keys);
    const here = digest(source, runId);
    expect(here).toMatchObject({ tests: 3, steps: 3, data: 6 });
    expect(digest(destination, entries[0]?.dest_run_id ?? 0)).toEqual(here);
    for (const change of [
      "tests SET comment = 'x' WHERE id = 2",
      "test_steps SET status = 0 WHERE id = 1",
      "test_data SET value = '1.50' WHERE id = 1",
      "runs SET owner = NULL",
    ]) {
      source.area.execute(source.area.place.liveFile, `UPDATE ${change}`);
      expect(digest(source, runId)?.digest, change).not.toBe(here?.digest);
    }
    expect(await copyAgain(source, entries, destination)).toMatchObject([{ outcome: "known" }]);
  });
});

it("a run of more tests than are looked at or removed at a time moves as a whole", async () => {
  const [source, destination] = [await openArea(), await openArea()];
  const runId = await addRun(source, "r1");
  await source.moves.home.writeLive((live) => {
    live.exec(`
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10100)
        INSERT INTO tests (run_id, testname, item_path, state) SELECT ${runId}, 'b' || i % 3, 'i' || i, 'COMPLETED' FROM n;
      INSERT INTO test_steps (test_id, stepname, state) SELECT id, 's', 'end' FROM tests WHERE testname <> 'a';
    `);
  });
  const before = digestOf(source.moves.home.live, runId, keys);
  expect(before).toMatchObject({ tests: 10_103, steps: 10_103 });
  const [newId = 0] = await moveRuns(source, "move", [runId], destination);
  expect(digestOf(destination.moves.home.live, newId, keys)).toEqual(before);
  for (const file of filesOf(source)) for (const table of ["tests", "test_steps"]) expect(count(source, file, table)).toBe(0);
});
