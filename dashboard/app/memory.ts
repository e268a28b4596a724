import type { RefObject } from "preact";
import { useEffect } from "preact/hooks";
import { entryId, restored } from "./router.js";

const storage = "megatest.memory";
/** Entries that are kept over a reload. */
const most = 50;

/** What belongs to entries of the history, so that Back finds scroll position, selection and focus as they were; spec 06 § 18.1. */
const memory = new Map<string, Record<string, unknown>>(stored());

function stored(): [string, Record<string, unknown>][] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storage) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    return [];
  }
}

/** Keeps something JSON-like for the present entry of the history. */
export function remember(name: string, value: unknown): void {
  const id = entryId();
  memory.set(id, { ...memory.get(id), [name]: value });
}

/** What was kept for the present entry; undefined when nothing was. */
export function recall(name: string): unknown {
  return memory.get(entryId())?.[name];
}

/** How long content may take to come after Back; ms. */
const patience = 4000;

/** Keeps the scroll position of an element, and brings it back as soon as its content is long enough. `name` tells scrollers of a page apart. */
export function useScrollMemory(scroller: RefObject<HTMLElement | null>, name: string): void {
  const id = entryId();
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const key = `scroll ${name}`;
    const keep = () => {
      if (entryId() === id) remember(key, [element.scrollLeft, element.scrollTop]);
    };
    if (recall(key) === undefined) keep();
    const stop = scrollBack(element, recall(key));
    element.addEventListener("scroll", keep, { passive: true });
    return () => {
      stop();
      element.removeEventListener("scroll", keep);
    };
  }, [name, id]);
}

function scrollBack(element: HTMLElement, place: unknown): () => void {
  if (!Array.isArray(place)) return () => {};
  const [left, top]: unknown[] = place;
  if (typeof left !== "number" || typeof top !== "number") return () => {};
  return until(() => {
    element.scrollTo(left, top);
    return Math.abs(element.scrollTop - top) <= 1 && Math.abs(element.scrollLeft - left) <= 1;
  });
}

/** Keeps which element has the focus, by its `data-focus`, and brings it back after Back. */
export function followFocus(): void {
  document.addEventListener("focusin", ({ target }) => {
    const name = target instanceof Element ? target.closest("[data-focus]")?.getAttribute("data-focus") : undefined;
    if (name) remember("focus", name);
  });
  restored.subscribe(() => {
    const name = recall("focus");
    if (typeof name === "string") {
      until(() => {
        const element = document.querySelector<HTMLElement>(`[data-focus=${JSON.stringify(name)}]`);
        element?.focus({ preventScroll: true });
        return element !== null;
      });
    }
  });
}

/** Tries again at each frame until something can be done, somebody acts, or patience ends. */
function until(attempt: () => boolean): () => void {
  const stop = new AbortController();
  const end = performance.now() + patience;
  for (const event of ["pointerdown", "wheel", "keydown"]) window.addEventListener(event, () => stop.abort(), { signal: stop.signal, passive: true });
  const step = () => {
    if (stop.signal.aborted) return;
    if (attempt() || performance.now() > end) stop.abort();
    else requestAnimationFrame(step);
  };
  requestAnimationFrame(step);
  return () => stop.abort();
}

window.addEventListener("pagehide", () => sessionStorage.setItem(storage, JSON.stringify([...memory].slice(-most))));
