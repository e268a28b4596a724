import { chownSync, copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import { hostName } from "../sys/index.js";
import { liveDirectory } from "./open.js";
import { openForReading } from "./read-only.js";
import type { Records } from "./records.js";

/** Opens the records and closes them when the test ends. */
function open(area: TemporaryArea, options?: Parameters<TemporaryArea["open"]>[0]): Records {
  const records = area.open(options);
  onTestFinished(() => records.close());
  return records;
}

async function addRun(area: TemporaryArea, runname: string): Promise<void> {
  const records = area.open();
  await records.registerRun({ target: ["x", "1"], runname, owner: "ann" });
  await records.close();
}

const names = async (records: Records) => (await records.runs({})).map((run) => run.runname);
const staleDirectories = (area: TemporaryArea) => readdirSync(area.place.liveDirectory).filter((name) => name.startsWith("stale-"));
const cacheId = (area: TemporaryArea, file: string) => area.query(file, "SELECT val FROM metadat WHERE var = 'CACHE_ID'")[0]?.["val"];

/** A run that is in the live database only, as after kill -9. */
function addUnsyncedRun(area: TemporaryArea, runname: string): void {
  area.execute(area.place.liveFile, `INSERT INTO runs (SYS, RELEASE, runname, state) VALUES ('x', '1', '${runname}', 'new')`);
  writeFileSync(area.place.unsyncedMarker, `${hostName()} 1700000000 ${area.place.liveDirectory}\n`);
}

describe("the place of the live database", () => {
  it("04-1, 04-2: depends on user, area name and path", () => {
    const directory = liveDirectory({ toppath: "/w/ann/proj", areaName: "x" });
    expect(directory).toMatch(/^\/tmp\/[^/]+\/megatest_localdb\/x\/\.w\.ann\.proj$/);
  });

  it("is for its owner only", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    for (let path = area.place.liveDirectory; path.length >= area.cacheRoot.length; path = join(path, "..")) {
      expect(statSync(path).mode & 0o777, path).toBe(0o700);
    }
  });

  it.runIf(process.getuid?.() === 0)("is refused when another user could have made it", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    chownSync(join(area.place.liveDirectory, ".."), 12345, 12345);
    expect(() => area.open()).toThrow("is not a directory of this user");
  });

  it("that cannot be made is named", () => {
    const area = temporaryArea();
    writeFileSync(area.cacheRoot, "a file");
    expect(() => area.open()).toThrow(`Couldn't create path ${area.place.liveDirectory}`);
  });
});

