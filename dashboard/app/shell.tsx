import { useEffect, useRef } from "preact/hooks";
import { ActionHost } from "../acting/host.js";
import { Notices } from "../parts/notices.js";
import { ErrorState, Loading } from "../parts/states.js";
import { AreaBanner } from "./area-banner.js";
import { CopyBanner } from "./copy-banner.js";
import { CurrentDrawer, CurrentView } from "./current-view.js";
import { Header, toggleTree } from "./header.js";
import { KeyList, keysAreShown } from "./key-list.js";
import { type Bindings, useKeys } from "./keys.js";
import { followFocus, useScrollMemory } from "./memory.js";
import { go, location } from "./router.js";
import { followRuns } from "./runs.js";
import { Search, searchIsOpen } from "./search.js";
import { greet, hello, readAgain, refused } from "./session.js";
import { settings } from "./settings.js";
import { TargetTree } from "./target-tree.js";
import { views } from "./views.js";
import "./shell.css";

/** The frame of the page: header, tree of targets, the view that the address names, the drawer. */
export function Shell() {
  useEffect(() => {
    void greet();
    followFocus();
  }, []);
  if (refused.value !== undefined) return <Refused />;
  if (hello.value === undefined) return <Loading what="the area" />;
  return <Frame />;
}

function Frame() {
  const main = useRef<HTMLElement>(null);
  useEffect(followRuns, []);
  useKeys("Everywhere", globalKeys);
  useFocusOnNewView(main);
  useScrollMemory(main, "page");
  return (
    <div class="shell">
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        To the content
      </button>
      <Header />
      <AreaBanner />
      <CopyBanner />
      <div class="body">
        {settings.value.tree === "open" && <TargetTree />}
        <main ref={main} id="main" class="main" tabIndex={-1}>
          <CurrentView />
        </main>
        <CurrentDrawer />
      </div>
      <Notices />
      <ActionHost />
      <Search />
      <KeyList />
    </div>
  );
}

function Refused() {
  const error = refused.value;
  if (error === undefined) return null;
  if (error.code !== "unauthorized") return <ErrorState page error={error} again={() => void greet()} />;
  return (
    <main class="state">
      <h1>This dashboard does not know you</h1>
      <p>
        Its address has a token, which this browser does not have, or not any more. Open the address that <code>dashboard</code> printed when it was
        started, from <code>http://</code> to the end, or start <code>dashboard</code> again.
      </p>
    </main>
  );
}

const openSearch = { label: "search", run: () => (searchIsOpen.value = true) };

const globalKeys: Bindings = {
  "/": openSearch,
  "Ctrl+k": openSearch,
  "?": { label: "these keys", run: () => (keysAreShown.value = true) },
  t: { label: "tree of targets", run: toggleTree },
  r: { label: "read again", run: readAgain },
  ...Object.fromEntries(
    Object.entries(views).flatMap(([view, { key, title }]) =>
      key === undefined ? [] : [[`g ${key}`, { label: title, run: () => go(`/ui/${view}`) }]],
    ),
  ),
};

/** A new view takes the focus, so that a screen reader and the next Tab begin there. */
function useFocusOnNewView(main: { readonly current: HTMLElement | null }): void {
  const view = location.value?.view;
  const before = useRef(view);
  useEffect(() => {
    if (before.current !== view) {
      main.current?.focus({ preventScroll: true });
      main.current?.scrollTo(0, 0);
    }
    before.current = view;
  }, [view]);
}
