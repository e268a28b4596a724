import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Area } from "../area/index.js";
import { silentLog } from "../base/index.js";
import { fullName, type RunRecord, type TestRecord } from "../model/index.js";
import { openRecords, type Records, type VerdictChange } from "../store/index.js";
import { endLiveTests } from "./end-live-tests.js";
import { type RemovalJob, type RemovalOutcome, removeTests } from "./remove.js";

let base: string;
let records: Records;
/** A new one for each test, with a link tree and a disk of its own. */
let run: RunRecord;
let root: string;
let progress: [number, number][];

beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), "remove-"));
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  records = await openRecords({ toppath: base, areaName: "rig", keys, log: silentLog, version: "1.6500-test", cacheRoot: join(base, "cache") });
});
afterAll(async () => {
  await records.close();
  rmSync(base, { recursive: true });
});
beforeEach(newRun);

async function newRun(): Promise<void> {
  root = mkdtempSync(join(base, "run-"));
  progress = [];
  const id = await records.registerRun({ target: ["x", "1"], runname: basename(root), owner: "ann" });
  const made = await records.run(id);
  if (made === undefined) throw new Error("no such run");
  run = made;
}

const isRunThere = async () => (await records.runs({ runname: run.runname })).length > 0;

/** Records and run directories as after a run. `a/1` is an item; a test with items gets its top-level record. */
async function makeTests(verdicts: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, verdict] of Object.entries(verdicts)) {
    const [testname = "", ...item] = name.split("/");
    const item_path = item.join("/");
    if (item_path !== "") await records.registerTests(run.id, [{ testname, item_path: "" }]);
    const [test] = await records.registerTests(run.id, [{ testname, item_path }]);
    if (test === undefined) throw new Error("not registered");
    const [state = "", ...status] = verdict.split("/");
    await records.setVerdict(test.id, { state, status: status.join("/"), comment: `about ${name}` });
    if (state !== "NOT_STARTED") await makeRunDirectory(test);
  }
}

async function makeRunDirectory(test: TestRecord): Promise<void> {
  const place = join("x/1", run.runname, fullName(test));
  const [rundir, shortdir] = [join(root, "links", place), join(root, "disk", place)];
  mkdirSync(join(shortdir, "sub"), { recursive: true });
  writeFileSync(join(shortdir, "sub/s.log"), "log\n");
  mkdirSync(dirname(rundir), { recursive: true });
  symlinkSync(shortdir, rundir);
  await records.setTestFields(test.id, { rundir, shortdir });
  await records.recordStep(test.id, { stepname: "s", state: "end", status: "0" });
}

function jobFor(testpatt: string, options: Partial<RemovalJob> = {}): RemovalJob {
  return {
    area: { linktree: join(root, "links"), log: silentLog } as Partial<Area> as Area,
    records,
    selector: { testpatt },
    keepRecords: false,
    quiesce: async () => {},
    removeSubrun: async () => true,
    onChanged: async () => {},
    onProgress: (done, total) => progress.push([done, total]),
    ...options,
  };
}

const remove = (testpatt: string, options?: Partial<RemovalJob>): Promise<RemovalOutcome> => removeTests(jobFor(testpatt, options), run);

/** Every record that is not DELETED: name, verdict and comment. */
async function verdicts(): Promise<string[]> {
  const tests = await records.tests(run.id, {});
  return tests.map((test) => `${fullName(test)} ${test.state}/${test.status}`).sort();
}

/** All paths in the link tree and on the disk; the run is called R. */
function files(): string[] {
  return ["links", "disk"]
    .filter((name) => existsSync(join(root, name)))
    .flatMap((name) => readdirSync(join(root, name), { recursive: true, withFileTypes: true }))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replace(run.runname, "R"))
    .sort();
}

