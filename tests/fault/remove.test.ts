import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../src/base/index.js";
import { fullName } from "../../src/model/index.js";
import { liveDirectory, openRecords, type Records } from "../../src/store/index.js";
import { TestArea } from "../kit/area.js";

const count = 500;

let area: TestArea;
let links: string;
beforeEach(async () => {
  area = new TestArea({});
  links = join(area.path, "links/x/1/r1");
  await withRecords(makeFinishedRun);
});
afterEach(() => {
  rmSync(liveDirectory({ toppath: area.path, areaName: basename(area.path) }), { recursive: true });
  area.remove();
});

async function withRecords<T>(work: (records: Records) => Promise<T>): Promise<T> {
  const keys = ["SYS", "RELEASE"].map((name) => ({ name, type: "TEXT" }));
  const records = openRecords({ toppath: area.path, areaName: basename(area.path), keys, log: silentLog, version: "1.6590-test" });
  try {
    return await work(records);
  } finally {
    await records.close();
  }
}

async function makeFinishedRun(records: Records): Promise<void> {
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  const names = Array.from({ length: count }, (_, index) => ({ testname: `t${index}`, item_path: "" }));
  const tests = await records.registerTests(runId, names);
  for (const { id, testname } of tests) {
    const [rundir, shortdir] = [join(links, testname), join(area.path, "runs/x/1/r1", testname)];
    mkdirSync(shortdir, { recursive: true });
    for (const file of ["s.log", "testconfig", "megatest.sh"]) writeFileSync(join(shortdir, file), "\n");
    mkdirSync(links, { recursive: true });
    symlinkSync(shortdir, rundir);
    await records.setTestFields(id, { rundir, shortdir });
  }
  await records.setVerdicts(tests.map(({ id }) => ({ id, state: "COMPLETED", status: "PASS" })));
}

const remove = (...more: string[]) => ["-remove-runs", "-target", "x/1", "-runname", "r1", "-testpatt", "%", ...more];
const linksLeft = () => (existsSync(links) ? readdirSync(links).length : 0);

/** Starts the command and kills it when so many tests have lost their links. */
async function killedAfter(removed: number, args: readonly string[]): Promise<void> {
  const child = area.start(args);
  const ended = once(child, "exit");
  while (child.exitCode === null && count - linksLeft() < removed) await sleep(1);
  child.kill("SIGKILL");
  await ended;
  expect(child.signalCode).toBe("SIGKILL");
}

/** What is on record as kept must have its data. */
async function expectNothingHalfCounted(): Promise<void> {
  const tests = await withRecords((records) => records.tests(1, {}));
  for (const test of tests)
    if (test.state === "COMPLETED") expect({ test: fullName(test), log: existsSync(join(test.rundir, "s.log")) }).toMatchObject({ log: true });
}

describe("-remove-runs killed with SIGKILL", () => {
  it.each([1, 200, 320])("after %i of its directories, and again: the same command finishes the job", async (removed) => {
    await killedAfter(removed, remove());
    await expectNothingHalfCounted();
    if (count - linksLeft() < 400) await killedAfter(400, remove());
    await expectNothingHalfCounted();
    expect(await area.megatest(remove())).toMatchObject({ code: 0 });
    expect(await withRecords(async (records) => [await records.runs({}), await records.tests(1, {})])).toEqual([[], []]);
    expect(readdirSync(join(area.path, "runs/x/1"))).toEqual([]);
    expect(readdirSync(join(area.path, "links/x/1"))).toEqual([]);
    expect(area.query("SELECT state FROM runs")).toEqual([{ state: "deleted" }]);
  });

  it("with -keep-records: every record says in the end what it said before", async () => {
    await killedAfter(250, remove("-keep-records"));
    expect(await area.megatest(remove("-keep-records"))).toMatchObject({ code: 0 });
    const tests = await withRecords((records) => records.tests(1, {}));
    expect(tests.filter((test) => test.state !== "COMPLETED" || test.status !== "PASS" || test.comment !== "")).toEqual([]);
    expect(tests).toHaveLength(count);
    expect(linksLeft()).toBe(0);
  });
});
