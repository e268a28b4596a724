import type { TestName, Verdict } from "../model/index.js";

/** What the queue needs to know of a row of table `tests`; the store's records will do. */
export interface TestState extends TestName, Verdict {
  readonly id: number;
}

/** What the user asks for about tests that already have a result; spec 02 § 13.1. */
export interface RerunOptions {
  /** `-rerun`: statuses with which a COMPLETED test is launched again. */
  readonly rerun: readonly string[];
  /** `-force`. */
  readonly force: boolean;
}

/**
 * What happened. Records that were written in one transaction come in one event: an item together with the
 * top-level record that it rolled up to.
 */
export type QueueEvent =
  /** The first event: all records of the run as they are now. */
  | { readonly kind: "start"; readonly records: readonly TestState[] }
  /** Answers `register`: the records of these names. */
  | { readonly kind: "registered"; readonly records: readonly TestState[] }
  /** Answers `expand`: all item paths of the test, in item order. */
  | { readonly kind: "expanded"; readonly testname: string; readonly paths: readonly string[] }
  /** Records of the run changed, whoever did it. */
  | { readonly kind: "changed"; readonly records: readonly TestState[] }
  /** Answers `launch` and `mark`: it is done (launched, skipped, failed to launch, marked); the records after it. */
  | { readonly kind: "settled"; readonly id: number; readonly records: readonly TestState[] }
  /** Answers `launch` and `mark`: not done, since the record was no longer as the effect says; the record as it is now. */
  | { readonly kind: "lost"; readonly id: number; readonly records: readonly TestState[] }
  | GatesEvent
  /** Nothing was seen running for too long: whatever is left is marked TIMED_OUT. */
  | { readonly kind: "give-up" }
  /** Nothing more may be launched: whatever is left stays as it is. */
  | { readonly kind: "stop" };

/** What may be launched beside everything that is live in all runs of the area; launches that are not yet answered do not count. */
export interface GatesEvent {
  readonly kind: "gates";
  /** Free slots; spec 02 § 12.1. */
  readonly free: number;
  /** Free slots of the job groups that have a limit; spec 02 § 12.2. */
  readonly jobgroups: ReadonlyMap<string, number>;
  /** The live records, in any run, of the tests with mode exclusive; spec 02 § 6.3. */
  readonly live: readonly TestName[];
}

/** What is to be done, in this order. `register`, `expand`, `launch` and `mark` are each answered by one event, in any order. */
export type QueueEffect =
  /** Insert the missing records, in one transaction. */
  | { readonly kind: "register"; readonly names: readonly TestName[] }
  /** Compute the items of a test whose list is made late. */
  | { readonly kind: "expand"; readonly testname: string }
  /** Launch the test, if it still has the verdict of `record`. */
  | { readonly kind: "launch"; readonly record: TestState }
  /** Write a verdict, if the record still has the state of `record`; an item rolls up. */
  | ({ readonly kind: "mark"; readonly record: TestState; readonly comment: string } & Verdict)
  /** For the log: a note (rarely more than once a minute), a warning, an error. */
  | { readonly kind: "note" | "warning" | "error"; readonly text: string }
  /** The pass has ended: no entry is left. */
  | { readonly kind: "done" };
