import type { ApiProblem } from "./common.js";
import type { Hello } from "./hello.js";

/** Whose logs a static copy has. */
export type CopiedLogs = "none" | "failed" | "all";

/** What a static copy says of itself. Spec 06 § 35.1 */
export interface CopyAbout {
  /** Of the dashboard that made it. */
  readonly hello: Hello;
  /** Epoch seconds. */
  readonly made: number;
  /** Runs that it has, and of how many. */
  readonly runs: number;
  readonly ofRuns: number;
  /** Which tests it has of them; empty for all. */
  readonly testpatt: string;
  readonly logs: CopiedLogs;
}

/** What answers the questions of the page where there is no server. The copy's own script makes it: `globalThis.megatestCopy`. */
export interface StaticCopy {
  readonly about: CopyAbout;
  readonly ask: (name: string, params: Readonly<Record<string, string>>, by: CopyAsker) => Promise<CopyAnswer>;
}

export interface CopyAsker {
  /** Runs a script of the copy; resolves when it has run, or cannot. */
  readonly loadScript: (path: string) => Promise<void>;
  readonly signal?: AbortSignal;
}

export type CopyAnswer = { readonly answer: unknown } | ApiProblem;
