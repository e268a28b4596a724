import { groupBy } from "../base/index.js";
import type { TestRecord } from "../model/index.js";
import { runField, type TestField, testField } from "./fields.js";
import type { Layout, ListedRun } from "./listing.js";

/**
 * `-list-runs -dumpmode json`: `{"target": {"runname": {"meta": {…}, "data": {"test id": {…}}}}}`, no newline at the end. Without tests there
 * is no `data`. Values in `meta` are strings, those of tests have the type of their column. Spec 05 § 6.1.
 */
export async function* runsAsJson(runs: readonly ListedRun[], layout: Layout): AsyncIterable<string> {
  yield "{";
  let separator = "";
  for (const [target, ofTarget] of groupBy(runs, ({ run }) => run.target.join("/"))) {
    yield `${separator}${JSON.stringify(target)}: {`;
    separator = ", ";
    let runSeparator = "";
    for (const { run, batches } of ofTarget) {
      const meta = layout.fields.runs.map((field) => member(field, JSON.stringify(runField(run, layout.keys, field))));
      yield `${runSeparator}${JSON.stringify(run.runname)}: {"meta": {${meta.join(", ")}}`;
      runSeparator = ", ";
      yield* dataAsJson(batches, layout);
      yield "}";
    }
    yield "}";
  }
  yield "}";
}

async function* dataAsJson(batches: ListedRun["batches"], layout: Layout): AsyncIterable<string> {
  let lead = ', "data": {';
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    yield lead + batch.map(({ test }) => member(String(test.id), testAsJson(test, layout.fields.tests ?? []))).join(", ");
    lead = ", ";
  }
  if (lead === ", ") yield "}";
}

function testAsJson(test: TestRecord, fields: readonly TestField[]): string {
  const members = fields.map((field) => {
    const value = test[field];
    return member(field, typeof value === "number" ? testField(test, field) : JSON.stringify(value));
  });
  return `{${members.join(", ")}}`;
}

const member = (name: string, value: string) => `${JSON.stringify(name)}: ${value}`;
