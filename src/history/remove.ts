import { dirname, join } from "node:path";
import { type Area, removeEmptyParents, removeRunDirectory, runDirectory } from "../area/index.js";
import { messageOf } from "../base/index.js";
import { fullName, isLive, type RunRecord, type TestRecord } from "../model/index.js";
import type { ChangedTest, Records, TestSelector } from "../store/index.js";
import { endLiveTests } from "./end-live-tests.js";
import { cleaning, original } from "./kept-verdict.js";

export interface RemovalJob {
  readonly area: Area;
  readonly records: Records;
  readonly selector: TestSelector;
  /** `-keep-records`: delete the data only. */
  readonly keepRecords: boolean;
  /** Called before a run is touched: stops whoever could launch its tests, and settles tests whose executor is gone. */
  readonly quiesce: (run: RunRecord) => Promise<void>;
  /** Removes the run that a test started as its sub-run, if there is one; false when that failed. Spec 03 § 22 */
  readonly removeSubrun: (test: TestRecord) => Promise<boolean>;
  /** Told of every changed verdict, for triggers. */
  readonly onChanged: (changed: readonly ChangedTest[]) => Promise<void>;
  /** Told after each test. */
  readonly onProgress: (done: number, total: number) => void;
}

/** Why a selected test is still there. */
export type Obstacle = { readonly kind: "has-items" } | { readonly kind: "subrun" } | { readonly kind: "files"; readonly message: string };

export interface LeftTest {
  readonly test: TestRecord;
  readonly obstacle: Obstacle;
}

export type RemovalOutcome =
  | { readonly kind: "locked" }
  | {
      readonly kind: "done";
      readonly removed: number;
      readonly left: readonly LeftTest[];
      /** Nothing was left in the run, so it is gone too. */
      readonly runRemoved: boolean;
    };

/**
 * Removes the selected tests of one run: data, links and records; then the run itself when it is empty. May be killed at any point: a record is REMOVING
 * (or CLEANING) before its data is touched, and such records are selected again whatever the states and statuses asked for.
 *
 * @see spec 02 § 18.1 and DESIGN.md
 */
export async function removeTests(job: RemovalJob, run: RunRecord): Promise<RemovalOutcome> {
  if ((await job.records.run(run.id))?.state === "locked") return { kind: "locked" };
  await job.quiesce(run);
  const { chosen, left } = await choose(job, run);
  let done = 0;
  let removed = 0;
  for (const batch of batchesOf(chosen)) {
    const stays = await removeBatch(job, run, batch, (inBatch) => job.onProgress(done + inBatch, chosen.length));
    done += batch.length;
    removed += batch.length - stays.length;
    left.push(...stays);
  }
  removeEmptyParents(runDirectory(job.area.linktree, run.target, run.runname), join(job.area.linktree, ...run.target));
  const runRemoved = !job.keepRecords && (await job.records.removeRunIfEmpty(run.id));
  await job.records.refreshRunStats(run.id);
  return { kind: "done", removed, left, runRemoved };
}

/** The tests to remove, none of them live any more; top-level records that keep some of their items are left out. */
async function choose(
  { records, selector, keepRecords, onChanged }: RemovalJob,
  run: RunRecord,
): Promise<{ chosen: TestRecord[]; left: LeftTest[] }> {
  const selected = await records.tests(run.id, selector);
  const begun = await records.tests(run.id, { ...withPattern(selector), states: [keepRecords ? "CLEANING" : "REMOVING"] });
  const ids = new Set([...selected, ...begun].map((test) => test.id));
  let all = await records.tests(run.id, {});
  const keepsItems = new Set(all.filter((test) => isItem(test) && !ids.has(test.id)).map((test) => test.testname));
  const itemized = new Set(all.filter(isItem).map((test) => test.testname));
  const live = all.filter((test) => ids.has(test.id) && isOrMayBeLive(test) && (isItem(test) || !itemized.has(test.testname)));
  if (live.length > 0) {
    await endLiveTests(records, run.id, live, onChanged);
    all = await records.tests(run.id, {});
  }
  const wanted = all.filter((test) => ids.has(test.id));
  const stays = (test: TestRecord) => !keepRecords && isNoItem(test) && keepsItems.has(test.testname);
  return {
    chosen: wanted.filter((test) => !stays(test)),
    left: wanted.filter(stays).map((test) => ({ test, obstacle: { kind: "has-items" } })),
  };
}

