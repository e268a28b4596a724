import type { RunRecord, StepRecord, TestRecord } from "../model/index.js";
import { runField, type TestField, testField } from "./fields.js";
import type { Layout, ListedRun, ListedTest } from "./listing.js";

/** `-list-runs` for people and for scripts that read columns: the layout is that of 1.65 to the byte. Spec 05 § 6.1. */
export async function* runsAsText(runs: readonly ListedRun[], layout: Layout): AsyncIterable<string> {
  for (const { run, batches } of runs) {
    yield `${runLine(run, layout)}\n`;
    for await (const batch of batches) yield batch.flatMap((listed) => testLines(listed, layout)).join("");
  }
}

/** Whether a test is followed by details and steps: not what went well, nor what has not begun. */
export function showsDetails(test: TestRecord): boolean {
  return test.status !== "PASS" && test.status !== "WARN" && test.state !== "NOT_STARTED";
}

function runLine(run: RunRecord, { keys, fields, show }: Layout): string {
  const lead = fields.runs.includes("target") ? [] : [`Run: ${show(`${run.target.join("/")}/${run.runname}`)}`];
  // 1.65 lists the two counts by default without fetching them; scripts that cut columns rely on what it prints.
  const isUnfetched = (field: string) => fields.isDefault && (field === "fail_count" || field === "pass_count");
  const values = fields.runs.map((field) => `${field}: ${isUnfetched(field) ? "#f" : show(runField(run, keys, field))}`);
  return [...lead, ...values].map((part) => `${part} `).join("");
}

function testLines({ test, steps }: ListedTest, { fields, show }: Layout): string[] {
  const shown = fields.tests ?? [];
  const headline = fullLineFields.every((field) => shown.includes(field)) ? fullLine(test, show) : shortLine(test, shown, show);
  if (!showsDetails(test)) return [headline];
  const details = detailLabels
    .filter(([field]) => shown.includes(field))
    .map(([field, label]) => `         ${label}${show(testField(test, field))}\n`);
  return [headline, ...details, ...steps.map((step) => stepLine(step, show))];
}

const fullLineFields: readonly TestField[] = ["state", "status", "event_time"];

function fullLine(test: TestRecord, show: Layout["show"]): string {
  const cells = [
    `  Test: ${show(nameText(test)).padEnd(25)}`,
    `State: ${show(test.state).padEnd(15)}`,
    `Status: ${show(test.status).padEnd(15)}`,
    `Runtime: ${String(test.run_duration).padStart(5)}s`,
    `Time: ${String(test.event_time).padEnd(22)}`,
    `Host: ${show(test.host).padEnd(10)}`,
  ];
  return `${cells.join(" ")}\n`;
}

function shortLine(test: TestRecord, shown: readonly TestField[], show: Layout["show"]): string {
  const name = nameText({ testname: shown.includes("testname") ? test.testname : "", item_path: shown.includes("item_path") ? test.item_path : "" });
  const cells = shortLabels.filter(([field]) => shown.includes(field)).map(([field, label]) => ` ${label}: ${show(testField(test, field))}`);
  return `  Test: ${show(name)}${cells.join("")}\n`;
}

const shortLabels: readonly (readonly [TestField, string])[] = [
  ["state", "State"],
  ["status", "Status"],
  ["run_duration", "Runtime"],
  ["event_time", "Time"],
  ["host", "Host"],
];

const detailLabels: readonly (readonly [TestField, string])[] = [
  ["cpuload", "cpuload:  "],
  ["diskfree", "diskfree: "],
  ["uname", "uname:    "],
  ["rundir", "rundir:   "],
];

function stepLine(step: StepRecord, show: Layout["show"]): string {
  const name = show(step.stepname).padEnd(20);
  const state = show(step.state).padEnd(10);
  const status = show(step.status).padEnd(10);
  return `    Step: ${name} State: ${state} Status: ${status} Time ${String(step.event_time).padEnd(22)}\n`;
}

const nameText = (test: Pick<TestRecord, "testname" | "item_path">) =>
  test.item_path === "" ? test.testname : `${test.testname}(${test.item_path})`;
