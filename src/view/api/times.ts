import type { TestRecord } from "../../model/index.js";

/** A record of a run as far as charts of times need it. */
export type TimedTest = Pick<TestRecord, "id" | "testname" | "item_path" | "state" | "status" | "event_time" | "run_duration" | "host">;

/** `GET run/critical`: what the run waited for; spec 06 § 28. */
export interface CriticalPath {
  /** Ids of tests, first to last. */
  readonly ids: readonly number[];
}

/** `GET run/slots`: how many tests may be live at once in all runs of the area. */
export interface RunSlots {
  /** `[setup] max_concurrent_jobs`. */
  readonly max_concurrent_jobs: number;
  readonly groups: readonly JobGroup[];
}

export interface JobGroup {
  readonly name: string;
  /** From `[jobgroups]`; undefined when there is none. */
  readonly limit?: number;
  readonly testnames: readonly string[];
}

/** `GET run/steps`: the steps of some tests. */
export interface StepBounds {
  readonly tests: readonly { readonly id: number; readonly steps: readonly StepBound[] }[];
}

export interface StepBound {
  readonly stepname: string;
  /** Epoch seconds. */
  readonly from: number;
}

/** A value from a moment on; epoch seconds. */
export type TimedValue = readonly [time: number, value: number];

/** `GET run/curves`: the curves of section `[graph]` within the span of the run; spec 06 § 11.3 and § 28. */
export interface RunCurves {
  readonly curves: readonly GraphCurve[];
  /** What cannot be read, and why. */
  readonly problems: readonly string[];
}

export interface GraphCurve {
  /** Variable of section `[graph]`. */
  readonly graph: string;
  readonly name: string;
  /** By time; the first may lie before the run. */
  readonly points: readonly TimedValue[];
}

/** `GET run/load`: what the monitors of tests saw of their hosts. */
export interface RunLoad {
  readonly hosts: readonly HostLoad[];
}

export interface HostLoad {
  readonly host: string;
  /** Load average. */
  readonly load: readonly TimedValue[];
  /** KiB. */
  readonly diskfree: readonly TimedValue[];
}
