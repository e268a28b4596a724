import type { PlanOptions, PlanRequest } from "../../src/view/index.js";
import { acting } from "./offers.js";

interface PlanOptionsProps {
  readonly request: PlanRequest;
  readonly onChange: (options: PlanOptions) => void;
}

/** What else can be said about an action; nothing for most. */
export function PlanOptionFields({ request: { action, options }, onChange }: PlanOptionsProps) {
  const set = (changes: PlanOptions) => onChange({ ...options, ...changes });
  switch (action) {
    case "kill":
      return (
        <label class="check">
          <input type="checkbox" checked={options.notStarted === true} onChange={({ currentTarget }) => set({ notStarted: currentTarget.checked })} />
          also what has not started
        </label>
      );
    case "remove":
      return <RemovalConditions options={options} set={set} />;
    case "move":
      return (
        <label class="line-field">
          <span>To area</span>
          <input
            list="acting-areas"
            value={options.destination ?? ""}
            placeholder="name of [areas], or path"
            onInput={({ currentTarget }) => set({ destination: currentTarget.value })}
          />
          <datalist id="acting-areas">
            {acting.value?.areas.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
      );
    case "remove-old":
      return <OldRuns options={options} set={set} />;
    case "command":
      return (
        <label class="block-field">
          <span>Command</span>
          <textarea
            class="mono"
            rows={3}
            spellcheck={false}
            value={options.command ?? ""}
            onInput={({ currentTarget }) => set({ command: currentTarget.value })}
          />
          <small class="soft">Words are split as by a shell, without variables, patterns or pipes.</small>
        </label>
      );
    default:
      return null;
  }
}

type Fields = { readonly options: PlanOptions; readonly set: (changes: PlanOptions) => void };

const listOf = (text: string) => text.split(/[\s,]+/).filter(Boolean);

function RemovalConditions({ options, set }: Fields) {
  return (
    <div class="line-fields">
      <label class="line-field">
        <span>Only in states</span>
        <input
          value={options.states?.join(",") ?? ""}
          placeholder="all"
          onInput={({ currentTarget }) => set({ states: listOf(currentTarget.value) })}
        />
      </label>
      <label class="line-field">
        <span>with statuses</span>
        <input
          value={options.statuses?.join(",") ?? ""}
          placeholder="all"
          onInput={({ currentTarget }) => set({ statuses: listOf(currentTarget.value) })}
        />
      </label>
    </div>
  );
}

function OldRuns({ options, set }: Fields) {
  return (
    <div class="line-fields">
      <label class="line-field">
        <span>Target</span>
        <input value={options.target ?? ""} placeholder="a/b, % for any" onInput={({ currentTarget }) => set({ target: currentTarget.value })} />
      </label>
      <label class="line-field">
        <span>Runs that stay</span>
        <input
          type="number"
          min={0}
          value={options.keep ?? 10}
          onInput={({ currentTarget }) => set({ keep: Math.max(0, Math.trunc(Number(currentTarget.value))) })}
        />
      </label>
      <label class="line-field">
        <span>and those younger than</span>
        <input value={options.age ?? ""} placeholder="7d" onInput={({ currentTarget }) => set({ age: currentTarget.value })} />
      </label>
    </div>
  );
}
