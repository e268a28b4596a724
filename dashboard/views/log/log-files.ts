import type { StepRow, TestView } from "../../../src/view/index.js";

/** A file that can be chosen in the log viewer. */
export interface LogFile {
  /** Below the run directory. */
  readonly f: string;
  /** What it is: a step, `final`. */
  readonly of: string;
}

/** The logs of a test: of its steps, their pages, and its final log. */
export function logFiles(steps: readonly StepRow[], final: string): LogFile[] {
  const files = steps.flatMap(({ stepname, log, page }) => [
    ...(log === undefined ? [] : [{ f: log, of: stepname }]),
    ...(page === undefined ? [] : [{ f: page, of: `${stepname}, rules` }]),
  ]);
  const others = final === "" || final === "logs/final.log" ? [] : [{ f: final, of: "final" }];
  const known = new Set<string>();
  return [...files, ...others].filter(({ f }) => !known.has(f) && known.add(f));
}

/** The log that is shown when none is named: of the step that failed, else of the last one. */
export function firstLog(files: readonly LogFile[], view: TestView | undefined): string | undefined {
  const failed = view?.failure?.step?.log;
  return failed ?? files.findLast(({ f }) => !isPage(f))?.f ?? files.at(-1)?.f;
}

/** Whether a file is shown as a page, not as lines. */
export function isPage(f: string): boolean {
  return /\.html?$/i.test(f);
}
