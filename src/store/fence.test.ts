import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import { areaEpoch, lockAreaDatabase } from "./area-facts.js";
import type { HomeVerdict } from "./fence.js";
import { closeForHandover, prepareLive } from "./open.js";
import type { Records } from "./records.js";

/** Records with one run that is in both databases; the verdict can be changed. */
async function atHome(epoch = 1) {
  const area = temporaryArea();
  const home = { verdict: "home" as HomeVerdict, asked: 0 };
  const stillHome = () => {
    home.asked++;
    return home.verdict;
  };
  const open = (options?: Parameters<TemporaryArea["open"]>[0]) => {
    const opened = area.open({ epoch, stillHome, ...options });
    onTestFinished(() => opened.close());
    return opened;
  };
  const records = open();
  await addRun(records, "r1");
  await records.sync();
  return { area, home, open, records };
}

const addRun = (records: Records, runname: string) => records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
const names = async (records: Records) => (await records.runs({})).map((run) => run.runname);
const runsIn = ({ query }: TemporaryArea, file: string) => query(file, "SELECT runname FROM runs ORDER BY id").map((row) => row["runname"]);

function staleFiles({ place }: TemporaryArea): string[] {
  const directories = readdirSync(place.liveDirectory).filter((name) => name.startsWith("stale-"));
  return directories.map((name) => join(place.liveDirectory, name, "megatest.db"));
}

describe("the first write after a clean push", () => {
  it("marks the area, then looks whether this is still the homehost; the next ones trust that for a while", async () => {
    const { area, home, records } = await atHome();
    const before = home.asked;
    await addRun(records, "r2");
    expect(existsSync(area.place.unsyncedMarker)).toBe(true);
    await addRun(records, "r3");
    expect(home.asked).toBe(before + 1);
  });

  it("fails with nothing written when the homehost has moved, and leaves no mark", async () => {
    const { area, home, records } = await atHome();
    home.verdict = "moved";
    await expect(addRun(records, "r2")).rejects.toMatchObject({ reason: "moved" });
    expect(existsSync(area.place.unsyncedMarker)).toBe(false);
    expect(await names(records)).toEqual(["r1"]);
    home.verdict = "home";
    await addRun(records, "r3");
    expect(await names(records)).toEqual(["r1", "r3"]);
  });

  it("waits while it is being moved, in order, and is judged then", async () => {
    const { home, records } = await atHome();
    home.verdict = "wait";
    const first = addRun(records, "r2");
    setTimeout(() => {
      home.verdict = "home";
    }, 150);
    await first;
    expect(await names(records)).toEqual(["r1", "r2"]);
    await records.sync();
    home.verdict = "wait";
    const writes = [addRun(records, "r3"), addRun(records, "r4")];
    setTimeout(() => {
      home.verdict = "moved";
    }, 150);
    for (const result of await Promise.allSettled(writes)) expect(result).toMatchObject({ status: "rejected", reason: { reason: "moved" } });
  });

  it("goes on beside what waits already: that is fetched, or keeps the homehost", async () => {
    const { home, records } = await atHome();
    await addRun(records, "r2");
    home.verdict = "wait";
    await addRun(records, "r3");
    expect(await names(records)).toEqual(["r1", "r2", "r3"]);
    await expect(records.sync()).rejects.toThrow("is being moved");
    home.verdict = "home";
  });
});

