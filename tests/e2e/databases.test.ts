import { copyFileSync, existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker, standardConfig, type TestArea } from "../kit/area.js";

const area = areaMaker(afterEach);
const passing = { "tests/a/testconfig": "[ezsteps]\ns true\n" };

/** Any statements on a database of the area, as another program would run them. */
function change(made: TestArea, sql: string, file = join(made.path, "megatest.db")): void {
  const db = new Database(file);
  db.exec(sql);
  db.close();
}

async function madeWithRun(files: Readonly<Record<string, string>> = {}): Promise<TestArea> {
  const made = area({ ...passing, ...files });
  expect((await made.run("-testpatt", "%")).code).toBe(0);
  return made;
}

/** With a record, but without any process that stays for a while. */
async function madeQuietly(): Promise<TestArea> {
  const made = area(passing);
  await made.megatest(["-list-runs", "%"]);
  change(made, "INSERT INTO runs (SYS, RELEASE, runname, state) VALUES ('x', '1', 'r1', 'new')", made.liveFile);
  await made.megatest(["-sync-to-megatest.db"]);
  return made;
}

const counts = (before: number, after: number) => `INFO: (0) Records count before clean: ${before}\nINFO: (0) Records count after  clean: ${after}\n`;

describe("-cleanup-db", () => {
  it("04-14: a run without tests goes, one with tests stays", async () => {
    const made = await madeWithRun();
    change(made, "INSERT INTO runs (SYS, RELEASE, runname, state) VALUES ('x', '1', 'empty', 'new')");
    const { code, stderr } = await made.megatest(["-cleanup-db"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: counts(3, 2) });
    expect(made.query("SELECT runname FROM runs")).toEqual([{ runname: "r1" }]);
    expect((await made.megatest(["-rebuild-db"])).stderr).toBe(counts(2, 2));
    expect(existsSync(join(made.path, ".mt-maint.lock"))).toBe(false);
  });

  it("04-17: elsewhere, with tests that ran 5 minutes ago: exit 1, and an error that names the switch", async () => {
    const made = await madeWithRun({ "megatest.config": standardConfig().replace(/homehost .*\n/, "") });
    change(made, "DROP TRIGGER update_tests_trigger; UPDATE tests SET event_time = strftime('%s','now') - 300, last_update = event_time");
    writeFileSync(join(made.path, ".homehost"), "192.0.2.1\n");
    const { code, stderr } = await made.megatest(["-cleanup-db"]);
    expect(code).toBe(1);
    expect(stderr).toContain("ERROR: you must be on the homehost to run with -cleanup-db, you can move homehost by removing the .homehost file");
    expect(made.read(".homehost")).toBe("192.0.2.1\n");
  });

  it("waits for whoever has the maintenance lock, and says who it is", async () => {
    const made = await madeWithRun();
    writeFileSync(join(made.path, ".mt-maint.lock"), "otherhost-12345 1700000000 -cleanup-db\n");
    setTimeout(() => rmSync(join(made.path, ".mt-maint.lock")), 1500);
    const { code, stderr } = await made.megatest(["-cleanup-db", "-v"]);
    expect(code).toBe(0);
    expect(stderr).toContain("waiting for the maintenance lock of otherhost-12345 1700000000 -cleanup-db");
  });
});

describe("databases of another version", () => {
  const olden = (made: TestArea) => change(made, "UPDATE metadat SET val = '1.5521-abcd' WHERE var = 'MEGATEST_VERSION'");
  const version = (made: TestArea) => made.query("SELECT val FROM metadat WHERE var = 'MEGATEST_VERSION'")[0]?.["val"];

  it("are brought up to date before -run", async () => {
    const made = await madeWithRun();
    olden(made);
    const { code, stderr } = await made.run("-testpatt", "%");
    expect(code).toBe(0);
    expect(stderr).toMatch(/WARNING: Version mismatch!\n {3}this program: 1\.65.*\n {3}megatest\.db: {2}1\.5521-abcd/);
    expect(stderr).toContain(counts(2, 2));
    expect(version(made)).toMatch(/^1\.65/);
  });

  it("are used as they are with -skip-version-check or MT_SKIP_DB_MIGRATE", async () => {
    const made = await madeWithRun();
    olden(made);
    expect((await made.run("-testpatt", "%", "-skip-version-check")).stderr).not.toContain("Version mismatch");
    const { stderr } = await made.megatest(["-remove-runs", "-target", "x/1", "-runname", "none", "-testpatt", "%"], {
      env: { MT_SKIP_DB_MIGRATE: "1" },
    });
    expect(stderr).toContain("Version mismatch!");
    expect(stderr).not.toContain("Records count");
    expect(version(made)).toBe("1.5521-abcd");
  });
});

