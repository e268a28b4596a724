import { existsSync } from "node:fs";
import { like, type RunRecord, type TestRecord } from "../model/index.js";
import type { RecordsReader } from "../store/index.js";
import { glob } from "./glob.js";

/** Which tests of the runs; `state` and `status` are single LIKE patterns. */
export interface PathSelector {
  readonly testpatt?: string;
  readonly state?: string;
  readonly status?: string;
}

/** Run directories of tests, newest test first within each run. @see spec 05 § 6.6 */
export async function testPaths(records: RecordsReader, runs: readonly RunRecord[], selector: PathSelector): Promise<string[]> {
  const hasState = like(selector.state ?? "%");
  const hasStatus = like(selector.status ?? "%");
  const paths: string[] = [];
  for (const run of runs) {
    const tests = await records.tests(run.id, selector.testpatt === undefined ? {} : { testpatt: selector.testpatt });
    const selected = tests.filter((test) => hasState(test.state) && hasStatus(test.status));
    paths.push(...selected.sort(newestFirst).map((test) => test.rundir));
  }
  return paths;
}

const newestFirst = (a: TestRecord, b: TestRecord) => b.event_time - a.event_time || b.id - a.id;

/** The paths that exist. */
export const existingPaths = (paths: readonly string[]): string[] => paths.filter((path) => existsSync(path));

/** Files that match a glob pattern in each of the directories; directories that are gone give nothing. */
export const filesIn = (directories: readonly string[], pattern: string): string[] => directories.flatMap((directory) => glob(directory, pattern));
