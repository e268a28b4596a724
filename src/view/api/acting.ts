import type { RunRecord, TestRecord } from "../../model/index.js";
import type { RunRef, TestRef } from "./common.js";

/** `GET acting`: what the area says about actions. */
export interface Acting {
  /** What the comment of a waiver must match in whole; empty: anything will do. */
  readonly waivercommentpatt: string;
  /** Why nothing can be run here; empty when it can. */
  readonly noRunsBecause: string;
  /** Commands of other programs may be typed. */
  readonly freeCommands: boolean;
  /** Variables of `[default]` in `runconfigs.config`: one of them may hold a test pattern. */
  readonly modepatts: readonly string[];
  /** Names of other areas, to move runs to. */
  readonly areas: readonly string[];
}

/** What a test was when it was looked at. */
export interface TestExpectation {
  readonly state: string;
  readonly status: string;
  readonly comment: string;
}

/** Body of `PATCH test`. */
export interface TestChange extends TestRef {
  readonly set: Partial<TestExpectation>;
  readonly expected: TestExpectation;
  /** It may be running. */
  readonly live?: boolean;
}

/** Body of `PATCH tests`: the same for several. */
export interface TestsChange {
  readonly tests: readonly (TestRef & { readonly expected: TestExpectation })[];
  readonly set: Partial<TestExpectation>;
  readonly live?: boolean;
}

export interface RunExpectation {
  readonly state: string;
  readonly status: string;
  readonly comment: string;
}

/** Body of `PATCH run`. */
export interface RunChange extends RunRef {
  readonly set: { readonly status?: string; readonly comment?: string; readonly locked?: boolean };
  readonly expected: RunExpectation;
}

/** Answer of `PATCH test`, and the detail of a conflict: the record as it is now. */
export interface TestNow {
  readonly test: TestRecord;
}

/** Answer of `PATCH tests`; the detail of a conflict holds those that have changed. */
export interface TestsNow {
  readonly tests: readonly TestRecord[];
}

/** Answer of `PATCH run`, and the detail of a conflict. */
export interface RunNow {
  readonly run: RunRecord;
}
