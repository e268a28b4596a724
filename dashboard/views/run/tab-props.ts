import type { RunRef, RunView } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import type { RunTests } from "./use-run-tests.js";

/** What every tab of a run's page is given. */
export interface RunTabProps {
  readonly run: RunRef;
  readonly view: RunView;
  /** Its tests, kept current. */
  readonly tests: RunTests;
  /** Parameters of the page's address. */
  readonly params: Readonly<Record<string, string>>;
  readonly setParams: ViewProps["setParams"];
}
