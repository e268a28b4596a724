import type { TestName, TestRecord } from "../model/index.js";

/** How far a run is, for whoever watches it. */
export interface RunProgress {
  /** A part of the work begins: planning, running, waiting for tests that somebody else runs. */
  phase(name: "planning" | "running" | "waiting"): void;
  /** The plan is made; tells which records are tests that it selects. */
  planned(isSelected: (test: TestName) => boolean): void;
  /** Records of the run that changed, as they are now. */
  changed(tests: readonly TestRecord[]): void;
  /** Why nothing is launched at the moment; undefined when it is. */
  held(reason: string | undefined): void;
}
