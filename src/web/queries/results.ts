import type { RunRecord, TestName, TestRecord } from "../../model/index.js";
import type { ResultsReader } from "./results-reader.js";

/** A test and its run. */
export interface Result<Test = TestRecord> {
  readonly run: RunRecord;
  readonly test: Test;
}

/** What became of a test in some runs, oldest first: by the time of the run, then by its id. Spec 06 § 26 */
export async function resultsIn<Test extends Pick<TestRecord, "run_id">>(
  { records }: { readonly records: { readonly sameTests: (name: TestName) => Promise<readonly Test[]> } },
  name: TestName,
  runs: readonly RunRecord[],
): Promise<Result<Test>[]> {
  const byId = new Map(runs.map((run) => [run.id, run]));
  const results = (await records.sameTests(name)).flatMap((test): Result<Test>[] => {
    const run = byId.get(test.run_id);
    return run === undefined ? [] : [{ run, test }];
  });
  return results.toSorted((a, b) => isLater(a.run, b.run));
}

/** The runs of one target, oldest first. */
export async function runsOfTarget({ records }: { readonly records: Pick<ResultsReader["records"], "runs"> }, t: string): Promise<RunRecord[]> {
  return (await records.runs({})).filter((run) => run.target.join("/") === t).toSorted(isLater);
}

/** Order of runs. */
function isLater(a: RunRecord, b: RunRecord): number {
  return a.event_time - b.event_time || a.id - b.id;
}
