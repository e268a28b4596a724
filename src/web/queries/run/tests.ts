import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import { summarizeSteps, type TestRecord } from "../../../model/index.js";
import { judge, type RunTest, stepVerdict, type Window } from "../../../view/index.js";
import { runRef, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { cellsOf } from "./cells.js";

/** A row says no more of a comment; the page of the test has it all. */
const longestComment = 300;

/** The tests of a run by name and item path; top-level records of tests with items come before these. Spec 06 § 23 */
export const runTests = query(z.object({ ...runRef, ...windowOf(2000) }), async (reader, { offset, limit, ...ref }): Promise<Window<RunTest>> => {
  const run = await reader.run(ref);
  const cells = cellsOf(reader, run.id);
  const shown: TestRecord[] = [];
  // A test may go meanwhile.
  for (const { id } of cells.slice(offset, offset + limit)) {
    const test = await reader.records.test(id);
    if (test !== undefined) shown.push(test);
  }
  const failing = await failingSteps(reader, shown);
  return { total: cells.length, offset, items: shown.map((test) => rowOf(test, failing.get(test.id))) };
});

async function failingSteps({ records }: Reader, tests: readonly TestRecord[]): Promise<Map<number, string>> {
  const bad = tests.filter((test) => judge(test) === "bad").map(({ id }) => id);
  const byTest = groupBy(await records.listSteps(bad), (step) => step.test_id);
  const failing = [...byTest].flatMap(([id, steps]): [number, string][] => {
    const step = summarizeSteps(steps).find((summary) => judge(stepVerdict(summary)) === "bad");
    return step === undefined ? [] : [[id, step.stepname]];
  });
  return new Map(failing);
}

function rowOf(test: TestRecord, failing_step: string | undefined): RunTest {
  const { id, testname, item_path, state, status, event_time, run_duration, host, cpuload, diskfree, archived } = test;
  const comment = test.comment.length > longestComment ? `${test.comment.slice(0, longestComment)}…` : test.comment;
  return {
    ...{ id, testname, item_path, state, status, event_time, run_duration, host, cpuload, diskfree, comment, archived },
    ...(failing_step !== undefined && { failing_step }),
  };
}