const withPattern = ({ testpatt }: TestSelector): TestSelector => (testpatt === undefined ? {} : { testpatt });
const isOrMayBeLive = (test: TestRecord) => isLive(test.state) || test.state === "KILLREQ";

const batchSize = 200;

/** Batches of whole tests, each with its items before its top-level record, so that no roll-up falls between the two. */
function batchesOf(tests: readonly TestRecord[]): TestRecord[][] {
  const batches: TestRecord[][] = [];
  const topLevelLast = [...tests.filter(isItem), ...tests.filter(isNoItem)];
  const families = new Map<string, TestRecord[]>();
  for (const test of topLevelLast) {
    const family = families.get(test.testname);
    if (family === undefined) families.set(test.testname, [test]);
    else family.push(test);
  }
  for (const family of families.values()) {
    const last = batches.at(-1);
    if (last !== undefined && last.length < batchSize) last.push(...family);
    else batches.push(family);
  }
  return batches;
}

/** Returns what could not be removed. */
async function removeBatch(job: RemovalJob, run: RunRecord, batch: readonly TestRecord[], progress: (done: number) => void): Promise<LeftTest[]> {
  const { records, keepRecords } = job;
  const left: LeftTest[] = [];
  const free: TestRecord[] = [];
  const keepsItem = (test: TestRecord) => isNoItem(test) && left.some((other) => other.test.testname === test.testname);
  for (const test of batch) {
    if (keepsItem(test)) left.push({ test, obstacle: hasItems });
    else if (await job.removeSubrun(test)) free.push(test);
    else left.push({ test, obstacle: { kind: "subrun" } });
  }
  await job.onChanged(await records.setVerdicts(free.map((test) => ({ id: test.id, ...(keepRecords ? cleaning(test) : removing) }))));

  const gone: TestRecord[] = [];
  const removeOne = async (test: TestRecord) => {
    const obstacle = keepsItem(test) ? hasItems : await removeData(job, test);
    if (obstacle === undefined) gone.push(test);
    else left.push({ test, obstacle });
    progress(gone.length + left.length);
  };
  // A directory above items goes after theirs.
  for (const depth of [isItem, isNoItem]) await sideBySide(free.filter(depth), removeOne);
  pruneParents(gone, run);
  if (keepRecords) await job.onChanged(await records.setVerdicts(free.map((test) => ({ id: test.id, ...original(test) }))));
  else await records.deleteTests(gone.map((test) => test.id));
  return left;
}

const removing = { state: "REMOVING", status: "LOCKED" } as const;
const hasItems: Obstacle = { kind: "has-items" };

async function removeData({ area }: RemovalJob, test: TestRecord): Promise<Obstacle | undefined> {
  if (neverLaunched.has(test.rundir)) return undefined;
  try {
    await removeRunDirectory(test.rundir, area.log);
    return undefined;
  } catch (error) {
    return { kind: "files", message: messageOf(error) };
  }
}

/** Network disks answer slowly, but many requests at once. */
const width = 16;

async function sideBySide<T>(list: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const rest = list.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of rest) await work(one);
    }),
  );
}

const isItem = (test: TestRecord) => test.item_path !== "";
const isNoItem = (test: TestRecord) => test.item_path === "";

/** What `rundir` holds until a test is launched. */
const neverLaunched = new Set(["/tmp/badname", "n/a", ""]);

/** Removes directories of the run, in the link tree and on the disks, that are empty now. */
function pruneParents(tests: readonly TestRecord[], run: RunRecord): void {
  const pruned = new Set<string>();
  for (const test of tests) {
    const inTree = `/${join(...run.target, run.runname, fullName(test))}`;
    for (const path of [test.rundir, test.shortdir]) {
      const parent = dirname(path);
      if (!path.endsWith(inTree) || pruned.has(parent)) continue;
      pruned.add(parent);
      removeEmptyParents(parent, join(path.slice(0, -inTree.length), ...run.target));
    }
  }
}
