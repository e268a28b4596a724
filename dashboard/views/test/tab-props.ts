import type { History, TestRef, TestView } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";

/** What every tab of a test's page is given. */
export interface TestTabProps {
  readonly test: TestRef;
  readonly view: TestView;
  /** Of this test in its target; undefined until it is known. */
  readonly history: History | undefined;
  /** Parameters of the page's address. */
  readonly params: Readonly<Record<string, string>>;
  readonly setParams: ViewProps["setParams"];
  /** Counts changes of the test's steps and data, so that tabs read again. */
  readonly changes: number;
}
