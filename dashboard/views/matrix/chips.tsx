import { everything, type Filter } from "../../../src/view/index.js";
import { Icon } from "../../parts/icon.js";

interface ChipsProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
}

/** What the filter asks, each removable; the words have their own field. */
export function Chips({ filter, setFilter }: ChipsProps) {
  const chips = chipsOf(filter);
  if (chips.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters in force">
      {chips.map(({ text, without }) => (
        <li key={text} class="chip">
          <span class="clip">{text}</span>
          <button
            type="button"
            class="plain"
            aria-label={`Remove the filter ${text}`}
            title="Remove"
            onClick={() => setFilter({ ...filter, ...without })}
          >
            <Icon name="close" />
          </button>
        </li>
      ))}
      {chips.length > 1 && (
        <li>
          <button type="button" class="plain" onClick={() => setFilter(everything)}>
            Clear all
          </button>
        </li>
      )}
    </ul>
  );
}

function chipsOf(filter: Filter): { readonly text: string; readonly without: Partial<Filter> }[] {
  const { target, run, test, state, status, mode, tag, since, until } = filter;
  const verb = mode === "hide" ? "not " : "";
  const texts: [string, string, Partial<Filter>][] = [
    ["target", target, { target: "" }],
    ["run", run, { run: "" }],
    ["test", test, { test: "" }],
    [`${verb}state`, state.join(", "), { state: [] }],
    [`${verb}status`, status.join(", "), { status: [] }],
    ["tag", tag, { tag: "" }],
    ["since", since, { since: "" }],
    ["until", until, { until: "" }],
  ];
  return texts.filter(([, value]) => value !== "").map(([name, value, without]) => ({ text: `${name} ${value}`, without }));
}
