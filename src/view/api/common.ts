/** What somebody may do; each includes the ones before. Spec 06 § 33 */
export type Level = "view" | "operate" | "admin";

/** What went wrong with a request; stable, for programs. Spec 06 § 19 */
export type ErrorCode =
  | "bad-request"
  | "unauthorized"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "moved"
  | "read-only"
  | "busy"
  | "too-large"
  | "gone";

/** The body of every answer that is no success. */
export interface ApiProblem {
  readonly error: {
    readonly code: ErrorCode;
    /** For people: what is wrong, and how to mend it. */
    readonly message: string;
    readonly detail?: unknown;
  };
}

/** Which run, in the names of the URL parameters. */
export interface RunRef {
  /** Area; the dashboard's own without it. */
  readonly a?: string | undefined;
  /** Target: `value1/value2`, one for each key. */
  readonly t: string;
  /** Run name. */
  readonly r: string;
}

/** Which test of a run. */
export interface TestRef extends RunRef {
  /** Test name. */
  readonly n: string;
  /** Item path; empty for a plain test and for the top-level record. */
  readonly i: string;
}

/** A part of a list. */
export interface Window<T> {
  /** Of the whole list. */
  readonly total: number;
  /** Of the first item here. */
  readonly offset: number;
  readonly items: readonly T[];
}
