import type { ComponentChildren } from "preact";
import { acting } from "../../acting/offers.js";
import { runs } from "../../app/runs.js";
import { useAnswer } from "../../app/use-answer.js";
import { type Fields, freeName } from "./launch-params.js";
import { TargetField } from "./target-field.js";
import { TestChoice } from "./test-choice.js";

export interface FormProps {
  readonly keys: readonly string[];
  readonly fields: Fields;
  /** There is a run of that name already. */
  readonly exists: boolean;
  readonly onChange: (changes: Partial<Fields>, how?: { typing?: boolean }) => void;
}

/** What is to be run, and how. */
export function Form({ keys, fields, exists, onChange }: FormProps) {
  const type = (changes: Partial<Fields>) => onChange(changes, { typing: true });
  return (
    <form class="launch-form" onSubmit={(event) => event.preventDefault()}>
      <section>
        <h2>Where</h2>
        <TargetField keys={keys} fields={fields} onChange={type} />
        <RunNameField fields={fields} exists={exists} onChange={type} />
      </section>
      <section>
        <h2>What</h2>
        <label class="block-field">
          <span>Test pattern</span>
          <input
            class="mono"
            value={fields.testpatt}
            placeholder="all tests, or what the target says"
            spellcheck={false}
            onInput={({ currentTarget }) => type({ testpatt: currentTarget.value })}
          />
        </label>
        <TestChoice pattern={fields.testpatt} onChange={(testpatt) => onChange({ testpatt })} />
        <Selectors fields={fields} onChange={type} />
      </section>
      <section>
        <h2>How</h2>
        <Rerun value={fields.rerun} onChange={(rerun) => type({ rerun })} />
        <div class="switches">
          <Switch name="preclean" title="empty run directories first" fields={fields} onChange={onChange} />
          <Switch name="cleanCache" title="read the configuration anew" fields={fields} onChange={onChange} />
          <Switch name="force" title="run also what has a result" fields={fields} onChange={onChange} />
          <Switch name="wait" title="stay until all have ended" fields={fields} onChange={onChange} />
        </div>
        <label class="block-field">
          <span>Variables for every test</span>
          <input
            class="mono"
            value={fields.setvars}
            placeholder="V1=a,V2=b"
            spellcheck={false}
            onInput={({ currentTarget }) => type({ setvars: currentTarget.value })}
          />
        </label>
        <label class="block-field">
          <span>Contour</span>
          <input value={fields.contour} placeholder="none" onInput={({ currentTarget }) => type({ contour: currentTarget.value })} />
        </label>
      </section>
    </form>
  );
}

type Part = Pick<FormProps, "fields"> & { readonly onChange: (changes: Partial<Fields>) => void };

function RunNameField({ fields, exists, onChange }: Part & Pick<FormProps, "exists">) {
  const { value } = useAnswer("runnames", { limit: 200 });
  const taken = new Set((runs.value ?? []).filter(({ target }) => target.join("/") === fields.target).map(({ runname }) => runname));
  const free = freeName(fields.runname, taken);
  return (
    <div class="block-field">
      <label class="block-field">
        <span>Run name</span>
        <input
          value={fields.runname}
          list="launch-runnames"
          spellcheck={false}
          onInput={({ currentTarget }) => onChange({ runname: currentTarget.value })}
        />
      </label>
      <datalist id="launch-runnames">
        {value?.items.map(({ runname }) => (
          <option key={runname} value={runname} />
        ))}
      </datalist>
      {exists && (
        <small class="caution-text" role="status">
          This run exists: results stay, and what has none is run.{" "}
          <button type="button" class="link" onClick={() => onChange({ runname: free })}>
            Use {free}
          </button>
        </small>
      )}
    </div>
  );
}

function Selectors({ fields, onChange }: Part) {
  const { value } = useAnswer("tags", { limit: 500 });
  const modepatts = acting.value?.modepatts ?? [];
  return (
    <div class="pair">
      <label class="block-field">
        <span>Only with tags</span>
        <input
          value={fields.tagexpr}
          list="launch-tags"
          placeholder="any"
          onInput={({ currentTarget }) => onChange({ tagexpr: currentTarget.value })}
        />
        <datalist id="launch-tags">
          {value?.items.map(({ tag }) => (
            <option key={tag} value={tag} />
          ))}
        </datalist>
      </label>
      <label class="block-field">
        <span>Pattern of the target</span>
        <input
          value={fields.modepatt}
          list="launch-modepatts"
          placeholder="TESTPATT"
          onInput={({ currentTarget }) => onChange({ modepatt: currentTarget.value })}
        />
        <datalist id="launch-modepatts">
          {modepatts.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </label>
    </div>
  );
}

const rerunStatuses = ["FAIL", "ABORT", "CHECK", "DEAD", "PREQ_FAIL", "PREQ_DISCARDED", "n/a"];

/** Statuses with which a test that has a result is run again. */
function Rerun({ value, onChange }: { readonly value: string; readonly onChange: (value: string) => void }) {
  const chosen = value.split(/[\s,]+/).filter(Boolean);
  const others = chosen.filter((status) => !rerunStatuses.includes(status));
  const toggle = (status: string) => onChange((chosen.includes(status) ? chosen.filter((one) => one !== status) : [...chosen, status]).join(","));
  return (
    <fieldset class="choice">
      <legend>Run again what is</legend>
      {[...rerunStatuses, ...others].map((status) => (
        <label key={status}>
          <input type="checkbox" class="only-spoken" checked={chosen.includes(status)} onChange={() => toggle(status)} />
          <span>{status}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface SwitchProps extends Part {
  readonly name: "preclean" | "cleanCache" | "force" | "wait";
  readonly title: ComponentChildren;
}

function Switch({ name, title, fields, onChange }: SwitchProps) {
  return (
    <label class="check">
      <input type="checkbox" checked={fields[name]} onChange={({ currentTarget }) => onChange({ [name]: currentTarget.checked })} />
      {title}
    </label>
  );
}
