import { Component, type ComponentChildren, type ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Route } from "../../src/view/index.js";
import { formatUrl } from "../../src/view/index.js";
import { Drawer } from "../parts/drawer.js";
import { EmptyState, Loading, Trouble } from "../parts/states.js";
import { changeDrawer, closeDrawer, drawerRoute } from "./drawer.js";
import { address, changed, go, location, typed } from "./router.js";
import { useTitle } from "./title.js";
import type { ViewProps } from "./view-props.js";
import { entryOf } from "./views.js";

/** The view that the address names. */
export function CurrentView() {
  const route = location.value;
  if (!route || entryOf(route.view) === undefined) return <NoSuchPage />;
  const setParams: ViewProps["setParams"] = (changes, { typing = false } = {}) => {
    const now = location.peek();
    // Something of a view that has been left, such as the end of its scrolling, must not bring it back.
    if (!now || pageOf(now) !== pageOf(route)) return;
    const to = { ...now, params: changed(now.params, changes) };
    if (typing) typed(to);
    else go(to);
  };
  return <ViewOf key={route.view} route={route} setParams={setParams} inDrawer={false} />;
}

/** What was opened over the view. */
export function CurrentDrawer() {
  const route = drawerRoute.value;
  if (route === undefined) return null;
  return (
    <Drawer label="Details" page={formatUrl(route)} onClose={closeDrawer}>
      <ViewOf key={route.view} route={route} setParams={changeDrawer} inDrawer />
    </Drawer>
  );
}

/** What a route shows, whatever its parameters are. */
function pageOf(route: Route): string {
  return formatUrl({ ...route, params: {} });
}

function NoSuchPage() {
  useTitle("No such page");
  return (
    <EmptyState page title="There is no such page">
      <code>{address.value}</code> names nothing that the dashboard can show. The number of keys of the area decides how an address is read: a run has
      one part for each key, and its name.
    </EmptyState>
  );
}

/** A view, once its part of the program is there. */
function ViewOf(props: ViewProps) {
  const entry = entryOf(props.route.view);
  const [View, setView] = useState<ComponentType<ViewProps>>();
  const [problem, setProblem] = useState(false);
  useEffect(() => {
    entry?.load().then(
      (module) => setView(() => module.default),
      () => setProblem(true),
    );
  }, [entry]);
  if (problem)
    return (
      <Trouble title="This part of the dashboard cannot be loaded">The server has ended, or is of another version now: load the page anew.</Trouble>
    );
  if (View === undefined) return <Loading what={entry?.title.toLowerCase() ?? ""} />;
  return (
    <Guard route={props.route}>
      <View {...props} />
    </Guard>
  );
}

interface GuardProps {
  readonly route: Route;
  readonly children: ComponentChildren;
}

/** Keeps a bug of one view from taking the page with it. */
class Guard extends Component<GuardProps, { readonly bug?: Error }> {
  static override getDerivedStateFromError(bug: Error) {
    return { bug };
  }

  override componentDidCatch(bug: Error): void {
    reportError(bug);
  }

  override render() {
    const { bug } = this.state;
    if (bug === undefined) return this.props.children;
    return <Trouble title="This view has a bug">{bug.message}</Trouble>;
  }
}
