import type { RunRecord, TestRecord } from "../model/index.js";
import type { RunSpan } from "../store/index.js";

/** The output of `-list-run-time`: how many minutes each run took, from its first start to its last end. Runs without tests are left out. Spec 05 § 6.10. */
export function runTimesText(runs: readonly RunRecord[], spans: readonly RunSpan[], dumpmode: string | undefined): string {
  const byRun = new Map(spans.map((span) => [span.run_id, span]));
  const rows = runs.flatMap((run): Row[] => {
    const span = byRun.get(run.id);
    if (span === undefined) return [];
    const minutes = Math.trunc((span.last_end - span.first_start) / 60);
    return [{ target: run.target.join("/"), "run-name": run.runname, "run-time": minutes }];
  });
  return timesText(rows, dumpmode);
}

/** The output of `-list-test-time`: how many seconds each test took. Spec 05 § 6.10. */
export function testTimesText(tests: readonly TestRecord[], dumpmode: string | undefined): string {
  const rows = tests.map((test) => ({ "test-name": test.testname, "item-path": test.item_path || "N/A", "test-time": test.run_duration }));
  return timesText(rows, dumpmode);
}

type Row = Readonly<Record<string, string | number>>;

function timesText(rows: readonly Row[], dumpmode: string | undefined): string {
  if (rows.length === 0) return "Data not found!!\n";
  if (dumpmode === "json") return `${JSON.stringify(rows)}\n`;
  const separator = dumpmode === "csv" ? "," : "  ";
  return rows.map((row) => `${Object.values(row).join(separator)}\n`).join("");
}
