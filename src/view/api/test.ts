import type { RunRecord, StepSummary, TestDataRecord, TestMeta, TestName, TestRecord, Verdict } from "../../model/index.js";
import type { ClassCounts } from "./runs.js";

/** A test of the same run with its verdict; no state when it is not part of the run. */
export interface RelatedTest extends TestName {
  readonly verdict?: Verdict;
}

/** What the monitor of a test saw; −1 stands for "not measured". */
export interface UsageRow {
  readonly update_time: number;
  readonly cpuload: number;
  /** KiB. */
  readonly diskfree: number;
  /** Seconds. */
  readonly run_duration: number;
}

/** `GET test`: what head and overview show. Spec 06 § 24 */
export interface TestView {
  readonly run: RunRecord;
  readonly test: TestRecord;
  readonly meta?: TestMeta;
  /** Whether the run directory can be read from here. */
  readonly hasFiles: boolean;
  /** Oldest first; thinned out when there are many. */
  readonly usage: readonly UsageRow[];
  /** Tests that it waits for, as the testconfig says. */
  readonly waitons: readonly RelatedTest[];
  /** Tests that wait for it. */
  readonly waiters: readonly RelatedTest[];
  /** Of a test with items: how many are in which class. */
  readonly items?: ClassCounts;
  /** What made it fail; absent while nothing is wrong. */
  readonly failure?: TestFailure;
  /** Of a waived test: the earlier run whose waiver holds. */
  readonly waiver?: { readonly t: string; readonly r: string; readonly comment: string };
  readonly subrun?: Subrun;
}

/** Why a test is not good, as far as the records tell; several may hold. */
export interface TestFailure {
  /** The first step that did not pass. */
  readonly step?: FailedStep;
  /** Test data outside their limits; rules of logpro are told with their step. At most 20. */
  readonly data: readonly TestDataRecord[];
  /** Of a test with items: those that are not good. At most 20. */
  readonly items: readonly RelatedTest[];
  /** Prerequisites that are not good. */
  readonly prerequisites: readonly RelatedTest[];
}

export interface FailedStep {
  readonly stepname: string;
  /** Exit code, as text. */
  readonly status: string;
  readonly comment: string;
  /** Of its log, below the run directory; absent when there is none. */
  readonly log?: string;
}

/** The run that a test has started in another, or this, area. Spec 06 § 34 */
export interface Subrun {
  /** Path of its area. */
  readonly toppath: string;
  /** Whether that is this area. */
  readonly here: boolean;
  readonly t: string;
  readonly r: string;
}

/** A step in the table; spec 06 § 24. */
export interface StepRow extends StepSummary {
  /** Class of its end, for its colour: what a test would be that ends so. */
  readonly verdict: Verdict;
  /** Log and annotated log below the run directory; absent when they are not there. */
  readonly log?: string;
  readonly page?: string;
}

/** `GET test/steps`. */
export interface TestSteps {
  readonly items: readonly StepRow[];
  /** Start of the common time axis, epoch seconds. */
  readonly from: number;
  /** Its end: the server's now while a step runs. */
  readonly until: number;
}

/** A row of test data with what it was before. */
export interface DataRow extends TestDataRecord {
  /** Its value in earlier runs of the target, oldest first, without text values. */
  readonly past: readonly { readonly r: string; readonly value: number; readonly bad: boolean }[];
}

/** `GET test/data`. */
export interface TestData {
  readonly items: readonly DataRow[];
}

/** A variable and where it comes from; a masked one has no value. */
export interface OriginVariable {
  readonly name: string;
  readonly value: string;
  readonly masked: boolean;
  /** Below the area if it lies there; empty when only the run knows. */
  readonly file: string;
  /** 0 when unknown. */
  readonly line: number;
}

/** `GET test/config`. */
export interface TestConfig {
  /** Whether the values are those that the run used; else those that the next run would see, without commands being run. */
  readonly asRun: boolean;
  readonly sections: readonly { readonly name: string; readonly variables: readonly OriginVariable[] }[];
  /** The testconfig and what it includes, in order. */
  readonly files: readonly ConfigText[];
  /** Items of the test, by path; empty for a plain test. */
  readonly items: readonly { readonly path: string; readonly values: readonly string[] }[];
  readonly itemVariables: readonly string[];
  /** Lines in which the testconfig now differs from the copy in the run directory; absent without a copy. */
  readonly changes?: readonly LineChange[];
}

export interface ConfigText {
  /** Below the area if it lies there. */
  readonly file: string;
  readonly text: string;
}

/** A line that was taken out of the older text, or came into the newer one. */
export interface LineChange {
  readonly kind: "removed" | "added";
  /** In the text that has it, from 1. */
  readonly line: number;
  readonly text: string;
}

/** A variable of a test's environment. */
export interface EnvRow {
  readonly name: string;
  readonly value: string;
  readonly masked: boolean;
  /** Only there as a comment: not set by the file. */
  readonly comment: boolean;
  /** In the other run, when that was asked for: undefined value when it was not there. */
  readonly other?: { readonly value?: string; readonly same: boolean };
}

/** `GET test/env`. */
export interface TestEnv {
  /** The environment file below the run directory. */
  readonly file: string;
  /** By name. */
  readonly items: readonly EnvRow[];
  /** Names that only the other run has. */
  readonly missing: readonly EnvRow[];
}
