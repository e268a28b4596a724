import { existsSync, mkdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import { Failure } from "../base/index.js";
import { hostName } from "../sys/index.js";
import { syncedTables } from "./live-schema.js";
import type { Records } from "./records.js";

/** An area with one run of the tests a, a/x, a/y and b that is in both databases. */
async function syncedArea() {
  const area = temporaryArea();
  const records = area.open();
  onTestFinished(() => records.close());
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  const names = ["", "x", "y"].map((item_path) => ({ testname: "a", item_path }));
  await records.registerTests(runId, [...names, { testname: "b", item_path: "" }]);
  await records.recordStep(1, { stepname: "s", state: "end", status: "0" });
  await records.sync();
  return { area, records, runId, ...filesOf(area) };
}

function filesOf({ place, query, execute }: TemporaryArea) {
  return {
    inArea: (sql: string) => query(place.areaFile, sql),
    inLive: (sql: string) => query(place.liveFile, sql),
    changeArea: (sql: string) => execute(place.areaFile, sql),
    changeLive: (sql: string) => execute(place.liveFile, sql),
    expectEqual: () => {
      for (const table of syncedTables) {
        const rows = (file: string) => query(file, `SELECT * FROM ${table} ORDER BY id`);
        expect(rows(place.areaFile), table).toEqual(rows(place.liveFile));
        expect(rows(place.referenceFile), table).toEqual(rows(place.liveFile));
      }
    },
  };
}

/** As another program would leave it: newer than what we wrote in this very second. */
const later = "last_update = last_update + 100";

describe("push", () => {
  it("04-13: brings over what changed, each row once, and nothing else", async () => {
    const { records, runId, expectEqual, inArea } = await syncedArea();
    expectEqual();
    expect(await records.sync()).toBe(0);
    await records.setVerdict(2, { state: "RUNNING", status: "n/a" });
    await records.setVerdict(2, { state: "COMPLETED", status: "FAIL", comment: "it's" });
    await records.recordStep(2, { stepname: "s", state: "end", status: "1" });
    expect(await records.sync()).toBe(3);
    expectEqual();
    expect(inArea("SELECT comment FROM tests WHERE id = 2")).toEqual([{ comment: "it's" }]);
    await records.refreshRunStats(runId);
    await records.setTestMeta({ testname: "a", author: "ann", owner: "o", description: "d", reviewed: "r", tags: "t", jobgroup: "g" });
    await records.setRunLock(runId, true, "ann");
    expect(await records.sync()).toBeGreaterThan(3);
    expectEqual();
    expect(inArea("SELECT author FROM test_meta")).toEqual([{ author: "ann" }]);
  });

  it("brings over deletions, also of ids that were given out again", async () => {
    const { records, runId, expectEqual, inArea, changeLive } = await syncedArea();
    await records.refreshRunStats(runId);
    await records.sync();
    await records.setVerdict(4, { state: "COMPLETED", status: "PASS" });
    await records.refreshRunStats(runId);
    changeLive("DELETE FROM tests WHERE id = 4; INSERT INTO tests (run_id, testname) VALUES (1, 'c')");
    changeLive("DELETE FROM test_steps");
    await records.sync();
    expectEqual();
    expect(inArea("SELECT testname FROM tests WHERE id = 4")).toEqual([{ testname: "c" }]);
    expect(inArea("SELECT * FROM test_steps")).toEqual([]);
  });

  it("follows a program that replaces rows, as 1.65 does", async () => {
    const { records, expectEqual, changeLive, inArea } = await syncedArea();
    changeLive("INSERT OR REPLACE INTO test_steps (test_id, stepname, state, status) VALUES (1, 's', 'end', '7')");
    await records.sync();
    expect(inArea("SELECT status FROM test_steps")).toEqual([{ status: "7" }]);
    expectEqual();
  });

  it("keeps usage samples and runners to itself", async () => {
    const { records, inArea } = await syncedArea();
    await records.addUsage(1, { cpuload: 1, diskfree: 1, run_duration: 1 });
    await records.addTask({ owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "h 1" });
    await records.sync();
    expect(inArea("SELECT (SELECT count(*) FROM test_rundat) AS samples, (SELECT count(*) FROM tasks_queue) AS tasks")).toEqual([
      { samples: 0, tasks: 0 },
    ]);
  });

  it("04-10: done again after a kill changes nothing", async () => {
    const { records, inLive, changeLive, expectEqual } = await syncedArea();
    const [before] = inLive("SELECT area_stamp, pushed FROM sync_state");
    await records.setVerdict(2, { state: "COMPLETED", status: "FAIL" });
    await records.sync();
    // Killed after the commit in the area database, before it was noted.
    changeLive(`UPDATE sync_state SET area_stamp = '${before?.["area_stamp"]}', pushed = ${before?.["pushed"]}`);
    await records.setVerdict(3, { state: "COMPLETED", status: "WARN" });
    expect(await records.sync()).toBe(2);
    expectEqual();
    expect(await records.test(1)).toMatchObject({ state: "COMPLETED", status: "FAIL" });
  });

  it("that fails leaves everything as it is, and says where; close only warns", async () => {
    const { area, records, inLive, inArea } = await syncedArea();
    await records.setVerdict(4, { state: "COMPLETED", status: "PASS" });
    // No journal, no transaction.
    mkdirSync(`${area.place.areaFile}-journal`);
    await expect(records.sync()).rejects.toThrow(area.place.areaFile);
    await expect(records.sync()).rejects.toBeInstanceOf(Failure);
    const second = area.open();
    await second.close();
    expect(area.lines.at(-1)).toContain("WARNING: the last records are not copied to the area yet");
    expect(inLive("SELECT state FROM tests WHERE id = 4")).toEqual([{ state: "COMPLETED" }]);
    rmdirSync(`${area.place.areaFile}-journal`);
    expect(await records.sync()).toBe(1);
    expect(inArea("SELECT state FROM tests WHERE id = 4")).toEqual([{ state: "COMPLETED" }]);
  });
});

describe("the mark of unsynced records in the area", () => {
  it("is there from the first write on until a push leaves nothing behind", async () => {
    const { area, records } = await syncedArea();
    const marker = area.place.unsyncedMarker;
    expect(existsSync(marker)).toBe(false);
    await records.addTask({ owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "h 1" });
    expect(existsSync(marker)).toBe(false);
    await records.setVerdict(4, { status: "PASS" });
    expect(readFileSync(marker, "utf8")).toMatch(new RegExp(`^${hostName()} \\d+ ${area.place.liveDirectory}\\n$`));
    await records.sync();
    expect(existsSync(marker)).toBe(false);
  });
});

describe("pull: what others write to the area database", () => {
  it("04-11: is taken over, with deletions, when there was no change here", async () => {
    const { records, changeArea, expectEqual, runId } = await syncedArea();
    const { mark } = await records.changesSince(runId, 0);
    changeArea(
      "UPDATE tests SET comment = 'theirs', last_update = 5 WHERE id = 2; DELETE FROM test_steps; INSERT INTO metadat (var, val) VALUES ('X', 'y')",
    );
    changeArea("INSERT INTO tests (id, run_id, testname, state, status) VALUES (50, 1, 'new', 'COMPLETED', 'PASS')");
    await records.sync();
    expect(await records.test(2)).toMatchObject({ comment: "theirs" });
    expect(await records.steps(1)).toEqual([]);
    expect((await records.changesSince(runId, mark)).tests.map((test) => test.id)).toEqual([2, 50]);
    expectEqual();
  });

  it("is there at once for a program that starts", async () => {
    const { area, changeArea } = await syncedArea();
    changeArea("UPDATE tests SET comment = 'theirs' WHERE id = 2");
    const second = area.open();
    expect(await second.test(2)).toMatchObject({ comment: "theirs" });
    await second.close();
  });

  it("of a row changed on both sides the later change stands, ours in a tie", async () => {
    const { records, changeArea, expectEqual } = await syncedArea();
    for (const id of [2, 3, 4]) await records.setVerdict(id, { comment: "ours" });
    changeArea("DROP TRIGGER update_tests_trigger");
    changeArea(`UPDATE tests SET comment = 'theirs', ${later} WHERE id = 2; UPDATE tests SET comment = 'theirs' WHERE id = 3`);
    changeArea("UPDATE tests SET comment = 'theirs', last_update = 5 WHERE id = 4");
    await records.sync();
    const comments = (await records.tests(1, {})).map((test) => test.comment);
    expect(comments).toEqual(["", "theirs", "ours", "ours"]);
    expectEqual();
  });

  it("a row deleted here stays deleted, and one changed here is not lost with theirs", async () => {
    const { records, changeArea, changeLive, expectEqual } = await syncedArea();
    changeLive("DELETE FROM test_steps");
    await records.setVerdict(4, { comment: "ours" });
    changeArea("DELETE FROM tests WHERE id = 4; UPDATE tests SET comment = 'theirs' WHERE id = 2");
    await records.sync();
    expect(await records.steps(1)).toEqual([]);
    expect(await records.test(4)).toMatchObject({ comment: "ours" });
    expectEqual();
  });

  it("counts of verdicts follow", async () => {
    const { records, changeArea, runId } = await syncedArea();
    changeArea("UPDATE tests SET state = 'COMPLETED', status = 'FAIL' WHERE id = 2; DELETE FROM tests WHERE id = 3");
    await records.sync();
    expect(await records.itemCount(runId, "a")).toBe(1);
    const [, top] = await records.setVerdict(2, { status: "WARN" });
    expect(top?.after).toMatchObject({ state: "COMPLETED", status: "WARN" });
  });

  it("columns, tables and views of others stay; a column added later comes along", async () => {
    const { records, changeArea, inArea, expectEqual } = await syncedArea();
    changeArea("CREATE TABLE notes (note TEXT); INSERT INTO notes VALUES ('n'); CREATE VIEW failing AS SELECT * FROM tests WHERE status = 'FAIL'");
    changeArea("ALTER TABLE tests ADD COLUMN mood TEXT; UPDATE tests SET mood = 'fine' WHERE id = 2");
    await records.setVerdict(2, { state: "COMPLETED", status: "FAIL" });
    await records.sync();
    expect(inArea("SELECT mood, status FROM tests WHERE id = 2")).toEqual([{ mood: null, status: "FAIL" }]);
    changeArea("UPDATE tests SET mood = 'fine' WHERE id = 2");
    await records.sync();
    await records.setVerdict(2, { status: "WARN" });
    await records.sync();
    expect(inArea("SELECT mood, status FROM tests WHERE id = 2")).toEqual([{ mood: "fine", status: "WARN" }]);
    expect(inArea("SELECT * FROM notes")).toEqual([{ note: "n" }]);
    expectEqual();
  });

  it("steps written under one id on both sides are both kept", async () => {
    const { records, changeArea, expectEqual } = await syncedArea();
    await records.recordStep(2, { stepname: "ours", state: "start", status: "-" });
    changeArea("INSERT INTO test_steps (id, test_id, stepname, state, status) VALUES (2, 3, 'theirs', 'start', '-')");
    await records.sync();
    expect((await records.listSteps([2, 3])).map((step) => step.stepname)).toEqual(["ours", "theirs"]);
    expectEqual();
  });

  it("one step written on both sides under two ids is kept once, ours", async () => {
    const { records, changeArea, expectEqual } = await syncedArea();
    await records.recordStep(2, { stepname: "both", state: "end", status: "ours" });
    changeArea("INSERT INTO test_steps (id, test_id, stepname, state, status) VALUES (9, 2, 'both', 'end', 'theirs')");
    await records.sync();
    expect(await records.steps(2)).toMatchObject([{ status: "ours" }]);
    expectEqual();
  });

  it("different tests under one id: ours gets another one, with its steps, and the user is told", async () => {
    const { area, records, changeArea, expectEqual, runId } = await syncedArea();
    await records.registerTests(runId, [{ testname: "ours", item_path: "" }]);
    await records.recordStep(5, { stepname: "s", state: "end", status: "0" });
    changeArea("INSERT INTO tests (id, run_id, testname) VALUES (5, 1, 'theirs')");
    changeArea("INSERT INTO test_steps (id, test_id, stepname, state) VALUES (9, 5, 'their step', 'end')");
    await records.sync();
    expect(await records.test(5)).toMatchObject({ testname: "theirs" });
    expect(await records.findTest(runId, { testname: "ours", item_path: "" })).toMatchObject({ id: 6 });
    expect((await records.steps(6)).map((step) => step.stepname)).toEqual(["s"]);
    expect((await records.steps(5)).map((step) => step.stepname)).toEqual(["their step"]);
    expect(area.lines.join("\n")).toContain('ERROR: tests 1 ours "" has the id 6 now');
    expectEqual();
  });

  it("one test under two ids: it is one, under theirs, with the steps of both", async () => {
    const { area, records, changeArea, expectEqual, runId } = await syncedArea();
    await records.registerTests(runId, [{ testname: "both", item_path: "" }]);
    await records.recordStep(5, { stepname: "ours", state: "end", status: "0" });
    changeArea("INSERT INTO tests (id, run_id, testname, comment, last_update) VALUES (99, 1, 'both', 'theirs', 9999999999)");
    changeArea("INSERT INTO test_steps (id, test_id, stepname, state) VALUES (9, 99, 'theirs', 'end')");
    await records.sync();
    expect(await records.test(5)).toBeUndefined();
    expect(await records.findTest(runId, { testname: "both", item_path: "" })).toMatchObject({ id: 99, comment: "theirs" });
    expect((await records.steps(99)).map((step) => step.stepname).sort()).toEqual(["ours", "theirs"]);
    expect(area.lines.join("\n")).toContain("has the id 99 now, as in the area database, instead of 5");
    expectEqual();
  });

  it("one run, with the same tests, registered on both sides under other ids becomes one", async () => {
    const { records, changeArea, expectEqual } = await syncedArea();
    const ours = await records.registerRun({ target: ["x", "1"], runname: "r2", owner: "ann" });
    await records.registerTests(ours, [
      { testname: "a", item_path: "" },
      { testname: "b", item_path: "" },
    ]);
    changeArea(`INSERT INTO runs (id, SYS, RELEASE, runname) VALUES (${ours}, 'x', '1', 'other'), (7, 'x', '1', 'r2')`);
    changeArea(`INSERT INTO tests (id, run_id, testname) VALUES (5, ${ours}, 'a'), (6, 7, 'a'), (7, 7, 'c')`);
    await records.sync();
    expect((await records.runs({})).map((run) => [run.id, run.runname])).toEqual([
      [1, "r1"],
      [ours, "other"],
      [7, "r2"],
    ]);
    expect((await records.tests(7, {})).map((test) => test.testname).sort()).toEqual(["a", "b", "c"]);
    expect((await records.tests(ours, {})).map((test) => test.testname)).toEqual(["a"]);
    expectEqual();
  });

  it("a copy is kept before many tests go", async () => {
    const { area, records, changeArea, expectEqual } = await syncedArea();
    changeArea("DELETE FROM tests WHERE id IN (2, 3)");
    await records.sync();
    expectEqual();
    const copy = area.lines.map((line) => / kept in (.*)$/.exec(line)?.[1]).find((path) => path !== undefined) ?? "";
    expect(area.query(copy, "SELECT count(*) AS tests FROM tests")).toEqual([{ tests: 4 }]);
  });
});

describe("who pushes", () => {
  const pass = (records: Records, id: number) => records.setVerdict(id, { state: "COMPLETED", status: "PASS" });

  it("one pusher does it for all; when it leaves, the others do", async () => {
    const { area, records, inArea } = await syncedArea();
    const pusher = area.open();
    // Another process, as far as the lease can tell.
    pusher.startSyncing(60_000);
    area.execute(area.place.liveFile, "UPDATE pusher SET pid = 1, started = 0");
    await pass(records, 2);
    expect(await records.sync({ ifDue: true })).toBe(0);
    area.execute(area.place.liveFile, "UPDATE pusher SET fresh_until = 5");
    expect(await records.sync({ ifDue: true })).toBe(2);
    expect(await records.sync({ ifDue: true })).toBe(0);
    expect(inArea("SELECT status FROM tests WHERE id = 2")).toEqual([{ status: "PASS" }]);
    await pusher.close();
  });

  it("a pusher that is dead counts for nothing, whatever its lease says", async () => {
    const { area, records } = await syncedArea();
    area.execute(area.place.liveFile, `INSERT INTO pusher VALUES (1, '${hostName()}', 4194305, 12345, 9999999999)`);
    await pass(records, 2);
    expect(await records.sync({ ifDue: true })).toBe(2);
  });

  it("04-8: a program that stays pushes from time to time, one that ends at its end", async () => {
    const { area, records, inArea } = await syncedArea();
    records.startSyncing(10);
    await pass(records, 2);
    const status = () => inArea("SELECT status FROM tests WHERE id = 2")[0]?.["status"];
    for (let tries = 0; tries < 200 && status() !== "PASS"; tries++) await sleep(10);
    expect(status()).toBe("PASS");
    await records.close();
    expect(area.query(area.place.liveFile, "SELECT * FROM pusher")).toEqual([]);
    const second = area.open();
    await pass(second, 3);
    await second.close();
    expect(inArea("SELECT status FROM tests WHERE id = 3")).toEqual([{ status: "PASS" }]);
  });

  it("a timer that cannot push says so once and goes on", async () => {
    const { area, records, inArea } = await syncedArea();
    mkdirSync(`${area.place.areaFile}-journal`);
    await pass(records, 2);
    records.startSyncing(5);
    const errors = () => area.lines.filter((line) => line.startsWith("ERROR: the records are not copied"));
    for (let tries = 0; tries < 200 && errors().length === 0; tries++) await sleep(10);
    await sleep(50);
    expect(errors()).toHaveLength(1);
    rmdirSync(`${area.place.areaFile}-journal`);
    await records.sync();
    expect(inArea("SELECT status FROM tests WHERE id = 2")).toEqual([{ status: "PASS" }]);
  });
});

describe("an area database that is taken away while a program works", () => {
  it("gets nothing more; the live records stay", async () => {
    const { area, records } = await syncedArea();
    await records.setVerdict(2, { comment: "still here" });
    rmSync(area.place.areaFile);
    await expect(records.sync()).rejects.toThrow("was replaced, or taken over");
    const other = area.open({ cacheRoot: `${area.cacheRoot}-2` });
    await other.registerRun({ target: ["y", "2"], runname: "r1", owner: "bob" });
    await other.close();
    await expect(records.sync()).rejects.toThrow("was replaced, or taken over");
    expect(area.query(area.place.areaFile, "SELECT owner FROM runs")).toEqual([{ owner: "bob" }]);
    expect(await records.test(2)).toMatchObject({ comment: "still here" });
  });
});
