import { Failure, groupBy } from "../base/index.js";
import type { RunRecord, StepRecord, TestRecord } from "../model/index.js";
import type { RecordsReader, TestSelector } from "../store/index.js";
import { type Fields, isTestField, type TestField } from "./fields.js";
import { runsAsJson } from "./list-runs-json.js";
import { runsAsSexpr } from "./list-runs-sexpr.js";
import { runsAsText, showsDetails } from "./list-runs-text.js";
import type { Layout, ListedTest } from "./listing.js";

export interface ListRunsOptions extends Layout {
  readonly format: "text" | "json" | "sexpr";
  readonly selector: TestSelector;
  /** The id that is shown of a run or test. */
  readonly shownId: (id: number) => number;
  /** Ascending order by this field instead of names descending. */
  readonly sort?: string;
}

/**
 * The output of `-list-runs`, piece by piece.
 *
 * @param runs in the order in which they are listed
 * @throws Failure `usage` when `sort` is not among the test fields
 * @see spec 05 § 6.1
 */
export function listRuns(records: RecordsReader, runs: readonly RunRecord[], options: ListRunsOptions): AsyncIterable<string> {
  const sort = options.sort === undefined ? undefined : sortField(options.sort, options.fields);
  const listed = runs.map((run) => ({ run: { ...run, id: options.shownId(run.id) }, batches: listedTests(records, run, options, sort) }));
  if (options.format === "json") return runsAsJson(listed, options);
  return options.format === "sexpr" ? runsAsSexpr(listed, options) : runsAsText(listed, options);
}

function sortField(name: string, fields: Fields): TestField {
  if (isTestField(name) && fields.tests?.includes(name) === true) return name;
  throw new Failure("usage", `-sort: ${name} is not among the test fields that are shown`);
}

async function* listedTests(
  records: RecordsReader,
  run: RunRecord,
  options: ListRunsOptions,
  sort: TestField | undefined,
): AsyncIterable<ListedTest[]> {
  if (options.fields.tests === undefined) return;
  const tests = records.listTests(run.id, options.selector);
  for await (const batch of sort === undefined ? tests : sorted(tests, sort)) {
    const steps = options.format === "text" ? await stepsOf(records, batch) : noSteps;
    yield batch.map((test) => ({ test: withShownIds(test, options), steps: steps.get(test.id) ?? [] }));
  }
}

const noSteps: ReadonlyMap<number, readonly StepRecord[]> = new Map();

async function stepsOf(records: RecordsReader, tests: readonly TestRecord[]): Promise<typeof noSteps> {
  const detailed = tests.filter(showsDetails).map((test) => test.id);
  return detailed.length === 0 ? noSteps : groupBy(await records.listSteps(detailed), (step) => step.test_id);
}

const withShownIds = (test: TestRecord, { shownId }: ListRunsOptions): TestRecord => ({
  ...test,
  id: shownId(test.id),
  run_id: shownId(test.run_id),
});

/** Numbers by value, texts by code point; equal ones keep their order. */
async function* sorted(batches: AsyncIterable<readonly TestRecord[]>, field: TestField): AsyncIterable<readonly TestRecord[]> {
  const all: { readonly test: TestRecord; readonly key: number | Buffer }[] = [];
  for await (const batch of batches) {
    for (const test of batch) all.push({ test, key: sortKey(test[field]) });
  }
  all.sort((a, b) => compareKeys(a.key, b.key));
  yield all.map((entry) => entry.test);
}

/** UTF-8 sorts as its code points do. */
const sortKey = (value: number | string) => (typeof value === "number" ? value : Buffer.from(value));

function compareKeys(a: number | Buffer, b: number | Buffer): number {
  if (typeof a === "number" || typeof b === "number") return Number(a) - Number(b);
  return Buffer.compare(a, b);
}
