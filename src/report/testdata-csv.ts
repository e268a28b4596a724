import { groupBy, realText } from "../base/index.js";
import { like, type RunRecord, type TestDataRecord, type TestRecord } from "../model/index.js";
import type { RecordsReader, TestSelector } from "../store/index.js";

/**
 * The output of `-testdata-csv [CAT/]VAR`, line by line: a header and a row for each measurement that does not come from logpro.
 *
 * @param pattern LIKE patterns of category (default all) and variable
 * @see spec 05 § 6.9
 */
export async function* testdataCsv(
  records: RecordsReader,
  runs: readonly RunRecord[],
  selector: TestSelector,
  pattern: string,
): AsyncIterable<string> {
  yield "target,run,test,itempath,category,var,value,comment\n";
  const slash = pattern.indexOf("/");
  const hasCategory = like(slash < 0 ? "%" : pattern.slice(0, slash));
  const hasVariable = like(pattern.slice(slash + 1));
  const isWanted = (row: TestDataRecord) => row.type !== "logpro" && hasCategory(row.category) && hasVariable(row.variable);
  for (const run of runs) {
    for await (const tests of records.listTests(run.id, selector)) {
      const rows = groupBy((await records.listData(tests.map((test) => test.id))).filter(isWanted), (row) => row.test_id);
      const lines = tests.flatMap((test) => (rows.get(test.id) ?? []).map((row) => line(run, test, row)));
      if (lines.length > 0) yield lines.join("");
    }
  }
}

function line(run: RunRecord, test: TestRecord, row: TestDataRecord): string {
  const value = typeof row.value === "number" ? realText(row.value) : (row.value ?? "");
  const fields = [run.target.join("/"), run.runname, test.testname, test.item_path, row.category, row.variable, value, row.comment];
  return `${fields.map(csvField).join(",")}\n`;
}

/** In quotes only where a reader needs them. */
function csvField(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
