import type { Params } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import { TextField } from "../../parts/text-field.js";

interface SeveralHeadProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly shown: number;
  readonly total: number;
  /** Runs that can be shown at once. */
  readonly most: number;
}

/** Which runs, and on which scale. */
export function SeveralHead({ params, setParams, shown, total, most }: SeveralHeadProps) {
  const address = { params, setParams };
  const scale = params["scale"] === "own" ? "own" : params["align"] === "clock" ? "clock" : "start";
  const onScale = (to: string) =>
    setParams({ scale: to === "own" ? "own" : undefined, align: to === "clock" ? "clock" : undefined, from: undefined, to: undefined });
  return (
    <header class="times-several-head">
      <h1>Times</h1>
      <TextField {...address} name="target" label="Target" />
      <TextField {...address} name="run" label="Run" />
      <TextField {...address} name="test" label="Test" />
      <label>
        Scale
        <select value={scale} onChange={({ currentTarget }) => onScale(currentTarget.value)}>
          <option value="start">common, from the start of each</option>
          <option value="clock">common, by the clock</option>
          <option value="own">own of each run</option>
        </select>
      </label>
      <span class="soft">
        {shown} of {total} runs, newest first
      </span>
      {shown < total && shown < most && (
        <button type="button" onClick={() => setParams({ cols: String(Math.min(most, shown + 5)) })}>
          5 more
        </button>
      )}
    </header>
  );
}
