import type { LocalRecords } from "../../store/index.js";
import type { Reader } from "./reader.js";

/**
 * As much of a reader as questions about results need: what became of which test. They ask for nothing of this host, so that a static copy answers
 * them too, in the browser. Spec 06 § 35.1
 */
export interface ResultsReader
  extends Pick<
    Reader,
    "keys" | "hasAreas" | "columns" | "firstSort" | "areTwoConditions" | "historyLimit" | "run" | "requirements" | "completedIds"
  > {
  readonly records: Pick<LocalRecords, "runs" | "wholeRuns" | "testMeta" | "listData" | "verdictCounts"> & {
    readonly sameTests: (...name: Parameters<LocalRecords["sameTests"]>) => Promise<readonly ResultTest[]>;
  };
}

/** What the results of a test are told by. */
export type ResultTest = Pick<
  Awaited<ReturnType<LocalRecords["sameTests"]>>[number],
  "id" | "run_id" | "testname" | "item_path" | "state" | "status" | "event_time" | "run_duration" | "host" | "comment"
>;