describe("a live database belongs to one area database", () => {
  it("and is used again while both are there", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    const { ino } = statSync(area.place.liveFile);
    expect(await names(open(area))).toEqual(["r1"]);
    expect(statSync(area.place.liveFile).ino).toBe(ino);
    expect(cacheId(area, area.place.areaFile)).toBe(cacheId(area, area.place.liveFile));
    expect(area.query(area.place.liveFile, "PRAGMA journal_mode")).toEqual([{ journal_mode: "wal" }]);
    expect(area.query(area.place.areaFile, "PRAGMA journal_mode")).toEqual([{ journal_mode: "delete" }]);
  });

  it("04-9, 04-12: made anew from the area database when it is lost", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    area.execute(area.place.liveFile, "INSERT INTO archive_blocks (disk_path) VALUES ('/archive')");
    await area.open().close();
    rmSync(area.cacheRoot, { recursive: true });
    const records = open(area);
    expect(await names(records)).toEqual(["r1"]);
    expect(area.query(area.place.liveFile, "SELECT disk_path FROM archive_blocks")).toEqual([{ disk_path: "/archive" }]);
    await records.registerRun({ target: ["x", "1"], runname: "r2", owner: "ann" });
    expect(await records.sync()).toBe(1);
  });

  it("04-12: put aside when the area database was removed: the area begins anew", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    rmSync(area.place.areaFile);
    expect(await names(open(area))).toEqual([]);
    const [stale = ""] = staleDirectories(area);
    expect(area.query(join(area.place.liveDirectory, stale, "megatest.db"), "SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
    expect(area.lines.filter((line) => line.startsWith("WARNING"))).toEqual([]);
  });

  it("put aside with a warning when it holds what is nowhere else", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    addUnsyncedRun(area, "r2");
    rmSync(area.place.areaFile);
    expect(await names(open(area))).toEqual([]);
    expect(area.lines.join("\n")).toMatch(/WARNING: the live database did not belong to .* moved to .*stale-\d+, with records that are nowhere else/);
  });

  it("put aside when the area database is another one", async () => {
    const [area, other] = [temporaryArea(), temporaryArea()];
    await addRun(area, "r1");
    await addRun(other, "other");
    copyFileSync(other.place.areaFile, area.place.areaFile);
    expect(await names(open(area))).toEqual(["other"]);
    expect(staleDirectories(area)).toHaveLength(1);
    expect(cacheId(area, area.place.liveFile)).toBe(cacheId(other, other.place.liveFile));
  });

  it("and makes an area database with a write-ahead log do without", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    area.execute(area.place.areaFile, "PRAGMA journal_mode = WAL; UPDATE runs SET comment = 'theirs'");
    expect((await open(area).run(1))?.comment).toBe("theirs");
    expect(area.query(area.place.areaFile, "PRAGMA journal_mode")).toEqual([{ journal_mode: "delete" }]);
  });

  it("follows the area database when that was put back to an earlier state", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    const backup = `${area.toppath}/backup`;
    copyFileSync(area.place.areaFile, backup);
    await addRun(area, "r2");
    renameSync(backup, area.place.areaFile);
    expect(await names(open(area))).toEqual(["r1"]);
  });

  it.each([
    ["damaged", "no database at all".repeat(100)],
    ["empty", ""],
  ])("put aside when it is %s", async (_, content) => {
    const area = temporaryArea();
    await addRun(area, "r1");
    writeFileSync(area.place.liveFile, content);
    expect(await names(open(area))).toEqual(["r1"]);
    expect(staleDirectories(area)).toHaveLength(1);
  });

  it("a half-made one is in nobody's way", async () => {
    const area = temporaryArea();
    mkdirSync(area.place.liveDirectory, { recursive: true });
    writeFileSync(`${area.place.liveFile}.new`, "half of it");
    await addRun(area, "r1");
    expect(await names(open(area))).toEqual(["r1"]);
    expect(existsSync(`${area.place.liveFile}.new`)).toBe(false);
  });

  it("of another version of ours is brought up to date in place", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    addUnsyncedRun(area, "r2");
    area.execute(area.place.liveFile, "UPDATE sync_state SET version = 0; DROP TRIGGER note_update_tests; DROP TABLE run_verdicts");
    const records = open(area);
    expect(await names(records)).toEqual(["r1", "r2"]);
    expect(staleDirectories(area)).toEqual([]);
    expect(await records.sync()).toBe(1);
  });
});

describe("a live database of 1.65", () => {
  /** Both files without any sign of ours; the live one is ahead, as it is for some seconds. */
  async function oldPair(withReference: boolean) {
    const area = temporaryArea();
    const { areaFile, liveFile, liveDirectory: directory } = area.place;
    await addRun(area, "r1");
    area.execute(areaFile, "DELETE FROM metadat WHERE var LIKE 'CACHE%'; DROP TRIGGER update_runs_trigger");
    area.execute(areaFile, "INSERT INTO runs (id, SYS, RELEASE, runname, last_update) VALUES (3, 'x', '1', 'both', 10)");
    rmSync(area.cacheRoot, { recursive: true });
    mkdirSync(directory, { recursive: true });
    for (const name of ["megatest.db", ...(withReference ? ["megatest_ref.db"] : [])]) copyFileSync(areaFile, join(directory, name));
    area.execute(liveFile, "INSERT INTO runs (id, SYS, RELEASE, runname) VALUES (2, 'x', '1', 'unsynced')");
    area.execute(liveFile, "UPDATE runs SET comment = 'newer', last_update = 20 WHERE id = 3");
    area.execute(areaFile, "INSERT INTO runs (id, SYS, RELEASE, runname) VALUES (4, 'x', '1', 'there')");
    return area;
  }

  it("is taken over with what it holds", async () => {
    const area = await oldPair(true);
    const records = open(area);
    expect((await names(records)).sort()).toEqual(["both", "r1", "there", "unsynced"]);
    await records.sync();
    const rows = "SELECT id, runname, comment FROM runs ORDER BY id";
    expect(area.query(area.place.areaFile, rows)).toEqual(area.query(area.place.liveFile, rows));
    expect(area.query(area.place.areaFile, "SELECT comment FROM runs WHERE id = 3")).toEqual([{ comment: "newer" }]);
    expect(cacheId(area, area.place.areaFile)).toBe(cacheId(area, area.place.liveFile));
    expect(staleDirectories(area).flatMap((name) => readdirSync(join(area.place.liveDirectory, name)))).toEqual(["megatest_ref.db"]);
  });

  it("is put aside when its reference is missing", async () => {
    const area = await oldPair(false);
    expect((await names(open(area))).sort()).toEqual(["both", "r1", "there"]);
    expect(staleDirectories(area)).toHaveLength(1);
  });

  it("made by a 1.65 from an area database of ours keeps what is newer in it", async () => {
    const area = await oldPair(true);
    area.execute(area.place.areaFile, "INSERT INTO metadat (var, val) VALUES ('CACHE_ID', 'x')");
    area.execute(area.place.liveFile, "INSERT INTO metadat (var, val) VALUES ('CACHE_ID', 'x')");
    expect((await names(open(area))).sort()).toEqual(["both", "r1", "there", "unsynced"]);
  });
});

