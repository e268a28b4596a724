import { useEffect, useState } from "preact/hooks";
import type { Params } from "../../../src/view/index.js";
import type { ViewProps } from "../../app/view-props.js";
import { Icon } from "../../parts/icon.js";
import type { LogSearch, SearchWish } from "./log-search.js";

/** As long must typing pause before the server searches; ms. */
const typingPause = 250;
const contextChoices = [0, 1, 3, 10];

interface SearchBarProps {
  readonly search: LogSearch;
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  /** Which hit one has stepped to, from 1; 0 for none. */
  readonly at: number;
  readonly onStep: (direction: 1 | -1, ofNewSearch?: boolean) => void;
}

/** What the address wants to be found; undefined for nothing. */
export function wishOf(params: Params): SearchWish | undefined {
  const text = params["q"] ?? "";
  if (text === "") return undefined;
  const context = Number(params["context"] ?? 0);
  return { text, isRegex: params["regex"] === "1", matchCase: params["case"] === "1", context: contextChoices.includes(context) ? context : 0 };
}

/** The field that searches a log, with its switches; spec 06 § 25.4. */
export function SearchBar({ search, params, setParams, at, onStep }: SearchBarProps) {
  const [words, setWords] = useState(params["q"] ?? "");
  useEffect(() => setWords(params["q"] ?? ""), [params["q"]]);
  useEffect(() => {
    if (words === (params["q"] ?? "")) return;
    const timer = setTimeout(() => setParams({ q: words || undefined }, { typing: true }), typingPause);
    return () => clearTimeout(timer);
  }, [words]);
  const toggle = (name: string) => setParams({ [name]: params[name] === "1" ? undefined : "1" }, { typing: true });
  return (
    <search class="log-search">
      <label class="log-field">
        <Icon name="search" />
        <input
          type="text"
          aria-label="Search this log"
          placeholder="Search this log"
          autocomplete="off"
          spellcheck={false}
          value={words}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
          onKeyDown={(event) => {
            const isNew = words !== (params["q"] ?? "");
            if (event.key === "Enter" && isNew) setParams({ q: words || undefined }, { typing: true });
            if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1, isNew);
            else if (event.key === "Escape" && words !== "") setWords("");
            else if (event.key === "Escape") event.currentTarget.blur();
            else return;
            event.preventDefault();
            event.stopPropagation();
          }}
        />
        <Switch label="Match case" text="Aa" isOn={params["case"] === "1"} onChange={() => toggle("case")} />
        <Switch label="Regular expression" text=".*" isOn={params["regex"] === "1"} onChange={() => toggle("regex")} />
      </label>
      <SearchState search={search} at={at} />
      <button
        type="button"
        class="plain icon"
        aria-label="Previous hit"
        title="Previous hit (Shift+N)"
        disabled={search.count.value === 0}
        onClick={() => onStep(-1)}
      >
        <Icon name="up" />
      </button>
      <button
        type="button"
        class="plain icon"
        aria-label="Next hit"
        title="Next hit (N)"
        disabled={search.count.value === 0}
        onClick={() => onStep(1)}
      >
        <Icon name="down" />
      </button>
    </search>
  );
}

function Switch({
  label,
  text,
  isOn,
  onChange,
}: {
  readonly label: string;
  readonly text: string;
  readonly isOn: boolean;
  readonly onChange: () => void;
}) {
  return (
    <button type="button" class="plain log-switch" aria-label={label} title={label} aria-pressed={isOn} onClick={onChange}>
      {text}
    </button>
  );
}

/** How many lines the list shows around each hit. */
export function ContextChoice({ params, setParams }: Pick<SearchBarProps, "params" | "setParams">) {
  return (
    <select
      aria-label="Lines around each hit"
      title="Lines around each hit"
      value={params["context"] ?? "0"}
      onChange={({ currentTarget }) => setParams({ context: currentTarget.value === "0" ? undefined : currentTarget.value }, { typing: true })}
    >
      {contextChoices.map((count) => (
        <option key={count} value={String(count)}>
          ± {count}
        </option>
      ))}
    </select>
  );
}

/** Counts, and how the search stands. */
function SearchState({ search, at }: { readonly search: LogSearch; readonly at: number }) {
  const end = search.end.value;
  if (search.problem.value !== undefined) return <output class="log-count bad-text">{search.problem.value}</output>;
  if (end === undefined) return <output class="log-count" />;
  const count = search.count.value;
  const total = count === 0 && end.kind !== "searching" ? "no hit" : `${at > 0 ? `${at} / ` : ""}${count.toLocaleString("en")}`;
  return (
    <output class="log-count" title={endText(search)}>
      {total}
      {end.kind === "searching" && <span class="soft"> {Math.floor(search.progress.value * 100)} %</span>}
    </output>
  );
}

/** What is to be said of a search that did not reach the end; empty otherwise. */
export function endText(search: LogSearch): string {
  const end = search.end.value;
  const part = `${Math.floor(search.progress.value * 100)} % of the log is searched`;
  switch (end?.kind) {
    case "slow-line":
      return `The search stopped at line ${end.line}: the expression takes too long there. Make it simpler, or search for plain text.`;
    case "slow-search":
      return `The search stopped after 30 s: ${part}.`;
    case "failed":
      return `The search failed: ${end.why}`;
    default:
      return "";
  }
}
