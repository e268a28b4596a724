import { useEffect, useId, useRef, useState } from "preact/hooks";
import type { Filter } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { Icon } from "../../parts/icon.js";

interface FilterPanelProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter, how?: { typing?: boolean }) => void;
}

/** A button that opens all fields of the filter. What is changed there holds at once. */
export function FilterButton(props: FilterPanelProps) {
  const [isOpen, setOpen] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  useEffect(() => {
    const [shown, opener] = [panel.current, button.current];
    if (!isOpen || shown === null || opener === null) return;
    const box = opener.getBoundingClientRect();
    shown.style.top = `${box.bottom + 4}px`;
    shown.style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - 560))}px`;
    shown.showPopover();
    shown.querySelector("input")?.focus();
  }, [isOpen]);
  return (
    <>
      <button ref={button} type="button" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <Icon name="filter" />
        Filter
      </button>
      <div
        ref={panel}
        id={id}
        class="filter-panel"
        role="group"
        aria-label="Filter"
        popover="auto"
        onToggle={({ newState }) => newState === "closed" && setOpen(false)}
      >
        {isOpen && <Fields {...props} />}
      </div>
    </>
  );
}

const texts = [
  { name: "target", title: "Target", hint: "patterns, for example x/1,y/%" },
  { name: "run", title: "Run", hint: "patterns, for example nightly%" },
  { name: "test", title: "Test", hint: "patterns, for example unit%/lin,~slow%" },
  { name: "tag", title: "Tag", hint: "for example quick,net%" },
  { name: "since", title: "Started since", hint: "7d, or epoch seconds" },
  { name: "until", title: "Started until", hint: "12h, or epoch seconds" },
] as const;

function Fields({ filter, setFilter }: FilterPanelProps) {
  const { value: words } = useAnswer("matrix/words");
  return (
    <>
      <div class="filter-texts">
        {texts.map(({ name, title, hint }) => (
          <label key={name}>
            <span>{title}</span>
            <input
              type="text"
              value={filter[name]}
              placeholder={hint}
              onInput={({ currentTarget }) => setFilter({ ...filter, [name]: currentTarget.value }, { typing: true })}
            />
          </label>
        ))}
      </div>
      <fieldset class="filter-mode">
        <legend class="only-spoken">What the ticks mean</legend>
        {(["hide", "show"] as const).map((mode) => (
          <label key={mode}>
            <input type="radio" name="filter-mode" checked={filter.mode === mode} onChange={() => setFilter({ ...filter, mode })} />
            {mode === "hide" ? "Hide what is ticked" : "Show only what is ticked"}
          </label>
        ))}
      </fieldset>
      <Boxes title="States" names={words?.states ?? []} ticked={filter.state} set={(state) => setFilter({ ...filter, state })} />
      <Boxes title="Statuses" names={words?.statuses ?? []} ticked={filter.status} set={(status) => setFilter({ ...filter, status })} />
    </>
  );
}

interface BoxesProps {
  readonly title: string;
  readonly names: readonly string[];
  readonly ticked: readonly string[];
  readonly set: (ticked: readonly string[]) => void;
}

function Boxes({ title, names, ticked, set }: BoxesProps) {
  const all = [...new Set([...names, ...ticked])].sort();
  return (
    <fieldset class="filter-boxes">
      <legend>{title}</legend>
      {all.map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={ticked.includes(name)}
            onChange={({ currentTarget }) => set(currentTarget.checked ? [...ticked, name] : ticked.filter((other) => other !== name))}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