describe("the epoch of the homehost", () => {
  it("is in the area database before anything else is written", async () => {
    const { area, records } = await atHome(3);
    expect(areaEpoch(area.toppath)).toBe(3);
    await addRun(records, "r2");
    expect(await records.sync()).toBe(1);
    expect(area.query(area.place.areaFile, "SELECT val FROM metadat WHERE var = 'HOMEHOST_EPOCH'")).toEqual([{ val: "3" }]);
  });

  it("without one, that of the last homehost stands", async () => {
    const { area, records } = await atHome(3);
    await records.close();
    const second = area.open();
    onTestFinished(() => second.close());
    await addRun(second, "r2");
    await second.sync();
    expect(areaEpoch(area.toppath)).toBe(3);
  });

  it("a later one in the area database ends all pushing: the rows are put aside, and everybody is told", async () => {
    const { area, records, open } = await atHome(3);
    await addRun(records, "r2");
    lockAreaDatabase(area.toppath, (database) => database.setEpoch(4));
    await expect(records.sync()).rejects.toMatchObject({ reason: "moved" });
    expect(runsIn(area, area.place.areaFile)).toEqual(["r1"]);
    const [copy = ""] = staleFiles(area);
    expect(runsIn(area, copy)).toEqual(["r1", "r2"]);
    expect(area.lines.join("\n")).toMatch(/ERROR: 1 records did not reach .* before its homehost moved; they are kept in .*stale-\d+/);
    await expect(addRun(records, "r3")).rejects.toMatchObject({ reason: "moved" });
    await expect(records.sync()).rejects.toMatchObject({ reason: "moved" });
    expect(staleFiles(area)).toHaveLength(1);
    expect(() => open()).toThrow(".homehost has epoch 3");
  });

  it("a writer that is not at home any more puts its rows aside at the next sync", async () => {
    const { area, home, records } = await atHome();
    await addRun(records, "r2");
    home.verdict = "moved";
    await records.close();
    expect(area.lines.join("\n")).toMatch(/ERROR: 1 records did not reach/);
    expect(area.lines.at(-1)).toContain("WARNING: the last records are not copied");
    expect(runsIn(area, area.place.areaFile)).toEqual(["r1"]);
  });
});

describe("handing over", () => {
  it("brings everything to the area database and closes the live one for all", async () => {
    const { area, records, open } = await atHome();
    const second = open();
    await addRun(second, "r2");
    await closeForHandover(records, 2);
    expect(runsIn(area, area.place.areaFile)).toEqual(["r1", "r2"]);
    expect(existsSync(area.place.unsyncedMarker)).toBe(false);
    for (const each of [records, second]) await expect(addRun(each, "r3")).rejects.toMatchObject({ reason: "moved" });
    expect(await names(second)).toEqual(["r1", "r2"]);
  });

  it("that came to nothing is undone by the next one that opens the records at home", async () => {
    const { home, records, open } = await atHome();
    await closeForHandover(records, 2);
    home.verdict = "moved";
    expect(() => open()).toThrow("has moved");
    home.verdict = "home";
    await addRun(open(), "r2");
    expect(await names(records)).toEqual(["r1", "r2"]);
  });

  it("that came to nothing, and a new homehost after that which is the same host, opens it too", async () => {
    const { area, records } = await atHome();
    await closeForHandover(records, 2);
    const next = area.open({ epoch: 2 });
    await addRun(next, "r2");
    await next.close();
    expect(runsIn(area, area.place.areaFile)).toEqual(["r1", "r2"]);
    expect(areaEpoch(area.toppath)).toBe(2);
  });

  it("and back: a new live database; who still has the old one is kept out", async () => {
    const { area, records } = await atHome();
    await closeForHandover(records, 2);
    const options = { ...area.options, epoch: 3 };
    prepareLive(options);
    const third = area.open({ epoch: 3 });
    await addRun(third, "r3");
    await expect(addRun(records, "r2")).rejects.toMatchObject({ reason: "moved" });
    await third.close();
    expect(runsIn(area, area.place.areaFile)).toEqual(["r1", "r3"]);
    expect(areaEpoch(area.toppath)).toBe(3);
  });

  it("a process that was never told is kept out too, when its live database was replaced", async () => {
    const { area, records } = await atHome();
    const { ino } = statSync(area.place.liveFile);
    prepareLive({ ...area.options, epoch: 2 });
    expect(statSync(area.place.liveFile).ino).not.toBe(ino);
    await expect(addRun(records, "r2")).rejects.toMatchObject({ reason: "moved" });
  });

  it("makes the new live database with a warning when the old one here holds what is nowhere else", async () => {
    const { area, records } = await atHome();
    await addRun(records, "r2");
    prepareLive({ ...area.options, epoch: 2 });
    expect(area.lines.join("\n")).toContain("with records that are nowhere else");
    expect(staleFiles(area).map((file) => runsIn(area, file))).toEqual([["r1", "r2"]]);
    expect(runsIn(area, area.place.liveFile)).toEqual(["r1"]);
  });
});
