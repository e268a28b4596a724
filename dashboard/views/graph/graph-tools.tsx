import { useState } from "preact/hooks";
import { MenuButton } from "../../parts/menu.js";

interface GraphToolsProps {
  /** Of a page of its own. */
  readonly heading?: string;
  readonly names: readonly string[];
  readonly summary: string;
  readonly isTable: boolean;
  readonly around: string | undefined;
  /** Only of a run: whether there is anything that failed, and whether it stands out; whether tests that are not in it are shown. */
  readonly run?: { readonly hasFailed: boolean; readonly showsFailed: boolean; readonly showsAll: boolean };
  readonly setParams: (changes: Readonly<Record<string, string | undefined>>) => void;
  readonly onFocus: (name: string) => void;
  readonly onSvg: () => void;
  readonly onDot: () => void;
}

/** Finding, and what is shown. */
export function GraphTools({ heading, names, summary, isTable, around, run, setParams, onFocus, onSvg, onDot }: GraphToolsProps) {
  const toggle = (name: string, isOn: boolean, text: string) => (
    <button type="button" aria-pressed={isOn} onClick={() => setParams({ [name]: isOn ? undefined : "1" })}>
      {text}
    </button>
  );
  return (
    <header class="graph-tools">
      {heading !== undefined && <h1>{heading}</h1>}
      <FindTest names={names} onFind={onFocus} />
      {run?.hasFailed && toggle("failed", run.showsFailed, "What failed blocks")}
      {run && toggle("all", run.showsAll, "All tests of the area")}
      {around !== undefined && (
        <button type="button" aria-pressed="true" onClick={() => setParams({ around: undefined })}>
          Near {around}
        </button>
      )}
      <span class="soft graph-summary">{summary}</span>
      <button type="button" aria-pressed={isTable} onClick={() => setParams({ form: isTable ? undefined : "table" })}>
        As a table
      </button>
      <MenuButton
        label="Save the graph"
        icon="download"
        groups={() => [
          {
            items: [
              { label: "As a picture (SVG)", run: onSvg },
              { label: "For Graphviz (DOT)", run: onDot },
            ],
          },
        ]}
      />
    </header>
  );
}

interface FindTestProps {
  readonly names: readonly string[];
  readonly onFind: (name: string) => void;
}

/** More are not offered at once. */
const mostOffered = 500;

export function FindTest({ names, onFind }: FindTestProps) {
  const [text, setText] = useState("");
  const find = (value: string) => {
    setText(value);
    if (names.includes(value)) onFind(value);
  };
  const offered = names.filter((name) => name.includes(text)).slice(0, mostOffered);
  return (
    <>
      <input
        type="search"
        aria-label="Find a test"
        placeholder="Find a test"
        list="graph-tests"
        value={text}
        onInput={({ currentTarget }) => find(currentTarget.value)}
        onKeyDown={(event) => {
          const [only] = offered;
          if (event.key === "Enter" && only !== undefined) onFind(only);
        }}
      />
      <datalist id="graph-tests">
        {offered.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
