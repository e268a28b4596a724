import type { TestName, Verdict } from "../../../model/index.js";
import type { TestCell } from "../../../store/index.js";
import type { ResultsReader } from "../results-reader.js";

/** What whole runs are looked at for; a full record costs ten times as much. */
export interface CellRow extends TestName, Verdict {
  readonly id: number;
  readonly event_time: number;
  readonly run_duration: number;
  readonly host: string;
  readonly comment: string;
}

/** The tests of a run by name and item path. */
export function cellsOf({ records }: Pick<ResultsReader, "records">, runId: number): CellRow[] {
  const rows: CellRow[] = [];
  for (let cells = records.wholeRuns.nextCells(runId); cells.length > 0; cells = records.wholeRuns.nextCells(runId, cells.at(-1))) {
    for (const cell of cells) rows.push(rowOf(cell));
  }
  return rows;
}

function rowOf([id, testname, item_path, state, status, event_time, run_duration, host, comment]: TestCell): CellRow {
  return { id, testname, item_path, state, status, event_time, run_duration, host, comment };
}
