import type { TargetRow } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import type { Fields } from "./launch-params.js";

interface TargetFieldProps {
  readonly keys: readonly string[];
  readonly fields: Fields;
  readonly onChange: (changes: Partial<Fields>) => void;
}

/** A field for each key, with the values that fit those before it. A whole target can be put into any of them. */
export function TargetField({ keys, fields, onChange }: TargetFieldProps) {
  const { value } = useAnswer("targets", { limit: 2000 });
  const known = value?.items ?? [];
  const values = keys.map((_, at) => fields.target.split("/")[at] ?? "");
  const set = (at: number, text: string) => {
    const parts = text.split("/");
    const next = parts.length === keys.length ? parts : values.map((old, place) => (place === at ? text : old));
    onChange({ target: next.every((part) => part === "") ? "" : next.join("/") });
  };
  const whole = values.join("/");
  const isKnown = known.some(({ target }) => target === whole);
  const isSection = known.some(({ target, inRunconfigs }) => target === whole && inRunconfigs);
  return (
    <>
      <fieldset class="target-fields">
        <legend>Target</legend>
        {keys.map((key, at) => (
          <label key={key} class="block-field">
            <span class="soft">{key}</span>
            <input
              value={values[at] ?? ""}
              list={`launch-key-${at}`}
              spellcheck={false}
              onInput={({ currentTarget }) => set(at, currentTarget.value)}
            />
            <datalist id={`launch-key-${at}`}>
              {valuesOf(known, values, at).map((one) => (
                <option key={one} value={one} />
              ))}
            </datalist>
          </label>
        ))}
      </fieldset>
      <Known known={known} onChoose={(target) => onChange({ target })} current={whole} />
      <label class="check">
        <input type="checkbox" checked={fields.reqtarg} onChange={({ currentTarget }) => onChange({ reqtarg: currentTarget.checked })} />
        it must be a section of runconfigs.config
        {fields.reqtarg && isKnown && !isSection && <span class="caution-text">, which it is not</span>}
      </label>
    </>
  );
}

/** Values of a key in targets whose parts before it are these. */
function valuesOf(known: readonly TargetRow[], values: readonly string[], at: number): string[] {
  const fitting = known
    .map(({ target }) => target.split("/"))
    .filter((parts) => parts.slice(0, at).every((part, place) => (values[place] ?? "") === "" || values[place] === part));
  return [...new Set(fitting.map((parts) => parts[at] ?? ""))].filter(Boolean).sort();
}

interface KnownProps {
  readonly known: readonly TargetRow[];
  readonly current: string;
  readonly onChoose: (target: string) => void;
}

const shown = 8;

/** The first few to choose with one click. */
function Known({ known, current, onChoose }: KnownProps) {
  return (
    <div class="quick-choice">
      {known.slice(0, shown).map(({ target, inRunconfigs }) => (
        <button
          key={target}
          type="button"
          class="chip"
          aria-pressed={target === current}
          title={inRunconfigs ? "section of runconfigs.config" : "has runs"}
          onClick={() => onChoose(target)}
        >
          {target}
        </button>
      ))}
    </div>
  );
}
