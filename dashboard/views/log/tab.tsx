import type { TestTabProps } from "../test/tab-props.js";
import { LogPanel } from "./log-panel.js";

/** The logs as a tab of the test's page. */
export default function LogTab({ test, view, params, setParams }: TestTabProps) {
  return <LogPanel test={test} view={view} params={params} setParams={setParams} />;
}
