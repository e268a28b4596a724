import { editDistance } from "../../base/index.js";
import { fullName, type RunRecord } from "../../model/index.js";
import { openCompletedRecords } from "../../store/index.js";
import type { Missing, RunRef, TestRef } from "../../view/index.js";
import { Refused } from "../refused.js";
import type { InHome } from "./home.js";
import type { Reader } from "./reader.js";
import type { ForRun } from "./testconfigs.js";

/** So many suggestions of a kind. */
const most = 8;

/**
 * What a question about a run or test gives, or what became of that. For pages: browsers log every error that a server answers.
 *
 * @param ask throws Refused `not-found` or `moved` when it is not there
 */
export async function orMissing<R>(reader: Reader, ref: RunRef & Partial<Pick<TestRef, "n" | "i">>, ask: () => Promise<R>): Promise<R | Missing> {
  try {
    return await ask();
  } catch (error) {
    const isGone = error instanceof Refused && (error.code === "not-found" || error.code === "moved");
    if (!isGone) throw error;
    return whatIsMissing(reader, ref);
  }
}

/** What became of a run or test that is not there, and what may have been meant. Spec 06 § 18.1 */
async function whatIsMissing(reader: Reader, { n, i = "", ...ref }: RunRef & Partial<Pick<TestRef, "n" | "i">>): Promise<Missing> {
  const runs = await reader.records.runs({});
  const run = runs.find((one) => isNamed(one, ref));
  const elsewhere = n === undefined ? [] : await inOtherRuns(reader, runs, ref, { n, i });
  if (run === undefined) {
    return { missing: "run", ...(await whatBecame(reader, ref)), runs: similarRuns(runs, ref), elsewhere, tests: [] };
  }
  const tests = n === undefined ? [] : await similarTests(reader, run, ref, { n, i });
  return { missing: n === undefined ? "run" : "test", state: "unknown", runs: [], elsewhere, tests };
}

const targetText = (run: ForRun) => run.target.join("/");
const isNamed = (run: RunRecord, { t, r }: RunRef) => run.runname === r && targetText(run) === t;

async function whatBecame(reader: Reader, { t, r }: RunRef): Promise<Pick<Missing, "state" | "movedTo" | "now">> {
  const target = t.split("/");
  const isArea = reader.keys.length === reader.area.keys.length || reader.areas.some(({ name }) => name === target[0]);
  if (target.length !== reader.keys.length || !isArea) return { state: "unknown" };
  const home = reader.home({ target, runname: r });
  const standing = await home.records.standingRun({ target: home.run.target, runname: r });
  if (standing?.state === "MOVED") {
    const record = await home.records.run(standing.id);
    const path = /^MOVED to (.*) run \d+$/.exec(record?.comment ?? "")?.[1];
    const there = reader.homes.find(({ area }) => area.toppath === path);
    return {
      state: "moved",
      ...(path !== undefined && { movedTo: path }),
      ...(there !== undefined && { now: { t: there.shownTarget(targetText(home.run)), r } }),
    };
  }
  if (await isReduced(home)) return { state: "reduced" };
  return { state: standing?.state === "deleted" ? "deleted" : "unknown" };
}

async function isReduced({ area, run }: InHome): Promise<boolean> {
  const completed = openCompletedRecords({ toppath: area.toppath, log: area.log });
  try {
    return completed !== undefined && (await completed.runs({})).some((one) => isNamed(one, refOf(run)));
  } finally {
    await completed?.close();
  }
}

const refOf = (run: ForRun): RunRef => ({ t: targetText(run), r: run.runname });

/** The same name in other targets first, then similar names in the same target; of equals the newest. */
function similarRuns(runs: readonly RunRecord[], { t, r }: RunRef): RunRef[] {
  const ranked = runs.toReversed().flatMap((run) => {
    const distance = run.runname === r ? 0 : targetText(run) === t ? editDistance(run.runname, r) : Number.POSITIVE_INFINITY;
    return distance <= Math.max(3, r.length / 2) ? [{ run, distance }] : [];
  });
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ run }) => refOf(run));
}

interface Named {
  readonly n: string;
  readonly i: string;
}

async function inOtherRuns({ records }: Reader, runs: readonly RunRecord[], ref: RunRef, { n, i }: Named): Promise<TestRef[]> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const found = (await records.sameTests({ testname: n, item_path: i })).flatMap(({ run_id }) => byId.get(run_id) ?? []);
  const others = found.filter((run) => !isNamed(run, ref)).toSorted((a, b) => b.event_time - a.event_time);
  return others.slice(0, most).map((run) => ({ ...refOf(run), n, i }));
}

async function similarTests({ records }: Reader, run: RunRecord, ref: RunRef, { n, i }: Named): Promise<TestRef[]> {
  const name = i === "" ? n : `${n}/${i}`;
  const ranked = (await records.tests(run.id, {})).flatMap((test) => {
    const other = fullName(test);
    // A long way off: not worth counting.
    if (Math.abs(other.length - name.length) > 10 && test.testname !== n) return [];
    const distance = test.testname === n ? 0 : editDistance(other, name);
    return distance <= Math.max(2, name.length / 3) ? [{ test, distance }] : [];
  });
  return ranked
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ test }) => ({ t: ref.t, r: ref.r, n: test.testname, i: test.item_path }));
}
