import type { Params, RunRef } from "../../../src/view/index.js";
import { useTimedTests } from "../../app/timed-tests.js";
import type { ViewProps } from "../../app/view-props.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { GraphView } from "./graph-view.js";
import { useDefinitions } from "./use-definitions.js";

interface RunGraphProps {
  readonly run: RunRef;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** What waits for what in a run, with the states of its tests as they are. Spec 06 § 29 */
export default function RunGraph({ run, params, setParams }: RunGraphProps) {
  const { nodes, error, progress } = useDefinitions({ run });
  const known = useTimedTests(run);
  const problem = error ?? (known.tests === undefined ? known.error : undefined);
  if (problem !== undefined) return <ErrorState error={problem} />;
  if (nodes === undefined || known.tests === undefined) return <Loading what={`the testconfigs${progress}`} />;
  return <GraphView nodes={nodes} run={run} tests={known.tests} params={params} setParams={setParams} />;
}
