import type { Params } from "../../src/view/index.js";
import type { ViewProps } from "../app/view-props.js";

interface TextFieldProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  /** Parameter of the address. */
  readonly name: string;
  readonly label: string;
  /** What holds while nothing is given. */
  readonly hint?: string;
}

/** A parameter of the address that is typed. */
export function TextField({ params, setParams, name, label, hint = "all" }: TextFieldProps) {
  return (
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
}