describe("-remove-runs", () => {
  it("02-53: removes the tests that match with their items; the run goes with its last test", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/FAIL", b: "COMPLETED/PASS" });
    expect(await remove("a/%")).toEqual({ kind: "done", removed: 3, left: [], runRemoved: false });
    expect(await verdicts()).toEqual(["b COMPLETED/PASS"]);
    const ofB = ["disk/x/1/R", "disk/x/1/R/b", "disk/x/1/R/b/sub", "disk/x/1/R/b/sub/s.log", "links/x/1/R", "links/x/1/R/b"];
    expect(files()).toEqual([...ofB, "disk/x", "disk/x/1", "links/x", "links/x/1"].sort());
    expect(await isRunThere()).toBe(true);

    expect(await remove("%")).toEqual({ kind: "done", removed: 1, left: [], runRemoved: true });
    expect(await isRunThere()).toBe(false);
    expect(files()).toEqual(["disk/x", "disk/x/1", "links/x", "links/x/1"]);
    expect(progress).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
      [1, 1],
    ]);
  });

  it("02-54: a test that never ran keeps the run", async () => {
    await makeTests({ a: "COMPLETED/PASS", b: "NOT_STARTED/n/a" });
    expect(await remove("a")).toEqual({ kind: "done", removed: 1, left: [], runRemoved: false });
    expect(await verdicts()).toEqual(["b NOT_STARTED/n/a"]);
  });

  it("02-54: a test that never ran can be removed as well", async () => {
    await makeTests({ b: "NOT_STARTED/n/a" });
    expect(await remove("%")).toEqual({ kind: "done", removed: 1, left: [], runRemoved: true });
  });

  it("02-55: -keep-records deletes the data and changes no record", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/FAIL", b: "COMPLETED/WAIVED" });
    const before = await records.tests(run.id, {});
    const comments = (tests: readonly TestRecord[]) => tests.map((test) => [fullName(test), test.state, test.status, test.comment]);
    expect(await remove("%", { keepRecords: true })).toEqual({ kind: "done", removed: 4, left: [], runRemoved: false });
    expect(comments(await records.tests(run.id, {}))).toEqual(comments(before));
    expect(files()).toEqual(["disk/x", "disk/x/1", "links/x", "links/x/1"]);
  });

  it("02-56: leaves a locked run alone", async () => {
    await makeTests({ a: "COMPLETED/PASS" });
    await records.setRunLock(run.id, true, "ann");
    const before = files();
    expect(await remove("%")).toEqual({ kind: "locked" });
    expect(await verdicts()).toEqual(["a COMPLETED/PASS"]);
    expect(files()).toEqual(before);
  });

  it("takes only the states and statuses asked for", async () => {
    await makeTests({ a: "COMPLETED/FAIL", b: "COMPLETED/PASS", c: "KILLED/KILLED" });
    await remove("%", { selector: { testpatt: "%", states: ["COMPLETED"], statuses: ["FAIL", "KILLED"] } });
    expect(await verdicts()).toEqual(["b COMPLETED/PASS", "c KILLED/KILLED"]);
  });

  it("rolls up what is left when an item goes", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/FAIL" });
    await remove("a/2");
    expect(await verdicts()).toEqual(["a COMPLETED/PASS", "a/1 COMPLETED/PASS"]);
  });

  it("leaves a top-level record alone while it has items that were not asked for", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/FAIL" });
    const outcome = await remove("%", { selector: { testpatt: "%", statuses: ["FAIL"] } });
    expect(outcome).toMatchObject({ kind: "done", removed: 1, left: [{ test: { testname: "a", item_path: "" }, obstacle: { kind: "has-items" } }] });
    expect(progress).toEqual([[1, 1]]);
    expect(await verdicts()).toEqual(["a COMPLETED/PASS", "a/1 COMPLETED/PASS"]);
  });

  it("keeps a directory of a test with items that holds files, such as the roll-up page", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS" });
    const page = join(root, `links/x/1/${run.runname}/a/megatest-rollup-a.html`);
    writeFileSync(page, "");
    expect(await remove("%")).toMatchObject({ removed: 2, left: [], runRemoved: true });
    expect(existsSync(page)).toBe(true);
  });

  it("stops runners before it looks at the tests", async () => {
    await makeTests({ a: "COMPLETED/PASS" });
    await remove("%", { quiesce: () => makeTests({ b: "COMPLETED/PASS" }) });
    expect(await verdicts()).toEqual([]);
  });

  it("tells of the verdicts it writes", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", b: "COMPLETED/FAIL" });
    const told: string[] = [];
    await remove("%", {
      onChanged: async (changed) => {
        told.push(...changed.map(({ before, after }) => `${fullName(after)} ${before.state} ${after.state}/${after.status}`));
      },
    });
    expect(told.sort()).toEqual(["a COMPLETED REMOVING/LOCKED", "a/1 COMPLETED REMOVING/LOCKED", "b COMPLETED REMOVING/LOCKED"]);
  });

  it("goes on when one directory cannot be removed, and says so", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", b: "COMPLETED/PASS" });
    const [item] = await records.tests(run.id, { testpatt: "a/1" });
    await records.setTestFields(item?.id ?? 0, { rundir: `/${"x".repeat(5000)}` });
    const outcome = await remove("%");
    expect(outcome).toMatchObject({
      removed: 1,
      left: [
        { test: { item_path: "1" }, obstacle: { kind: "files", message: expect.stringContaining("ENAMETOOLONG") } },
        { test: { testname: "a", item_path: "" }, obstacle: { kind: "has-items" } },
      ],
      runRemoved: false,
    });
    expect(await verdicts()).toEqual(["a REMOVING/LOCKED", "a/1 REMOVING/LOCKED"]);
  });
});

it("two commands at once remove everything once", async () => {
  await makeTests(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`a/${index}`, "COMPLETED/PASS"])));
  const outcomes = await Promise.all([remove("%"), remove("%"), remove("a/1%")]);
  expect(outcomes.map((outcome) => outcome.kind === "done" && outcome.left)).toEqual([[], [], []]);
  expect(await isRunThere()).toBe(false);
  expect(files()).toEqual(["disk/x", "disk/x/1", "links/x", "links/x/1"]);
});

