import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { GraphView } from "./graph-view.js";
import { useDefinitions } from "./use-definitions.js";

/** What the testconfigs say of waiting, without a run. Spec 06 § 29 */
export default function DefinitionsGraph({ route: { params }, setParams }: ViewProps<"graph">) {
  useTitle("Dependencies");
  const { nodes, error, progress } = useDefinitions({ t: params["target"] });
  if (error !== undefined) return <ErrorState error={error} />;
  if (nodes === undefined) return <Loading what={`the testconfigs${progress}`} />;
  return <GraphView nodes={nodes} params={params} setParams={setParams} />;
}
