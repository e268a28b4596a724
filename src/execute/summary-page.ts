import { join } from "node:path";
import { clockTime, formatDuration, isoWeek, type Log, messageOf } from "../base/index.js";
import { fullName, type StepSummary, stepColumns, summarizeSteps, type TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";
import { writeFileAtomic } from "../sys/index.js";
import { coloured, fileLink, type Html, html, page } from "./pages-style.js";

/** A test and the directory of its page. */
export interface SummaryPlace {
  readonly records: Records;
  readonly log: Log;
  readonly payload: { readonly testId: number };
  readonly rundir: string;
}

/** Writes `test-summary.html` into the run directory; that it cannot be written is only logged. Spec 03 § 18.1. */
export async function writeSummaryPage({ records, log, payload, rundir }: SummaryPlace): Promise<void> {
  const test = await records.test(payload.testId);
  if (test === undefined) return;
  const text = summaryPage(test, summarizeSteps(await records.steps(test.id)));
  try {
    writeFileAtomic(join(rundir, "test-summary.html"), text);
  } catch (error) {
    log.error(`cannot write the summary page of ${fullName(test)}: ${messageOf(error)}`);
  }
}

/** The page of one test: its record, its final log, its steps. */
export function summaryPage(test: TestRecord, steps: readonly StepSummary[]): string {
  return page(
    `Summary for ${fullName(test)}`,
    html`<table>
<tr><th>run id</th><td>${test.run_id}</td><th>test id</th><td>${test.id}</td></tr>
<tr><th>testname</th><td>${test.testname}</td><th>itempath</th><td>${test.item_path}</td></tr>
<tr><th>state</th><td>${coloured(test.state)}</td><th>status</th><td>${coloured(test.status, fileLink(test.final_logf, test.status))}</td></tr>
<tr><th>TestDate</th><td>${testDate(test.event_time)}</td><th>Duration</th><td>${formatDuration(test.run_duration)}</td></tr>
<tr><th>Comment</th><td colspan="3">${test.comment}</td></tr>
</table>
<h2>Log files</h2>
<table>
<tr><th>Final log</th></tr>
<tr><td>${fileLink(test.final_logf, test.final_logf)}</td></tr>
</table>
<h2>Steps</h2>
<table>
<tr><th>Step Name</th><th>Start</th><th>End</th><th>Status</th><th>Duration</th><th>Log File</th></tr>
${steps.map(stepRow)}</table>`,
  );
}

function stepRow(step: StepSummary): Html {
  const log = step.logfile === "" ? "" : fileLink(step.logfile, step.logfile);
  const { start, end, duration } = stepColumns(step);
  return html`<tr><td>${step.stepname}</td><td>${start}</td><td>${end}</td><td>${step.status}</td><td>${duration}</td><td>${log}</td></tr>
`;
}

/** `ww<ISO week>.<weekday> HH:MM`. */
function testDate(epoch: number): string {
  const date = new Date(epoch * 1000);
  return `ww${String(isoWeek(date).week).padStart(2, "0")}.${date.getDay() || 7} ${clockTime(epoch).slice(0, 5)}`;
}
