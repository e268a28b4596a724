import type { RunRecord } from "../model/index.js";

/**
 * What a view of whole runs keeps of a test, in this order: id, testname, item_path, state, status, event_time, run_duration, host,
 * comment. A tuple, as the driver gives it, since millions of them are read. Times and durations are whole seconds.
 */
export type TestCell = readonly [
  id: number,
  testname: string,
  item_path: string,
  state: string,
  status: string,
  event_time: number,
  run_duration: number,
  host: string,
  comment: string,
];

/** A cell and its run. */
export type ChangedCell = readonly [...TestCell, run_id: number];

/** Which test of which run. */
export type NamedTest = readonly [run_id: number, testname: string, item_path: string];

/** What has changed in all runs since a mark. */
export interface News {
  /** Hand it in the next time. */
  readonly mark: number;
  /** Marks were lost, or there are none: everything must be read anew. The rest is then empty. */
  readonly gap: boolean;
  /** Whether the gap is in what is known of this run; of the others the rest tells. Absent: in all. */
  readonly gapIn?: (runId: number) => boolean;
  readonly tests: readonly ChangedCell[];
  /** Ids of tests that are gone, or DELETED. */
  readonly goneTests: readonly number[];
  readonly runs: readonly RunRecord[];
  /** Ids of runs that are gone, deleted or moved away. */
  readonly goneRuns: readonly number[];
  /** Tests with new or changed steps, and with new or changed data. */
  readonly steps: readonly NamedTest[];
  readonly data: readonly NamedTest[];
}

/** Reading for programs that keep whole runs in memory, and follow them. */
export interface WholeRuns {
  /** Some thousand tests of a run that are not DELETED, by test name and item path, both ascending by their bytes; those after `after`; none at the end. */
  nextCells(runId: number, after?: TestCell): TestCell[];
  /** Differs from the answer before when another program has written since. Costs next to nothing. */
  dataVersion(): number;
  /** What has changed since the mark of an earlier answer; 0 gives a gap and the mark to begin with. */
  newsSince(mark: number): News;
}
