import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { settings } from "./settings.js";

export interface Binding {
  /** In the list of keys. */
  readonly label: string;
  readonly run: (event: KeyboardEvent) => void;
}

/** By key: `n`, `Shift+c`, `Ctrl+k`, `Enter`, `?`, or two in a row: `g r`. */
export type Bindings = Readonly<Record<string, Binding>>;

interface Layer {
  readonly title: string;
  readonly bindings: () => Bindings;
}

/** What is bound at the moment, the innermost last. */
export const layers = signal<readonly Layer[]>([]);

/** Binds keys while a component is shown. They do nothing while somebody types or a dialog is open; of equal keys the innermost acts. */
export function useKeys(title: string, bindings: Bindings): void {
  const latest = useRef(bindings);
  latest.current = bindings;
  useEffect(() => {
    const layer = { title, bindings: () => latest.current };
    layers.value = [...layers.peek(), layer];
    return () => {
      layers.value = layers.peek().filter((other) => other !== layer);
    };
  }, [title]);
}

/** How long the second key of a pair may take; ms. */
const pairPause = 1500;

let first: { readonly key: string; readonly at: number } | undefined;

window.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const key = nameOf(event);
  const pair = first && event.timeStamp - first.at < pairPause ? `${first.key} ${key}` : undefined;
  first = undefined;
  const isLetter = !event.ctrlKey && !event.altKey && !event.metaKey && [...event.key].length === 1;
  if (document.querySelector("dialog:modal") !== null) return;
  if (isLetter && (!settings.peek().letterKeys || takesText(event.target))) return;
  const binding = (pair && find(pair)) || find(key);
  if (binding !== undefined) {
    event.preventDefault();
    binding.run(event);
  } else if (isLetter && beginsPair(key)) {
    first = { key, at: event.timeStamp };
  }
});

function find(key: string): Binding | undefined {
  return layers
    .peek()
    .map(({ bindings }) => bindings())
    .findLast((bindings) => Object.hasOwn(bindings, key))?.[key];
}

function beginsPair(key: string): boolean {
  return layers.peek().some(({ bindings }) => Object.keys(bindings()).some((name) => name.startsWith(`${key} `)));
}

/** Shift is named with letters and keys that have a name; `?` already says that it was held. */
function nameOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const isSign = [...key].length === 1 && key.toLowerCase() === key.toUpperCase();
  const held = [(ctrlKey || metaKey) && "Ctrl+", altKey && "Alt+", shiftKey && !isSign && "Shift+"];
  return held.filter(Boolean).join("") + ([...key].length === 1 ? key.toLowerCase() : key);
}

/** Something that uses letters by itself. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}
