import { setImmediate as others } from "node:timers/promises";
import { like, type RunRecord, type TestDataRecord, type TestName } from "../../../model/index.js";
import type { Reader } from "../reader.js";
import { cellsOf } from "../run/cells.js";

/** Tests whose data are read at once. */
const chunk = 500;

/** A row of test data and where it is from. */
export interface Measured extends TestName {
  readonly run: RunRecord;
  readonly row: TestDataRecord;
}

/** Which rows of test data are meant. */
export interface MeasuredFilter {
  /** A test pattern; empty: all. */
  readonly test: string;
  readonly isWanted: (row: TestDataRecord) => boolean;
}

/** The test data of some runs, run after run. */
export async function* measuredIn(
  reader: Reader,
  runs: readonly RunRecord[],
  { test, isWanted }: MeasuredFilter,
  signal: AbortSignal,
): AsyncIterable<Measured> {
  for (const run of runs) {
    for await (const tests of testsIn(reader, run, test)) {
      await others();
      signal.throwIfAborted();
      const names = new Map(tests.map((one) => [one.id, one]));
      for (const row of await reader.records.listData([...names.keys()])) {
        const name = names.get(row.test_id);
        if (name !== undefined && isWanted(row)) yield { run, testname: name.testname, item_path: name.item_path, row };
      }
    }
  }
}

/** All tests of a run are read ten times as fast as those that fit a pattern. */
async function* testsIn(reader: Reader, run: RunRecord, testpatt: string): AsyncIterable<readonly (TestName & { readonly id: number })[]> {
  if (testpatt !== "") {
    yield* reader.records.listTests(run.id, { testpatt });
    return;
  }
  const cells = cellsOf(reader, run.id);
  for (let at = 0; at < cells.length; at += chunk) yield cells.slice(at, at + chunk);
}

/**
 * Which rows a list of `category/variable` means, as LIKE patterns; without a category any. Rows of log rules only on demand.
 *
 * @see spec 06 § 30; spec 05 § 6.9
 */
export function rowMatcher(variables: string, withRules: boolean): (row: TestDataRecord) => boolean {
  const wanted = variables
    .split(",")
    .filter((text) => text !== "")
    .map((text) => {
      const slash = text.indexOf("/");
      return { category: like(slash < 0 ? "%" : text.slice(0, slash)), variable: like(text.slice(slash + 1)) };
    });
  return (row) => (withRules || !isOfRules(row)) && wanted.some(({ category, variable }) => category(row.category) && variable(row.variable));
}

/** Written by logpro; the reference notes something else as their type. Spec 03 § 17.5 */
export function isOfRules({ type, variable }: TestDataRecord): boolean {
  return type === "logpro" || /^(rule-\d+|final)$/.test(variable);
}

/** Text without meaning. */
export const unitsOf = ({ units }: TestDataRecord) => (units === null || units === "n/a" ? "" : units);