describe("two live databases for one area", () => {
  it("each takes over what the other has pushed", async () => {
    const area = temporaryArea();
    const cacheRoot = `${area.cacheRoot}-2`;
    await addRun(area, "r1");
    const first = open(area);
    const second = open(area, { cacheRoot });
    const id = await second.registerRun({ target: ["x", "1"], runname: "r2", owner: "bob" });
    await second.sync();
    await first.sync();
    await first.setRunStatus(id, "good");
    await first.sync();
    await second.sync();
    expect((await second.run(id))?.status).toBe("good");
    expect(await names(first)).toEqual(await names(second));
  });

  it("the mark of one is not removed by the other", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    addUnsyncedRun(area, "r2");
    const second = open(area, { cacheRoot: `${area.cacheRoot}-2` });
    await second.registerRun({ target: ["y", "1"], runname: "r1", owner: "bob" });
    await second.sync();
    expect(readFileSync(area.place.unsyncedMarker, "utf8")).toContain(area.place.liveDirectory);
  });
});

describe("records that are lost", () => {
  it("says when records were lost with the disk of this host", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    addUnsyncedRun(area, "r2");
    rmSync(area.cacheRoot, { recursive: true });
    expect(await names(open(area))).toEqual(["r1"]);
    expect(area.lines.join("\n")).toMatch(/WARNING: .* 1700000000 .*: records of that time may be lost/);
    expect(existsSync(area.place.unsyncedMarker)).toBe(false);
  });
});

describe("reading only", () => {
  it("04-15: sees the live records of this host, and writes nothing", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    addUnsyncedRun(area, "r2");
    const records = open(area, { readOnly: true });
    expect(await names(records)).toEqual(["r1", "r2"]);
    await expect(records.registerRun({ target: ["x", "1"], runname: "r3", owner: "ann" })).rejects.toThrow(
      "megatest.db is readonly.  Cannot proceed.",
    );
    records.startSyncing(5);
    await records.close();
    expect(area.query(area.place.areaFile, "SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
  });

  it("04-15: of an area that others write follows them, as long as it is open", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    const reader = openForReading(area.place, { busyTimeoutMs: 5000, isWritable: false });
    onTestFinished(() => reader.close());
    const runs = () => reader.all("SELECT runname FROM runs ORDER BY id").map((row) => row["runname"]);
    expect(runs()).toEqual(["r1"]);
    await addRun(area, "r2");
    area.execute(area.place.areaFile, "UPDATE runs SET runname = 'theirs' WHERE id = 1");
    expect(runs()).toEqual(["theirs", "r2"]);
  });

  it("sees the area database when that is newer", async () => {
    const area = temporaryArea();
    await addRun(area, "r1");
    area.execute(area.place.areaFile, "UPDATE runs SET runname = 'theirs'");
    expect(await names(open(area, { readOnly: true }))).toEqual(["theirs"]);
  });

  it("needs something to read", () => {
    expect(() => temporaryArea().open({ readOnly: true })).toThrow("nothing was recorded in this area yet");
  });
});
