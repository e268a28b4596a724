import * as z from "zod/mini";
import type { TestDataRecord } from "../../../model/index.js";
import type { DataRow, TestData } from "../../../view/index.js";
import { testRef } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";
import { type Result, resultsIn, runsOfTarget } from "../results.js";

/** Test data, each with its values in earlier runs of the target. Spec 06 § 24 */
export const testData = query(z.object(testRef), async (reader, ref): Promise<TestData> => {
  const { run, test } = await reader.test(ref);
  const rows = await reader.records.data(test.id);
  if (rows.length === 0) return { items: [] };
  const results = await resultsIn(reader, test, await runsOfTarget(reader, ref.t));
  const here = results.findIndex((result) => result.run.id === run.id);
  const past = await pastValues(reader, results.slice(Math.max(0, here - reader.historyLimit), Math.max(0, here)));
  return { items: rows.map((row): DataRow => ({ ...row, past: past.get(keyOf(row)) ?? [] })) };
});

async function pastValues({ records }: Reader, results: readonly Result[]): Promise<Map<string, DataRow["past"][number][]>> {
  const runs = new Map(results.map(({ run, test }) => [test.id, run.runname]));
  const past = new Map<string, DataRow["past"][number][]>();
  for (const row of await records.listData([...runs.keys()])) {
    if (typeof row.value !== "number") continue;
    const values = past.get(keyOf(row)) ?? [];
    values.push({ r: runs.get(row.test_id) ?? "", value: row.value, bad: isBad(row) });
    past.set(keyOf(row), values);
  }
  return past;
}

const keyOf = ({ category, variable }: TestDataRecord) => JSON.stringify([category, variable]);

/** Outside its limits, or with limits that make no sense. Spec 03 § 17.2 */
export function isBad({ status }: TestDataRecord): boolean {
  return /^(fail$|error\b)/i.test(status ?? "");
}
