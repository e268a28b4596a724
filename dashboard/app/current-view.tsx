import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Route } from "../../src/view/index.js";
import { EmptyState, Loading } from "../parts/states.js";
import { address, changed, go, location, typed } from "./router.js";
import { entryOf, type ViewEntry, type ViewProps } from "./views.js";

/** The view that the address names. */
export function CurrentView() {
  const route = location.value;
  const entry = route && entryOf(route.view);
  if (!route || !entry)
    return <EmptyState title="There is no such page">The address {address.value} names nothing that the dashboard can show.</EmptyState>;
  const setParams: ViewProps["setParams"] = (changes, { typing = false } = {}) => {
    const to = { ...route, params: changed(route.params, changes) };
    if (typing) typed(to);
    else go(to);
  };
  return <LoadedView key={route.view} entry={entry} route={route} setParams={setParams} inDrawer={false} />;
}

interface LoadedViewProps {
  readonly entry: ViewEntry;
  readonly route: Route;
  readonly setParams: ViewProps["setParams"];
  readonly inDrawer: boolean;
}

/** A view, once its part of the program is there. */
export function LoadedView({ entry, ...props }: LoadedViewProps) {
  const [View, setView] = useState<ComponentType<ViewProps>>();
  useEffect(() => void entry.load().then((module) => setView(() => module.default)), [entry]);
  return View === undefined ? <Loading what={entry.title} /> : <View {...props} />;
}
