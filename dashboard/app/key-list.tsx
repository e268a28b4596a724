import { signal } from "@preact/signals";
import { Dialog } from "../parts/dialog.js";
import { layers } from "./keys.js";
import "./key-list.css";

export const keysAreShown = signal(false);

/** Keys that every table, grid and tree has. */
const common = [
  ["↑ ↓ ← →", "move"],
  ["Home End", "first, last"],
  ["PgUp PgDn", "a screen up, down"],
  ["Enter", "open"],
  ["Ctrl Enter", "open in a new tab"],
  ["Space", "choose"],
  ["Shift ↑ ↓", "choose more"],
  ["Ctrl A", "choose all"],
  ["Shift F10", "menu"],
] as const;

/** The keys that do something at the moment. */
export function KeyList() {
  if (!keysAreShown.value) return null;
  const groups = new Map<string, [string, string][]>();
  for (const { title, bindings } of layers.value) {
    const lines = Object.entries(bindings()).map(([key, { label }]): [string, string] => [key, label]);
    groups.set(title, [...(groups.get(title) ?? []), ...lines]);
  }
  return (
    <Dialog title="Keys" wide onClose={() => (keysAreShown.value = false)}>
      <div class="key-list">
        {[...groups].map(([title, keys]) => (
          <Keys key={title} title={title} keys={keys} />
        ))}
        <Keys title="Tables, grids and trees" keys={common} />
      </div>
    </Dialog>
  );
}

function Keys({ title, keys }: { readonly title: string; readonly keys: readonly (readonly [string, string])[] }) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {keys.map(([key, label]) => (
          <div key={key}>
            <dt>
              {key.split(/[ +]/).map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
