import type { RunRecord, Verdict } from "../../../model/index.js";
import type { LiveTest, TestRef } from "../../../view/index.js";
import type { RunCells } from "./run-cells.js";
import type { Vocabulary } from "./vocabulary.js";

/** The names of a test, as addresses and events have them. */
export function refOf(run: RunRecord, testname: string, itemPath: string): TestRef {
  return { t: run.target.join("/"), r: run.runname, n: testname, i: itemPath };
}

function refOfRow(run: RunRecord, row: number, { names }: Vocabulary): TestRef {
  return refOf(run, names.testOf(row).testname, names.itemPath(row));
}

/** A test that a run had at this row. */
export function goneTest(run: RunRecord, row: number, cells: RunCells, vocabulary: Vocabulary): LiveTest {
  const was = vocabulary.combos.verdict(cells.comboOf(row));
  const id = cells.id[cells.at(row)] ?? 0;
  const nothing = { id, state: "", status: "", event_time: 0, run_duration: 0 };
  return { ...refOfRow(run, row, vocabulary), ...nothing, ...(was && { was }), kind: "gone" };
}

function presentTest(run: RunRecord, row: number, cells: RunCells, was: Verdict | undefined, vocabulary: Vocabulary): LiveTest {
  const at = cells.at(row);
  const { state, status } = vocabulary.combos.verdict(cells.comboOf(row)) ?? { state: "", status: "" };
  const numbers = { id: cells.id[at] ?? 0, event_time: cells.time[at] ?? 0, run_duration: cells.duration[at] ?? 0 };
  return { ...refOfRow(run, row, vocabulary), ...numbers, state, status, ...(was ? { was, kind: "changed" } : { kind: "new" }) };
}

/** Whether both show the same of a row. */
function isSame(a: RunCells, b: RunCells, row: number): boolean {
  const [atA, atB] = [a.at(row), b.at(row)];
  return a.comboOf(row) === b.comboOf(row) && a.time[atA] === b.time[atB] && a.duration[atA] === b.duration[atB];
}

/** What has happened to a run that was read once more. */
export function differences(run: RunRecord, known: RunCells, fresh: RunCells, vocabulary: Vocabulary): LiveTest[] {
  const found: LiveTest[] = [];
  for (const row of known.rows()) if (fresh.comboOf(row) === 0) found.push(goneTest(run, row, known, vocabulary));
  for (const row of fresh.rows()) {
    if (!isSame(known, fresh, row)) found.push(presentTest(run, row, fresh, vocabulary.combos.verdict(known.comboOf(row)), vocabulary));
  }
  return found;
}
