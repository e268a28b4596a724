import type { Plan } from "../../src/view/index.js";
import { tests } from "./affected.js";

/** What has been given to confirm a plan. */
export interface Given {
  readonly isSeen?: boolean;
  readonly name?: string;
}

interface ConfirmationProps {
  readonly plan: Plan;
  readonly given: Given;
  readonly onChange: (given: Given) => void;
}

/** Asks for what the plan wants to be confirmed by. */
export function Confirmation({ plan: { confirm, affected }, given, onChange }: ConfirmationProps) {
  if (confirm.by === "click") return null;
  if (confirm.by === "count") {
    return (
      <label class="check confirm">
        <input type="checkbox" checked={given.isSeen === true} onChange={({ currentTarget }) => onChange({ isSeen: currentTarget.checked })} />
        {affected.known ? `Yes, to ${tests(confirm.count)}` : "Yes, whatever it touches"}
      </label>
    );
  }
  return (
    <label class="line-field confirm">
      <span>
        Type <strong>{confirm.name}</strong> to confirm
      </span>
      <input
        class="mono"
        autocomplete="off"
        spellcheck={false}
        value={given.name ?? ""}
        onInput={({ currentTarget }) => onChange({ name: currentTarget.value })}
      />
    </label>
  );
}

export function isConfirmed({ confirm }: Plan, { isSeen, name }: Given): boolean {
  return confirm.by === "click" || (confirm.by === "count" ? isSeen === true : name === confirm.name);
}