describe("03 § 22: a test with a sub-run", () => {
  it("goes after its sub-run", async () => {
    await makeTests({ a: "COMPLETED/PASS" });
    const asked: [string, boolean][] = [];
    const removeSubrun = async (test: TestRecord) => asked.push([test.testname, existsSync(test.rundir)]) > 0;
    expect(await remove("%", { removeSubrun })).toMatchObject({ removed: 1, left: [] });
    expect(asked).toEqual([["a", true]]);
  });

  it("stays as it is when its sub-run could not be removed", async () => {
    await makeTests({ "a/1": "COMPLETED/PASS", b: "COMPLETED/PASS" });
    const outcome = await remove("%", { removeSubrun: async (test) => test.item_path !== "1" });
    expect(outcome).toMatchObject({
      removed: 1,
      left: [
        { test: { testname: "a", item_path: "1" }, obstacle: { kind: "subrun" } },
        { test: { testname: "a", item_path: "" }, obstacle: { kind: "has-items" } },
      ],
      runRemoved: false,
    });
    expect(await verdicts()).toEqual(["a COMPLETED/PASS", "a/1 COMPLETED/PASS"]);
    expect(files()).toContain("links/x/1/R/a/1");
  });
});

describe("live tests", () => {
  /** An executor that obeys kill requests for these tests. */
  function obeying(names: readonly string[]): () => Promise<void> {
    const timer = setInterval(async () => {
      for (const { test } of await records.liveTests(run.id)) {
        if (test.state === "KILLREQ" && names.includes(fullName(test))) await records.setVerdict(test.id, { state: "KILLED", status: "KILLED" });
      }
    }, 20);
    return async () => clearInterval(timer);
  }

  it("are killed first; a top-level record is not asked", async () => {
    await makeTests({ "a/1": "RUNNING/n/a", b: "LAUNCHED/n/a", c: "KILLREQ/n/a" });
    const changes: VerdictChange[] = [];
    const stop = obeying(["a/1", "b", "c"]);
    const onChanged: RemovalJob["onChanged"] = async (changed) => {
      changes.push(...changed.map(({ after }) => after).filter((test) => test.state === "KILLREQ"));
    };
    expect(await remove("%", { onChanged })).toMatchObject({ removed: 4, left: [], runRemoved: true });
    await stop();
    expect(changes).toMatchObject([{ testname: "a", item_path: "1" }, { testname: "a", item_path: "" }, { testname: "b" }]);
  });

  it("become FAILEDKILL when they do not react in time", async () => {
    await makeTests({ a: "RUNNING/PASS", b: "REMOTEHOSTSTART/n/a", c: "COMPLETED/PASS" });
    const stop = obeying(["b"]);
    await endLiveTests(records, run.id, await records.tests(run.id, {}), async () => {}, 100);
    await stop();
    expect(await verdicts()).toEqual(["a FAILEDKILL/n/a", "b KILLED/KILLED", "c COMPLETED/PASS"]);
  });
});

describe("killed in the middle", () => {
  class Killed extends Error {}

  const setUp = () => makeTests({ "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/FAIL", b: "COMPLETED/WARN", c: "NOT_STARTED/n/a" });

  /** Everything that a user can see of the run. */
  async function seen() {
    const tests = await records.tests(run.id, {});
    return { isRunThere: await isRunThere(), tests: tests.map((test) => [fullName(test), test.state, test.status, test.comment]), files: files() };
  }

  /** A job that dies at its n-th point: before or after each change of the records, and after each directory. */
  function dyingJob(options: Partial<RemovalJob>, at: number): RemovalJob {
    let point = 0;
    const die = () => {
      // Once it is dead nothing goes on, also not the directories at its side.
      if (++point >= at) throw new Killed();
    };
    const watched = ["setVerdict", "setVerdicts", "deleteTests", "removeRunIfEmpty", "refreshRunStats"];
    const dying = new Proxy(records, {
      get(target, name) {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return async (...args: unknown[]) => {
          if (watched.includes(String(name))) die();
          const result: unknown = await Reflect.apply(member, target, args);
          if (watched.includes(String(name))) die();
          return result;
        };
      },
    });
    return jobFor("%", { ...options, records: dying, onProgress: die });
  }

  it.each([
    ["-remove-runs", {}],
    ["-remove-runs -status FAIL", { selector: { testpatt: "%", statuses: ["FAIL"] } }],
    ["-remove-runs -testpatt a/1,a/2", { selector: { testpatt: "a/1,a/2" } }],
    ["-remove-runs -keep-records", { keepRecords: true }],
    ["-remove-runs -keep-records -status FAIL", { keepRecords: true, selector: { testpatt: "%", statuses: ["FAIL"] } }],
  ])("the same %s finishes the job, wherever it was killed", async (_command, options: Partial<RemovalJob>) => {
    await setUp();
    await removeTests(jobFor("%", options), run);
    const expected = await seen();
    let points = 0;
    for (let at = 1; ; at++) {
      await newRun();
      await setUp();
      const finished = await removeTests(dyingJob(options, at), run).then(
        () => true,
        (error: unknown) => {
          if (!(error instanceof Killed)) throw error;
          return false;
        },
      );
      if (finished) break;
      points++;
      await removeTests(jobFor("%", options), run);
      expect({ at, ...(await seen()) }).toEqual({ at, ...expected });
    }
    expect(points).toBeGreaterThan(6);
  });
});
