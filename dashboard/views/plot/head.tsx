import { useId, useState } from "preact/hooks";
import type { MeasuredVariable, Params } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { TextField } from "../../parts/text-field.js";

interface PlotHeadProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  /** Runs that are looked back on without another wish. */
  readonly usual: number | undefined;
}

/** What is plotted. */
export function PlotHead({ params, setParams, usual }: PlotHeadProps) {
  const address = { params, setParams };
  return (
    <header class="plot-head">
      <h1>Plots</h1>
      <VariableField
        value={params["var"] ?? ""}
        onValue={(value) => setParams({ var: value || undefined, from: undefined, to: undefined }, { typing: true })}
      />
      <TextField {...address} name="test" label="Test" />
      <TextField {...address} name="target" label="Target" />
      <label class="field">
        Last
        <input
          type="number"
          class="plot-last"
          min="1"
          max="2000"
          placeholder={usual === undefined ? "" : String(usual)}
          value={params["last"] ?? ""}
          onInput={({ currentTarget }) => setParams({ last: currentTarget.value || undefined }, { typing: true })}
        />
        runs
      </label>
      <label class="check">
        <input type="checkbox" checked={params["rules"] === "1"} onChange={() => setParams({ rules: params["rules"] === "1" ? undefined : "1" })} />
        Log rules
      </label>
    </header>
  );
}

interface VariableFieldProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
}

/** Names are offered as soon as somebody wants to choose. */
function VariableField({ value, onValue }: VariableFieldProps) {
  const [isUsed, setUsed] = useState(false);
  const id = useId();
  return (
    <label class="field">
      Variable
      <input
        type="text"
        class="plot-variable"
        list={id}
        value={value}
        placeholder="category/name"
        onFocus={() => setUsed(true)}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
      />
      <datalist id={id}>{isUsed && <Names />}</datalist>
    </label>
  );
}

function Names() {
  const { value } = useAnswer("series/variables", { limit: 500 });
  return (
    <>
      {value?.items.map((variable) => (
        <option key={nameOf(variable)} value={nameOf(variable)} />
      ))}
    </>
  );
}

const nameOf = ({ category, variable }: MeasuredVariable) => `${category}/${variable}`;
