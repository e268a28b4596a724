import type { TestDatum, TestName, Verdict } from "../../../src/model/index.js";
import type { ChangedTest, NewRun, Records } from "../../../src/store/index.js";

/** Gives empty records with the keys SYS and RELEASE, and sees to their end. */
export type OpenRecords = () => Promise<Records>;

export const run: NewRun = { target: ["x", "1"], runname: "r1", owner: "ann" };
export const owner = { host: "host1", pid: 100, started: 5000 };
export const notStarted: Verdict = { state: "NOT_STARTED", status: "n/a" };

/** The test of a full name. */
export function named(text: string): TestName {
  const [testname = "", ...items] = text.split("/");
  return { testname, item_path: items.join("/") };
}

/** `test/item before after` of each. */
export function shortVerdicts(changed: readonly ChangedTest[]): string[] {
  return changed.map(({ before, after }) => `${after.testname}/${after.item_path} ${before.state}/${before.status} ${after.state}/${after.status}`);
}

export function datum(variable: string, status: string | null): TestDatum {
  return { category: "c", variable, value: 1.5, expected: ">", tol: null, units: null, comment: "", status, type: null };
}

export const secondsAgo = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds;

/** Records with one run of these tests; the ids are by full name. */
export async function withTests<R extends Records>(open: () => Promise<R>, ...names: string[]) {
  const records = await open();
  const runId = await records.registerRun(run);
  const tests = await records.registerTests(runId, names.map(named));
  const ids = new Map(tests.map((test, index) => [names[index], test.id]));
  const id = (name: string) => ids.get(name) ?? -1;
  const verdict = async (name: string) => {
    const test = await records.test(id(name));
    return `${test?.state}/${test?.status}`;
  };
  return { records, runId, tests, id, verdict };
}
