import { computed, signal } from "@preact/signals";
import { formatUrl, type Params, parseUrl, type Route } from "../../src/view/index.js";
import { staticCopy } from "./static-copy.js";
import { uniqueName } from "./unique.js";

/** Number of keys of the area; undefined until the server has told. */
export const keyCount = signal<number | undefined>(undefined);

/** Whether the first key is the area; see `-areas`. */
export const hasAreas = signal(false);

/** The route of an address, by the keys of what is shown. */
export function routeOf(url: string): Route | undefined {
  return keyCount.value === undefined ? undefined : parseUrl(url, keyCount.value, hasAreas.value);
}

/** An address as it is shown: of several areas, the area of a run stands in it as `@area`. */
export function shownUrl(to: Route | string): string {
  if (typeof to !== "string") return formatUrl(to, hasAreas.value);
  const route = hasAreas.value ? routeOf(to) : undefined;
  return route === undefined ? to : formatUrl(route, true);
}

/** Path and query of the address bar. */
export const address = signal(here());

/** What the address names: undefined before the server has told the keys, null when it names nothing. */
export const location = computed<Route | null | undefined>(() => (keyCount.value === undefined ? undefined : (routeOf(address.value) ?? null)));

/** How long typing must pause before the address follows; ms. */
const typingPause = 300;

/** Counts how often Back or Forward led to an entry. */
export const restored = signal(0);

let pendingReplace: ReturnType<typeof setTimeout> | undefined;

/** Goes to a route or an address of this application. A new entry of the history, unless `replace`. */
export function go(to: Route | string, { replace = false }: { replace?: boolean } = {}): void {
  flush();
  const url = shownUrl(to);
  if (replace) history.replaceState(history.state, "", hrefOf(url));
  else if (url !== here()) history.pushState({ entry: uniqueName() }, "", hrefOf(url));
  address.value = here();
}

export function openTab(to: Route | string): void {
  window.open(hrefOf(to), "_blank", "noopener");
}

/** Replaces the address after a pause in typing: the page follows at once, the history gets no entry. */
export function typed(to: Route): void {
  address.value = shownUrl(to);
  clearTimeout(pendingReplace);
  pendingReplace = setTimeout(flush, typingPause);
}

/** Parameters with changes; undefined removes one. */
export function changed(params: Params, changes: Readonly<Record<string, string | undefined>>): Params {
  const merged = { ...params, ...changes };
  return Object.fromEntries(Object.entries(merged).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** Tells the entries of the history apart. */
export function entryId(): string {
  const state: unknown = history.state;
  return typeof state === "object" && state !== null && "entry" in state && typeof state.entry === "string" ? state.entry : "first";
}

function flush(): void {
  if (pendingReplace === undefined) return;
  clearTimeout(pendingReplace);
  pendingReplace = undefined;
  history.replaceState(history.state, "", hrefOf(address.value));
}

function here(): string {
  if (staticCopy !== undefined) return window.location.hash.slice(1) || "/ui/";
  return window.location.pathname + window.location.search;
}

/** What leads to a route, or an address of this application, in links. A copy is one page: there all is in its fragment. */
export function hrefOf(to: Route | string): string {
  const url = shownUrl(to);
  return staticCopy === undefined ? url : `#${url}`;
}

window.addEventListener("popstate", () => {
  clearTimeout(pendingReplace);
  pendingReplace = undefined;
  address.value = here();
  restored.value++;
});
