import { groupBy } from "../base/index.js";
import type { TestRecord } from "../model/index.js";
import { runField, type TestField, testField } from "./fields.js";
import type { Layout, ListedRun } from "./listing.js";
import { schemeString } from "./quote.js";

/** `-list-runs -dumpmode sexpr`: the tree of the JSON form as nested association lists. Spec 05 § 6.1. */
export async function* runsAsSexpr(runs: readonly ListedRun[], layout: Layout): AsyncIterable<string> {
  yield "(";
  let separator = "";
  for (const [target, ofTarget] of groupBy(runs, ({ run }) => run.target.join("/"))) {
    yield `${separator}(${schemeString(target)}`;
    separator = "\n ";
    for (const { run, batches } of ofTarget) {
      const meta = layout.fields.runs.map((field) => ` (${schemeString(field)} . ${schemeString(runField(run, layout.keys, field))})`);
      yield `\n  (${schemeString(run.runname)}\n   ("meta"${meta.join("")})`;
      yield* dataAsSexpr(batches, layout);
      yield ")";
    }
    yield ")";
  }
  yield ")\n";
}

async function* dataAsSexpr(batches: ListedRun["batches"], layout: Layout): AsyncIterable<string> {
  let isEmpty = true;
  for await (const batch of batches) {
    if (isEmpty && batch.length > 0) yield '\n   ("data"';
    isEmpty &&= batch.length === 0;
    yield batch.map(({ test }) => `\n    (${schemeString(String(test.id))}${testAsSexpr(test, layout.fields.tests ?? [])})`).join("");
  }
  if (!isEmpty) yield ")";
}

function testAsSexpr(test: TestRecord, fields: readonly TestField[]): string {
  const pairs = fields.map((field) => {
    const value = test[field];
    return ` (${schemeString(field)} . ${typeof value === "number" ? testField(test, field) : schemeString(value)})`;
  });
  return pairs.join("");
}
