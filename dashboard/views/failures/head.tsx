import type { Failures, Params } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import { TextField } from "../../parts/text-field.js";

interface FailuresHeadProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly failures: Failures;
}

/** As many runs are looked at together at most. */
const mostRuns = 100;

/** Which runs and tests are looked at. */
export function FailuresHead({ params, setParams, failures: { looked, runs, failed, total, groups } }: FailuresHeadProps) {
  const address = { params, setParams };
  return (
    <header class="failures-head">
      <h1>Failures</h1>
      <TextField {...address} name="target" label="Target" />
      <TextField {...address} name="run" label="Run" />
      <TextField {...address} name="test" label="Test" />
      <TextField {...address} name="since" label="Since" hint="7d" />
      <span class="soft" role="status">
        {failed} failures of {total} {total === 1 ? "cause" : "causes"}
        {groups.length < total && `, the most frequent ${groups.length} shown`}, in the newest {looked} of {runs} runs
      </span>
      {looked < Math.min(runs, mostRuns) && (
        <button type="button" onClick={() => setParams({ cols: String(Math.min(mostRuns, looked + 20)) })}>
          20 more
        </button>
      )}
    </header>
  );
}