describe("-import-megatest.db and -sync-to-megatest.db", () => {
  it("04-13: one brings in what others have written, the other says how many records it wrote", async () => {
    const made = await madeWithRun();
    change(made, "UPDATE tests SET comment = 'theirs'");
    expect((await made.megatest(["-import-megatest.db"])).stderr).toBe(counts(2, 2));
    expect(made.queryLive("SELECT comment FROM tests")).toEqual([{ comment: "theirs" }]);
    change(made, "UPDATE tests SET comment = 'ours'", made.liveFile);
    expect((await made.megatest(["-sync-to-megatest.db"])).stdout).toBe("Synced 1 records to megatest.db\n");
    expect(made.query("SELECT comment FROM tests")).toEqual([{ comment: "ours" }]);
  });

  it("finds also what no journal names", async () => {
    const made = await madeWithRun();
    change(made, "DROP TRIGGER note_update_tests; UPDATE tests SET comment = 'silent'", made.liveFile);
    expect((await made.megatest(["-check-db"])).code).toBe(1);
    expect((await made.megatest(["-sync-to-megatest.db"])).stdout).toBe("Synced 1 records to megatest.db\n");
    expect((await made.megatest(["-check-db"])).code).toBe(0);
  });
});

describe("-check-db", () => {
  it("says what is wrong, where, and how to mend it", async () => {
    const made = await madeWithRun();
    const whole = await made.megatest(["-check-db"]);
    expect(whole.code).toBe(0);
    expect(whole.stdout.split("\n").map((line) => line.replace(/ .*: /, ": "))).toEqual(["area: whole", "live: whole", "reference: whole", ""]);
    change(
      made,
      "DROP TRIGGER note_update_tests; UPDATE tests SET comment = 'silent'; INSERT INTO test_steps (test_id, stepname) VALUES (99, 's')",
      made.liveFile,
    );
    await made.megatest(["-sync-to-megatest.db"]);
    change(made, "UPDATE tests SET comment = 'again'", made.liveFile);
    const { code, stdout } = await made.megatest(["-check-db"]);
    expect(code).toBe(1);
    expect(stdout).toContain("tests 1 x/1/r1/a: differs\n");
    expect(stdout).toContain("test_steps: 1 of nothing (no such test), ids 3\n");
    expect(stdout).toContain("mend: megatest -sync-to-megatest.db compares");
    expect(stdout).toContain("mend: megatest -cleanup-db removes records of nothing\n");
    const json = JSON.parse((await made.megatest(["-check-db", "-dumpmode", "json"])).stdout);
    expect(json).toMatchObject({ whole: false, differences: [{ table: "tests", id: 1, name: "x/1/r1/a", problem: "differs" }], waiting: 0 });
  });
});

describe("a damaged megatest.db", () => {
  it("is rebuilt by the next command, which says so", async () => {
    const made = await madeQuietly();
    writeFileSync(join(made.path, "megatest.db"), "no database at all".repeat(1000));
    expect((await made.megatest(["-check-db"])).stdout).toMatch(/area database .*: corrupt: file is not a database/);
    const { code, stdout, stderr } = await made.megatest(["-list-runs", "%"]);
    expect(code).toBe(0);
    expect(stdout).toContain("Run: x/1/r1");
    expect(stderr).toMatch(/ERROR: .*megatest\.db was damaged .* it was rebuilt from the live database/);
    expect(readdirSync(made.path).filter((name) => name.startsWith("megatest.db.corrupt-"))).toHaveLength(1);
  });

  it("without a live database ends commands with advice", async () => {
    const made = await madeQuietly();
    copyFileSync(join(made.path, "megatest.db"), join(made.path, "good"));
    writeFileSync(join(made.path, "megatest.db"), "no database at all".repeat(1000));
    rmSync(join(made.liveFile, ".."), { recursive: true });
    const { code, stderr } = await made.megatest(["-list-runs", "%"]);
    expect(code).toBe(1);
    expect(stderr).toContain("restore it from a backup");
    copyFileSync(join(made.path, "good"), join(made.path, "megatest.db"));
    expect((await made.megatest(["-list-runs", "%"])).stdout).toContain("Run: x/1/r1");
  });
});

it("04-4: a key named State is refused", async () => {
  const made = area({ ...passing, "megatest.config": standardConfig().replace("RELEASE TEXT", "State TEXT") });
  const { code } = await made.run("-testpatt", "%");
  expect(code).toBe(1);
  expect(existsSync(join(made.path, "megatest.db"))).toBe(false);
});
