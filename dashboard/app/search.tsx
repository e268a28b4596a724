import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { formatUrl, type TagRow, type TestSummary } from "../../src/view/index.js";
import { go, openTab } from "./router.js";
import { runs } from "./runs.js";
import { best, type Entry } from "./search-model.js";
import { set, settings } from "./settings.js";
import { theme } from "./theme.js";
import { useAnswer } from "./use-answer.js";
import { listedViews } from "./views.js";
import "./search.css";

export const searchIsOpen = signal(false);

/** Everything that has a name: views, runs, targets, actions. */
export function Search() {
  return searchIsOpen.value ? <SearchDialog /> : null;
}

const shown = 50;

function SearchDialog() {
  const dialog = useRef<HTMLDialogElement>(null);
  const [words, setWords] = useState("");
  const [wanted, setAt] = useState(0);
  const known = runs.value;
  const { value: tests } = useAnswer("tests");
  const { value: tags } = useAnswer("tags");
  const entries = useMemo(
    () => [...viewEntries(), ...actionEntries(), ...testEntries(tests?.items ?? []), ...tagEntries(tags?.items ?? []), ...runEntries()],
    [known, tests, tags],
  );
  const found = useMemo(() => [...best(entries, words, shown), ...anywhere(words)], [entries, words]);
  const at = Math.min(wanted, found.length - 1);
  useLayoutEffect(() => dialog.current?.showModal(), []);
  useEffect(() => dialog.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" }), [at]);
  const close = () => {
    searchIsOpen.value = false;
  };
  const choose = (entry: Entry | undefined, newTab: boolean) => {
    if (entry === undefined) return;
    close();
    if (entry.run !== undefined) entry.run();
    else if (entry.to !== undefined) (newTab ? openTab : go)(entry.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, PageDown: at + 10, PageUp: at - 10 }[event.key];
    if (to !== undefined) setAt(Math.max(0, Math.min(found.length - 1, to)));
    else if (event.key === "Enter") choose(found[at], event.ctrlKey || event.metaKey);
    else return;
    event.preventDefault();
  };
  return (
    <dialog ref={dialog} class="search" aria-label="Search" closedby="any" onClose={close}>
      <input
        type="text"
        role="combobox"
        aria-label="Search"
        aria-expanded="true"
        aria-controls="search-results"
        aria-autocomplete="list"
        {...(found.length > 0 && { "aria-activedescendant": `search-result-${at}` })}
        placeholder="Runs, targets, tests, tags, views, actions"
        value={words}
        onInput={({ currentTarget }) => {
          setWords(currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id="search-results" role="listbox" aria-label="Found">
        {found.map((entry, index) => (
          <li
            key={`${entry.kind} ${entry.text}`}
            id={`search-result-${index}`}
            role="option"
            aria-selected={index === at}
            onClick={(event) => choose(entry, event.ctrlKey || event.metaKey)}
            onKeyDown={onKeyDown}
          >
            <span class="clip">{entry.text}</span>
            <span class="soft">{entry.kind}</span>
          </li>
        ))}
      </ul>
    </dialog>
  );
}

function viewEntries(): Entry[] {
  return listedViews().map(([view, { title }]) => ({ kind: "view", text: title, to: `/ui/${view}` }));
}

function actionEntries(): Entry[] {
  const other = theme.value === "dark" ? "light" : "dark";
  const palette = settings.value.palette === "safe" ? "classic" : "safe";
  return [
    { kind: "view", text: "Settings", to: "/ui/settings" },
    { kind: "view", text: "Help", to: "/ui/help" },
    { kind: "action", text: `Use the ${other} theme`, run: () => set("theme", other) },
    { kind: "action", text: palette === "safe" ? "Use colour-blind safe colours" : "Use classic colours", run: () => set("palette", palette) },
  ];
}

function testEntries(tests: readonly TestSummary[]): Entry[] {
  return tests.map(({ testname }) => ({ kind: "test", text: testname, to: formatUrl({ view: "runs", params: { test: testname } }) }));
}

function tagEntries(tags: readonly TagRow[]): Entry[] {
  return tags.map(({ tag }) => ({ kind: "tag", text: tag, to: formatUrl({ view: "runs", params: { tag } }) }));
}

/** The words may be in items, hosts and comments, of which there are too many to list. */
function anywhere(words: string): Entry[] {
  const q = words.trim();
  return q === "" ? [] : [{ kind: "runs", text: `Items, hosts and comments with “${q}”`, to: formatUrl({ view: "runs", params: { q } }) }];
}

function runEntries(): Entry[] {
  const known = runs.value ?? [];
  const targets = [...new Set(known.map(({ target }) => target.join("/")))];
  return [
    ...known.map(({ target, runname }) => ({
      kind: "run",
      text: `${target.join("/")}/${runname}`,
      to: formatUrl({ view: "run", run: { t: target.join("/"), r: runname }, params: {} }),
    })),
    ...targets.map((target) => ({ kind: "target", text: target, to: formatUrl({ view: "runs", params: { target } }) })),
  ];
}
