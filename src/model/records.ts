import type { Verdict } from "./states.js";

/** Of several areas that are read as one, the name of the first key: the area. Spec 04 § 24.3 */
export const areaKey = "MT_AREA";

/** A row of table `runs`; the names are the columns. Times are epoch seconds. Spec 04 § 2. */
export interface RunRecord {
  readonly id: number;
  /** Target values in key order. */
  readonly target: readonly string[];
  readonly runname: string;
  readonly contour: string;
  readonly state: string;
  readonly status: string;
  readonly owner: string;
  readonly event_time: number;
  readonly comment: string;
  readonly fail_count: number;
  readonly pass_count: number;
  readonly last_update: number;
}

/** Which test of a run: `item_path` is empty for a plain test and for the top-level record. */
export interface TestName {
  readonly testname: string;
  readonly item_path: string;
}

/** A row of table `tests`; the names are the columns. Spec 04 § 2. */
export interface TestRecord extends TestName, Verdict {
  readonly id: number;
  readonly run_id: number;
  readonly host: string;
  readonly cpuload: number;
  /** KiB. */
  readonly diskfree: number;
  readonly uname: string;
  readonly rundir: string;
  readonly shortdir: string;
  /** Pid of the running step or run script. */
  readonly attemptnum: number;
  /** Relative to `rundir`. */
  readonly final_logf: string;
  /** Seconds. */
  readonly run_duration: number;
  readonly comment: string;
  /** Last launch. */
  readonly event_time: number;
  readonly fail_count: number;
  readonly pass_count: number;
  /** 0, or the id of an archive block. */
  readonly archived: number;
}

/** A row of table `test_steps`. */
export interface StepRecord extends Verdict {
  readonly id: number;
  readonly test_id: number;
  readonly stepname: string;
  readonly event_time: number;
  readonly comment: string;
  readonly logfile: string;
}

/** What one row of test data says; unset fields are null. Spec 03 § 17. */
export interface TestDatum {
  readonly category: string;
  readonly variable: string;
  readonly value: number | string | null;
  readonly expected: number | string | null;
  readonly tol: number | string | null;
  readonly units: string | null;
  readonly comment: string;
  readonly status: string | null;
  readonly type: string | null;
}

/** A row of table `test_data`. */
export interface TestDataRecord extends TestDatum {
  readonly id: number;
  readonly test_id: number;
}

/** A row of table `test_meta`, from `[test_meta]` of a testconfig. */
export interface TestMeta {
  readonly testname: string;
  readonly author: string;
  readonly owner: string;
  readonly description: string;
  readonly reviewed: string;
  readonly tags: string;
  readonly jobgroup: string;
}

/** `test`, or `test/itempath`. */
export function fullName(test: TestName): string {
  return test.item_path === "" ? test.testname : `${test.testname}/${test.item_path}`;
}
