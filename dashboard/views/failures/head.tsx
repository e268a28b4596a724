import type { Failures, Params } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";

interface FailuresHeadProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly failures: Failures;
}

/** As many runs are looked at together at most. */
const mostRuns = 100;

/** Which runs and tests are looked at. */
export function FailuresHead({ params, setParams, failures: { looked, runs, failed, total, groups } }: FailuresHeadProps) {
  const field = (name: string, label: string, hint = "all") => (
    <label class="field">
      {label}
      <input
        type="text"
        value={params[name] ?? ""}
        placeholder={hint}
        onInput={({ currentTarget }) => setParams({ [name]: currentTarget.value || undefined }, { typing: true })}
      />
    </label>
  );
  return (
    <header class="failures-head">
      <h1>Failures</h1>
      {field("target", "Target")}
      {field("run", "Run")}
      {field("test", "Test")}
      {field("since", "Since", "7d")}
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
